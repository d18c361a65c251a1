import type { RunState } from '../../../shared/domain/run-state.ts';
import { client } from '../../api.ts';
import { troubleOf } from '../../call-error.ts';
import { openRunNow } from '../../parts/run-now.ts';
import { explain } from '../../ui/dialogs.tsx';

export const isStoppable = (state: RunState) => state === 'pending' || state === 'running';

/** Offers to run the job of a run as it is defined today. */
export async function runAgain(id: number): Promise<void> {
  try {
    const run = await client.runs.get({ run: id });
    openRunNow({ jobId: run.job_id, again: run });
  } catch (error) {
    explain(troubleOf(error, `Run #${id} cannot be done again`));
  }
}
