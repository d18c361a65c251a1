import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { Run } from '../../../../shared/contract/runs.ts';
import { api } from '../../../api.ts';
import { callFailure, troubleOf } from '../../../call-error.ts';
import { changeSearch, navigate, useSearch } from '../../../location.ts';
import { ErrorPanel } from '../../../ui/error-panel.tsx';
import { formatCount } from '../../../ui/numbers.ts';
import { PanelTabs } from '../../../ui/panel-tabs.tsx';
import { useEscape } from '../../../ui/use-escape.ts';
import { Waiting } from '../../../ui/waiting.tsx';
import { ChecksView } from '../checks/checks-view.tsx';
import { dataBadge, isAboutData, looksAtData } from '../checks/notable-check.ts';
import { LogView } from '../log/log-view.tsx';
import { useRunFeed } from '../log/use-run-feed.ts';
import { type RunTab, runsHref, runTabs } from '../runs-data.ts';
import { SqlAsItRan } from '../sql/sql-as-it-ran.tsx';
import { StepsView } from '../steps/steps-view.tsx';
import { FailurePanel } from './failure-panel.tsx';
import { RunHeader } from './run-header.tsx';
import classes from './run-page.module.css';
import { useRunCommands } from './use-run-commands.ts';

/** One run by its number. */
export function RunPage({ id }: { id: number }) {
  const { data: run, error, refetch } = useQuery(api.runs.get.queryOptions({ input: { run: id } }));
  useEscape(() => navigate(runsHref()));
  if (run) return <Loaded key={id} run={run} />;
  if (!error) return <Waiting lines={12} label={`Loading run #${id}`} />;
  const gone = callFailure(error).code === 'not_found';
  return (
    <div className={classes.centred}>
      <ErrorPanel trouble={troubleOf(error, gone ? 'There is no such run' : `Run #${id} could not be read`)}>
        {!gone && <Button onClick={() => void refetch()}>Try again</Button>}
        <Button onClick={() => navigate(runsHref())}>All runs</Button>
      </ErrorPanel>
    </div>
  );
}

const panelId = 'run-panel';

function Loaded({ run }: { run: Run }) {
  const feed = useRunFeed(run.id);
  const asked = useSearch().get('tab');
  const first: RunTab = isAboutData(run) ? 'checks' : 'steps';
  const tab: RunTab = runTabs.find(known => known === asked) ?? first;
  const looked = dataBadge(run);
  const looks = looked !== undefined || looksAtData(run);
  useRunCommands(run);
  const count = (number: number) =>
    number > 0 ? <span className={classes.count}>{formatCount(number)}</span> : undefined;
  const tabs: { key: RunTab; label: string; badge?: ReactNode }[] = [
    { key: 'steps', label: 'Steps', badge: count(run.steps.length) },
    ...(looks || tab === 'checks'
      ? [
          {
            key: 'checks' as const,
            label: 'Checks',
            badge: looked && <span className={classes.count}>{looked}</span>,
          },
        ]
      : []),
    { key: 'log', label: 'Log', badge: count(feed.lines.length) },
    { key: 'sql', label: 'SQL as it ran' },
  ];
  return (
    <div className={classes.page} data-hue={run.colour}>
      <RunHeader run={run} feed={feed} />
      {run.state === 'failed' && <FailurePanel run={run} />}
      <PanelTabs
        label="Parts of the run"
        tabs={tabs}
        current={tab}
        panelId={panelId}
        onShow={key =>
          changeSearch({ tab: key === first ? null : key, text: null, line: null, part: null, check: null })
        }
      />
      <div
        id={panelId}
        role="tabpanel"
        aria-label={tabs.find(({ key }) => key === tab)?.label}
        className={classes.panel}
      >
        {tab === 'steps' && <StepsView run={run} />}
        {tab === 'checks' && <ChecksView run={run} />}
        {tab === 'log' && <LogView run={run} feed={feed} />}
        {tab === 'sql' && <SqlAsItRan run={run} />}
      </div>
    </div>
  );
}
