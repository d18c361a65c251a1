import { client } from '../../../api.ts';
import { troubleOf } from '../../../call-error.ts';
import { confirm, explain } from '../../../ui/dialogs.tsx';
import { showToast } from '../../../ui/notices.ts';
import { counted } from '../../../ui/numbers.ts';
import { once } from '../../../ui/once.ts';

/** Cancels what catching up started of a job, as far as it is not over; asks first. */
export function cancelStarted({
  job,
  job_id,
  runs,
}: {
  job: string;
  job_id: number;
  runs: readonly number[];
}) {
  once(`wake_cancel:${job_id}`, async () => {
    try {
      const states = await Promise.all(runs.map(run => client.runs.get({ run })));
      const active = states.filter(({ state }) => state === 'pending' || state === 'running');
      if (active.length === 0) {
        showToast(`What was started of ${job} is over already`);
        return;
      }
      const words = counted(active.length, 'run');
      const sure = await confirm({
        title: `Cancel ${words} of ${job}?`,
        body: `${active.map(({ id }) => `#${id}`).join(', ')}, started to make up for what was missed. What the targets hold stays.`,
        verb: `Cancel ${words}`,
        danger: true,
      });
      if (!sure) return;
      for (const { id } of active) await client.runs.cancel({ run: id, reason: 'Not to be made up for' });
      showToast(`${words} of ${job} asked to stop`);
    } catch (error) {
      explain(troubleOf(error, `The runs of ${job} were not all cancelled`));
    }
  });
}
