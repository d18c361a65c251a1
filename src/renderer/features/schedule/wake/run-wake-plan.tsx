import type { z } from 'zod';
import type { StartedJobs, wakeItem } from '../../../../shared/contract/fires.ts';
import { client } from '../../../api.ts';
import { troubleOf } from '../../../call-error.ts';
import { confirm, explain } from '../../../ui/dialogs.tsx';
import { showToast } from '../../../ui/notices.ts';
import { counted } from '../../../ui/numbers.ts';
import { once } from '../../../ui/once.ts';

type Item = z.infer<typeof wakeItem>;

const named = 10;
const stays = 'What the ledger says of the fires stays.';

/** Starts a job of the last absence by hand; asks first. One run stands for all its fires: it takes the data of today. */
export function runWakeItem({ job, job_id, fires, dispatched }: Item): void {
  once(`wake:${job_id}`, async () => {
    const left = counted(fires - dispatched, 'fire');
    const sure = await confirm({
      title: `Run ${job} now?`,
      body: `Once, as the job is defined today, for the ${left} of the absence that started no run. ${stays}`,
      verb: 'Run now',
    });
    if (!sure) return;
    try {
      tell(await client.fires.runWakePlan({ job: String(job_id) }));
    } catch (error) {
      explain(troubleOf(error, `${job} was not started`));
    }
  });
}

/** Starts by hand, once each, all jobs of the last absence that have not run since; asks first. */
export function runWakePlan(items: readonly Item[]): void {
  once('wake', async () => {
    const words = counted(items.length, 'job');
    const sure = await confirm({
      title: `Run ${words} now?`,
      body: (
        <>
          <p>Once each, as they are defined today: nothing was started of them in the absence or since.</p>
          <ul>
            {items.slice(0, named).map(({ job_id, job, environment }) => (
              <li key={job_id}>
                {job} in {environment}
              </li>
            ))}
            {items.length > named && <li>and {counted(items.length - named, 'further job')}</li>}
          </ul>
          <p>{stays}</p>
        </>
      ),
      verb: `Run ${words}`,
    });
    if (!sure) return;
    try {
      tell(await client.fires.runWakePlan({}));
    } catch (error) {
      explain(troubleOf(error, 'The jobs were not started'));
    }
  });
}

function tell({ started, refused }: StartedJobs): void {
  const [first] = started;
  if (first) {
    showToast(
      started.length === 1
        ? `Run #${first.run} of ${first.job} started`
        : `${counted(started.length, 'run')} started`,
    );
  }
  if (refused.length === 0) return;
  explain({
    title: `${counted(refused.length, 'job')} could not be started`,
    message: 'What kept each of them from it:',
    problems: refused.map(({ job, message }) => `${job}: ${message}`),
  });
}
