import { Button, Loader } from '@mantine/core';
import { IconArrowBackUp, IconStack2 } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { Link } from 'wouter';
import type { RunSummary } from '../../../../shared/contract/runs.ts';
import { useAsOf } from '../../../api.ts';
import { callFailure, troubleOf } from '../../../call-error.ts';
import { changeSearch, navigate, useSearch } from '../../../location.ts';
import { AreaLink } from '../../../parts/areas.tsx';
import { AsOf } from '../../../parts/as-of.tsx';
import { BreadcrumbBar } from '../../../ui/bar.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { ErrorPanel } from '../../../ui/error-panel.tsx';
import { FloatingMenu } from '../../../ui/floating-menu.tsx';
import { counted } from '../../../ui/numbers.ts';
import { ObjectTable } from '../../../ui/object-table.tsx';
import { sizes } from '../../../ui/theme.ts';
import { Waiting } from '../../../ui/waiting.tsx';
import { backfillsHref } from '../../../parts/backfill-facts.tsx';
import { buildsHref } from '../builds/build-facts.ts';
import { rememberList, runHref } from '../runs-data.ts';
import { runColumns } from './run-columns.tsx';
import {
  isFiltered,
  noRunFilter,
  readRunFilter,
  type RunFilter,
  runFilterProblems,
  runListInput,
} from './run-filter.ts';
import { liveRunList } from './live-run-list.ts';
import { RunFilters } from './run-filters.tsx';
import { RunMenuItems } from './run-menu.tsx';
import classes from './runs-overview.module.css';
import { useRunList } from './use-run-list.ts';

const keyOf = (run: RunSummary) => String(run.id);

/** All runs, newest first, as they happen. */
export function RunsOverview() {
  const search = useSearch().toString();
  const filter = readRunFilter(new URLSearchParams(search));
  const problems = runFilterProblems(new URLSearchParams(search));
  useEffect(() => rememberList(search), [search]);
  return (
    <>
      <BreadcrumbBar crumbs={[{ label: 'Runs' }]}>
        <Button
          component={Link}
          href={buildsHref}
          variant="subtle"
          color="gray"
          leftSection={<IconStack2 size={sizes.iconSmall} aria-hidden />}
        >
          Builds
        </Button>
        <Button
          component={Link}
          href={backfillsHref}
          variant="subtle"
          color="gray"
          leftSection={<IconArrowBackUp size={sizes.iconSmall} aria-hidden />}
        >
          Backfills
        </Button>
      </BreadcrumbBar>
      <RunFilters filter={filter} />
      <div className={classes.list}>
        {problems.length > 0 ? (
          <Misunderstood problems={problems} />
        ) : (
          <FittingRuns key={search} search={search} filter={filter} />
        )}
      </div>
    </>
  );
}

function FittingRuns({ search, filter }: { search: string; filter: RunFilter }) {
  // Spans of time are counted back from when they were chosen.
  const [live] = useState(() => liveRunList(search, nowMs => runListInput(filter, nowMs)));
  const list = useRunList(live);
  const asOfMs = useAsOf();
  const filtered = isFiltered(filter);
  const [menu, setMenu] = useState<{ run: RunSummary; at: { x: number; y: number } } | null>(null);
  const { rows, known, loading, complete, error, more, refetch } = list;
  if (error && rows.length === 0) {
    const gone = callFailure(error).code === 'not_found';
    return (
      <ErrorPanel trouble={troubleOf(error, 'The runs could not be listed')}>
        <Button onClick={() => (gone ? changeSearch(noRunFilter) : void refetch())}>
          {gone ? 'Show all runs' : 'Try again'}
        </Button>
      </ErrorPanel>
    );
  }
  if (!known) return <Waiting lines={12} label="Loading runs" />;
  if (rows.length === 0 && !loading) return <Nothing filtered={filtered} />;
  return (
    <>
      <ObjectTable
        label="Runs"
        columns={runColumns}
        rows={rows}
        keyOf={keyOf}
        hueOf={run => run.colour}
        newAbove={count => counted(count, 'new run')}
        onOpen={run => navigate(runHref(run.id))}
        onMenu={(run, at) => setMenu({ run, at })}
        onEnd={more}
        place={live.place}
      />
      <div className={classes.foot}>
        {loading && <Loader size={12} />}
        {loading
          ? `${counted(rows.length, 'run')}, looking further back…`
          : complete
            ? `${counted(rows.length, 'run')}, that is all`
            : `The newest ${counted(rows.length, 'run')}; scroll for older ones`}
        {asOfMs !== null && (
          <span>
            The engine is not reachable; shown <AsOf atMs={asOfMs} />.
          </span>
        )}
        {error ? (
          <>
            Older runs could not be fetched.
            <Button variant="subtle" onClick={more}>
              Try again
            </Button>
          </>
        ) : null}
      </div>
      <FloatingMenu at={menu?.at ?? null} onClose={() => setMenu(null)}>
        {menu && <RunMenuItems run={menu.run} />}
      </FloatingMenu>
    </>
  );
}

/** The address asks for what there cannot be. */
function Misunderstood({ problems }: { problems: readonly string[] }) {
  return (
    <ErrorPanel
      trouble={{
        title: 'The runs could not be listed',
        message: 'The address asks for what there cannot be',
        problems,
      }}
    >
      <Button onClick={() => changeSearch(noRunFilter)}>Show all runs</Button>
    </ErrorPanel>
  );
}

function Nothing({ filtered }: { filtered: boolean }) {
  return filtered ? (
    <EmptyState action={<Button onClick={() => changeSearch(noRunFilter)}>Show all runs</Button>}>
      No run fits these filters.
    </EmptyState>
  ) : (
    <EmptyState action={<AreaLink to="/jobs">Choose a job to run</AreaLink>}>
      Nothing has run yet. Every run of a job is kept here with all it was made of.
    </EmptyState>
  );
}
