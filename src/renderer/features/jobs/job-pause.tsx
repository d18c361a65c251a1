import type { JobSummary } from '../../../shared/contract/jobs.ts';
import { client } from '../../api.ts';
import { troubleOf } from '../../call-error.ts';
import { askWhy, confirm, explain } from '../../ui/dialogs.tsx';
import { showToast } from '../../ui/notices.ts';
import { once } from '../../ui/once.ts';

type Paused = Pick<JobSummary, 'id' | 'name' | 'paused'>;

/** Pauses or resumes a job; says first what becomes of what fires meanwhile. */
export function togglePause(job: Paused): void {
  once(`pause:${job.id}`, () => (job.paused === null ? pause(job) : resume(job)));
}

async function pause(job: Paused): Promise<void> {
  const reason = await askWhy({
    title: `Pause ${job.name}?`,
    body: (
      <p>
        What fires meanwhile is skipped, and the ledger says so. Resuming starts nothing that was skipped.
        What runs now goes on, and it can still be run by hand.
      </p>
    ),
    verb: 'Pause job',
  });
  if (reason === null) return;
  try {
    await client.jobs.pause({ job: String(job.id), reason });
    showToast(`${job.name} is paused`);
  } catch (error) {
    explain(troubleOf(error, `${job.name} was not paused`));
  }
}

async function resume(job: Paused): Promise<void> {
  const sure = await confirm({
    title: `Resume ${job.name}?`,
    body: (
      <p>
        It starts again with its next fire. What fired since it was paused stays skipped: resuming starts
        nothing.
      </p>
    ),
    verb: 'Resume job',
  });
  if (!sure) return;
  try {
    await client.jobs.resume({ job: String(job.id) });
    showToast(`${job.name} is resumed`);
  } catch (error) {
    explain(troubleOf(error, `${job.name} was not resumed`));
  }
}
