import type { RunSummary } from '../../../../shared/contract/runs.ts';
import { EnvironmentChip } from '../../../parts/environment-chip.tsx';
import { QueuedTime, RunTime, RunVersion, triggerText } from '../../../parts/run-facts.tsx';
import { RunStateChip } from '../../../parts/run-state.tsx';
import { formatCount } from '../../../ui/numbers.ts';
import type { ObjectColumn } from '../../../ui/object-table.tsx';
import { RelativeTime } from '../../../ui/time-text.tsx';
import classes from './runs-overview.module.css';

/** Newest first, always: the engine keeps runs in no other order. */
export const runColumns: readonly ObjectColumn<RunSummary>[] = [
  { key: 'state', title: 'State', width: '6.75rem', render: run => <RunStateChip state={run.state} /> },
  {
    key: 'id',
    title: 'Run',
    width: '3.75rem',
    align: 'end',
    render: run => <span className={classes.number}>#{run.id}</span>,
  },
  { key: 'job', title: 'Job', width: '3fr', render: run => <JobAndMessage run={run} /> },
  {
    key: 'environment',
    title: 'Environment',
    width: '6.5rem',
    render: run => (
      <EnvironmentChip
        environment={{ name: run.environment, colour: run.colour, protected: run.protected }}
      />
    ),
  },
  { key: 'version', title: 'Version', width: '5.75rem', render: run => <RunVersion run={run} /> },
  {
    key: 'trigger',
    title: 'Trigger',
    width: '1.5fr',
    fromWidth: 1_060,
    render: ({ trigger }) => (
      <span title={trigger.cause === '' ? undefined : trigger.cause}>
        <span className={classes.dim}>{triggerText(trigger)}</span>
        {trigger.cause !== '' &&
          (trigger.kind === 'manual' || trigger.kind === 'api') &&
          ` · ${trigger.cause}`}
      </span>
    ),
  },
  {
    key: 'queued',
    title: 'Queued',
    width: '4.5rem',
    align: 'end',
    fromWidth: 1_060,
    render: run => (
      <span className={classes.dim}>
        <QueuedTime run={run} />
      </span>
    ),
  },
  { key: 'time', title: 'Run time', width: '5.5rem', align: 'end', render: run => <RunTime run={run} /> },
  {
    key: 'rows',
    title: 'Rows',
    width: '5.5rem',
    align: 'end',
    fromWidth: 700,
    render: run => (run.rows_affected === null ? '–' : formatCount(run.rows_affected)),
  },
  {
    key: 'created',
    title: 'Created',
    width: '6.5rem',
    align: 'end',
    render: run => <RelativeTime at={run.times.created_at} />,
  },
  {
    key: 'started',
    title: 'Started',
    width: '6.5rem',
    align: 'end',
    fromWidth: 1_240,
    render: ({ times }) => (times.claimed_at === null ? '–' : <RelativeTime at={times.claimed_at} />),
  },
];

function JobAndMessage({ run }: { run: RunSummary }) {
  const message = run.failure ?? run.reason;
  return (
    <span title={message === null ? run.job : `${run.job}: ${message}`}>
      <span className={classes.job}>{run.job}</span>
      {message !== null && (
        <span className={classes.message} data-tone={run.failure === null ? undefined : 'danger'}>
          {message}
        </span>
      )}
    </span>
  );
}
