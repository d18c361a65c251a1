import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { z } from 'zod';
import type { wakeItem } from '../../../../shared/contract/fires.ts';
import { wakeWords } from '../../../../shared/domain/wake-words.ts';
import { api } from '../../../api.ts';
import { troubleOf } from '../../../call-error.ts';
import { AreaLink } from '../../../parts/areas.tsx';
import { dismissWakePlan } from '../../../parts/dismiss-wake-plan.ts';
import { absenceText } from '../../../parts/fire-outcome.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { ErrorPanel } from '../../../ui/error-panel.tsx';
import { counted, formatCount } from '../../../ui/numbers.ts';
import { absoluteTime } from '../../../ui/time.ts';
import { Waiting } from '../../../ui/waiting.tsx';
import { cancelStarted } from './cancel-started.tsx';
import { runWakeItem, runWakePlan } from './run-wake-plan.tsx';
import classes from './wake.module.css';

type Item = z.infer<typeof wakeItem>;
const at = (iso: string) => absoluteTime(Date.parse(iso));

/** What the last absence did, job by job, and what can be changed about it. */
export function WakePlanView() {
  const { data, error, refetch } = useQuery(api.fires.wakePlan.queryOptions());
  if (error) {
    return (
      <ErrorPanel trouble={troubleOf(error, 'The wake plan could not be read')}>
        <Button onClick={() => void refetch()}>Try again</Button>
      </ErrorPanel>
    );
  }
  if (!data) return <Waiting lines={6} label="Loading the wake plan" />;
  const { plan } = data;
  if (plan === null)
    return <EmptyState>No fire was missed so far: there is nothing to make up for.</EmptyState>;
  const idle = plan.jobs.filter(({ runs, ran_since }) => runs.length === 0 && ran_since === null);
  return (
    <div className={classes.view}>
      <div className={classes.head}>
        <div>
          <h2>{wakeWords(plan)}</h2>
          <p className={classes.dim}>
            Between {at(plan.since)} and {at(plan.woke_at)} {absenceText(plan.away)}.
          </p>
        </div>
        <div className={classes.actions}>
          {idle.length > 0 && (
            <Button variant="filled" onClick={() => runWakePlan(idle)}>
              Run {counted(idle.length, 'job')} now…
            </Button>
          )}
          {!plan.dismissed && <Button onClick={dismissWakePlan}>Dismiss</Button>}
        </div>
      </div>
      <div className={classes.scroller}>
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col">Job</th>
              <th scope="col">Missed from</th>
              <th scope="col">to</th>
              <th scope="col" className={classes.number}>
                Fires
              </th>
              <th scope="col" className={classes.number}>
                Runs
              </th>
              <th scope="col" className={classes.number}>
                Coalesced
              </th>
              <th scope="col" className={classes.number}>
                Skipped
              </th>
              <th scope="col" className={classes.number}>
                Missed
              </th>
              <th scope="col">Change it</th>
            </tr>
          </thead>
          <tbody>
            {plan.jobs.map(item => (
              <Row key={item.job_id} item={item} />
            ))}
          </tbody>
        </table>
      </div>
    </div>
  );
}

function Row({ item }: { item: Item }) {
  const [first] = item.runs;
  const runsHref =
    first === undefined ? undefined : item.runs.length === 1 ? `/runs/${first}` : `/runs?job=${item.job_id}`;
  return (
    <tr>
      <th scope="row">
        <AreaLink to={`/jobs/${item.job_id}/fires`}>{item.job}</AreaLink>{' '}
        <span className={classes.dim}>{item.environment}</span>
      </th>
      <td>{at(item.since)}</td>
      <td>{item.until === item.since ? '' : at(item.until)}</td>
      <td className={classes.number}>{formatCount(item.fires)}</td>
      <td className={classes.number}>
        {runsHref === undefined ? (
          formatCount(item.dispatched)
        ) : (
          <AreaLink to={runsHref}>{formatCount(item.dispatched)}</AreaLink>
        )}
      </td>
      {[item.coalesced, item.skipped, item.missed].map((count, index) => (
        // oxlint-disable-next-line react/no-array-index-key -- columns
        <td key={index} className={classes.number}>
          {formatCount(count)}
        </td>
      ))}
      <td>
        <span className={classes.actions}>
          {item.fires > item.dispatched && <Button onClick={() => runWakeItem(item)}>Run now…</Button>}
          {item.active > 0 && (
            <Button onClick={() => cancelStarted(item)}>
              {item.runs.length === 1 ? `Cancel #${item.runs[0]}…` : `Cancel ${counted(item.active, 'run')}…`}
            </Button>
          )}
          {item.ran_since !== null && (
            <span className={classes.dim}>
              ran since: <AreaLink to={`/runs/${item.ran_since}`}>#{item.ran_since}</AreaLink>
            </span>
          )}
        </span>
      </td>
    </tr>
  );
}
