import type { Fire } from '../../shared/contract/fires.ts';
import { client } from '../api.ts';
import { troubleOf } from '../call-error.ts';
import { confirm, explain } from '../ui/dialogs.tsx';
import { showToast } from '../ui/notices.ts';
import { once } from '../ui/once.ts';
import { absoluteTime } from '../ui/time.ts';

/** Runs by hand what a fire did not start; asks first. */
export function runMissed(fire: Pick<Fire, 'id' | 'job' | 'nominal_at'>): void {
  once(`missed:${fire.id}`, async () => {
    const sure = await confirm({
      title: `Run ${fire.job} now?`,
      body: `For its fire of ${absoluteTime(Date.parse(fire.nominal_at))}, as the job is defined today. What the ledger says of the fire stays.`,
      verb: 'Run now',
    });
    if (!sure) return;
    try {
      const { run } = await client.fires.runMissed({ fire: fire.id });
      showToast(`Run #${run} of ${fire.job} started`);
    } catch (error) {
      explain(troubleOf(error, `${fire.job} was not started`));
    }
  });
}
