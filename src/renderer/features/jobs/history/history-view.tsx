import { useQuery } from '@tanstack/react-query';
import { type KeyboardEvent, useMemo } from 'react';
import type { Job, JobVersion } from '../../../../shared/contract/jobs.ts';
import { api } from '../../../api.ts';
import { troubleOf } from '../../../call-error.ts';
import { changeSearch, useSearch } from '../../../location.ts';
import { LabelChip } from '../../../ui/chip.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { Failed } from '../../../ui/failed.tsx';
import { RelativeTime } from '../../../ui/time-text.tsx';
import { Waiting } from '../../../ui/waiting.tsx';
import classes from './history.module.css';
import { VersionDetails } from './version-details.tsx';

/** The definitions a job has had, newest first, and what is in the chosen one. In the address: `?definition=3`. */
export function HistoryView({ job }: { job: Job }) {
  const history = useQuery(api.jobs.history.queryOptions({ input: { job: String(job.id) } }));
  const wanted = Number(useSearch().get('definition'));
  if (history.error) {
    return (
      <Failed
        trouble={troubleOf(history.error, 'The definitions could not be listed')}
        onRetry={() => void history.refetch()}
      />
    );
  }
  if (!history.data) return <Waiting lines={6} label="Loading the definitions" />;
  const { versions } = history.data;
  const chosen = versions.find(({ number }) => number === wanted) ?? versions[0];
  if (!chosen) return <EmptyState>Publish the draft to make its first definition.</EmptyState>;
  return (
    <div className={classes.view}>
      <VersionList versions={versions} chosen={chosen} />
      <VersionDetails key={chosen.number} job={job} version={chosen} versions={versions} />
    </div>
  );
}

function VersionList({ versions, chosen }: { versions: readonly JobVersion[]; chosen: JobVersion }) {
  const numbers = useMemo(() => versions.map(({ number }) => number), [versions]);
  const choose = (number: number) => changeSearch({ definition: String(number) });
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const next = by === undefined ? undefined : numbers[numbers.indexOf(chosen.number) + by];
    if (next === undefined) return;
    event.preventDefault();
    choose(next);
    event.currentTarget.querySelector<HTMLElement>(`[data-number="${next}"]`)?.focus();
  };
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- the keys go from one button to the next
    <ol className={classes.list} aria-label="Definitions, newest first" onKeyDown={onKeyDown}>
      {versions.map(version => (
        <li key={version.number}>
          <button
            type="button"
            className={classes.entry}
            data-number={version.number}
            aria-current={version.number === chosen.number || undefined}
            onClick={() => choose(version.number)}
          >
            <span className={classes.line}>
              <span className={classes.number}>Definition {version.number}</span>
              {version.live && <LabelChip tone="success">live</LabelChip>}
              <span className={classes.time}>
                <RelativeTime at={version.created_at} />
              </span>
            </span>
            <span className={classes.message}>
              {version.message === '' ? <i className={classes.dim}>no message</i> : version.message}
            </span>
            <span className={classes.author}>{version.author}</span>
          </button>
        </li>
      ))}
    </ol>
  );
}
