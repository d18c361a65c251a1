import { client } from '../../api.ts';
import { troubleOf } from '../../call-error.ts';
import { askWhy, confirm, explain } from '../../ui/dialogs.tsx';
import { showToast } from '../../ui/notices.ts';
import { once } from '../../ui/once.ts';

/** Pauses all jobs or resumes them; says first what becomes of what fires meanwhile. */
export function togglePauseAll(isPaused: boolean): void {
  once('pause_all', () => (isPaused ? resume() : pause()));
}

async function pause(): Promise<void> {
  const reason = await askWhy({
    title: 'Pause all jobs?',
    body: (
      <p>
        No trigger starts anything until you resume. What fires meanwhile is skipped, and the ledger says so;
        resuming starts nothing that was skipped. Runs under way go on, and jobs can still be run by hand.
      </p>
    ),
    verb: 'Pause all jobs',
  });
  if (reason === null) return;
  try {
    await client.fires.pauseAll({ reason });
    showToast('All jobs are paused');
  } catch (error) {
    explain(troubleOf(error, 'The jobs were not paused'));
  }
}

async function resume(): Promise<void> {
  const sure = await confirm({
    title: 'Resume all jobs?',
    body: (
      <p>
        Triggers start jobs again from now on. What fired meanwhile stays skipped: resuming starts nothing.
        Jobs that were paused by themselves stay paused.
      </p>
    ),
    verb: 'Resume all jobs',
  });
  if (!sure) return;
  try {
    await client.fires.resumeAll({});
    showToast('All jobs are resumed');
  } catch (error) {
    explain(troubleOf(error, 'The jobs were not resumed'));
  }
}
