import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { formatDuration } from '../../../../shared/domain/duration.ts';
import type { Job } from '../../../../shared/contract/jobs.ts';
import type { RunSummary } from '../../../../shared/contract/runs.ts';
import { api } from '../../../api.ts';
import { troubleOf } from '../../../call-error.ts';
import { AreaLink } from '../../../parts/areas.tsx';
import { RunTime, RunVersion } from '../../../parts/run-facts.tsx';
import { RunStateChip } from '../../../parts/run-state.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { ErrorPanel } from '../../../ui/error-panel.tsx';
import { counted } from '../../../ui/numbers.ts';
import { RelativeTime } from '../../../ui/time-text.tsx';
import { Waiting } from '../../../ui/waiting.tsx';
import { runsOfJobHref } from '../jobs-data.ts';
import { medianMs } from './duration-bars.ts';
import { DurationStrip } from './duration-strip.tsx';
import classes from './recent-runs.module.css';

const shownInStrip = 30;
const listed = 12;

/** The last runs of a job: how long they took, how they ended. */
export function RecentRuns({ job }: { job: Job }) {
  const { data, error, isPending } = useQuery(
    api.runs.list.queryOptions({ input: { job: String(job.id), limit: shownInStrip } }),
  );
  const runs = data?.runs ?? [];
  const median = medianMs(runs);
  return (
    <section className={classes.recent} aria-labelledby="recent-runs">
      <header className={classes.head}>
        <h2 id="recent-runs">Recent runs</h2>
        {median !== null && <span className={classes.median}>median {formatDuration(median)}</span>}
        <AreaLink to={runsOfJobHref(job.id)} className={classes.all}>
          All runs
        </AreaLink>
      </header>
      {error ? (
        <ErrorPanel trouble={troubleOf(error, 'The runs could not be listed')} />
      ) : isPending ? (
        <Waiting lines={4} label="Loading runs" />
      ) : runs.length === 0 ? (
        <EmptyState>It has not run yet.</EmptyState>
      ) : (
        <>
          <DurationStrip runs={runs} />
          <ol className={classes.list}>
            {runs.slice(0, listed).map(run => (
              <RunRow key={run.id} run={run} />
            ))}
          </ol>
        </>
      )}
    </section>
  );
}

function RunRow({ run }: { run: RunSummary }) {
  const message = run.failure ?? run.reason;
  return (
    <li className={classes.run}>
      <div className={classes.line}>
        <span className={classes.state}>
          <RunStateChip state={run.state} />
        </span>
        <Link href={`/runs/${run.id}`} className={classes.id}>
          #{run.id}
        </Link>
        <span>
          <RunVersion run={run} />
        </span>
        <span className={classes.time}>
          <RunTime run={run} />
        </span>
        <span className={classes.rows}>
          {run.rows_affected === null ? '' : counted(run.rows_affected, 'row')}
        </span>
        <span className={classes.when}>
          <RelativeTime at={run.times.created_at} />
        </span>
      </div>
      {message !== null && (
        <p
          className={classes.message}
          title={message}
          data-tone={run.failure === null ? undefined : 'danger'}
        >
          {message}
        </p>
      )}
    </li>
  );
}
