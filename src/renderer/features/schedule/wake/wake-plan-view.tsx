import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { z } from 'zod';
import type { wakeItem } from '../../../../shared/contract/fires.ts';
import { api, client } from '../../../api.ts';
import { troubleOf } from '../../../call-error.ts';
import { AreaLink } from '../../../parts/areas.tsx';
import { dismissWakePlan } from '../../../parts/dismiss-wake-plan.ts';
import { absenceText } from '../../../parts/fire-outcome.tsx';
import { runMissed } from '../../../parts/run-missed.ts';
import { wakeText } from '../../../parts/wake-words.ts';
import { explain } from '../../../ui/dialogs.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { ErrorPanel } from '../../../ui/error-panel.tsx';
import { formatCount } from '../../../ui/numbers.ts';
import { once } from '../../../ui/once.ts';
import { absoluteTime } from '../../../ui/time.ts';
import { Waiting } from '../../../ui/waiting.tsx';
import { cancelStarted } from './cancel-started.tsx';
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
  return (
    <div className={classes.view}>
      <div className={classes.head}>
        <div>
          <h2>{wakeText(plan)}</h2>
          <p className={classes.dim}>
            Between {at(plan.since)} and {at(plan.woke_at)} {absenceText(plan.away)}.
          </p>
        </div>
        {!plan.dismissed && <Button onClick={dismissWakePlan}>Dismiss</Button>}
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
  return (
    <tr>
      <th scope="row">
        <AreaLink to={`/jobs/${item.job_id}/fires`}>{item.job}</AreaLink>{' '}
        <span className={classes.dim}>{item.environment}</span>
      </th>
      <td>{at(item.since)}</td>
      <td>{at(item.until)}</td>
      {[item.fires, item.dispatched, item.coalesced, item.skipped, item.missed].map((count, index) => (
        // oxlint-disable-next-line react/no-array-index-key -- columns
        <td key={index} className={classes.number}>
          {formatCount(count)}
        </td>
      ))}
      <td>
        <span className={classes.actions}>
          {item.fires > item.dispatched && (
            <Button onClick={() => once(`wake:${item.job_id}`, () => runLatestMissed(item))}>
              Run what was missed…
            </Button>
          )}
          {item.runs.length > 0 && (
            <Button onClick={() => cancelStarted(item)}>
              {item.runs.length === 1 ? `Cancel #${item.runs[0]}…` : 'Cancel its runs…'}
            </Button>
          )}
        </span>
      </td>
    </tr>
  );
}

/** One run stands for all of them: a run takes the data as it is today. */
async function runLatestMissed(item: Item): Promise<void> {
  try {
    const { fires } = await client.fires.list({
      job: String(item.job_id),
      outcome: ['missed', 'skipped', 'coalesced'],
      since: item.since,
      until: new Date(Date.parse(item.until) + 1).toISOString(),
      limit: 1,
    });
    const [fire] = fires;
    if (fire) runMissed(fire);
  } catch (error) {
    explain(troubleOf(error, `${item.job} was not started`));
  }
}
