import type { JobRow } from '../store/jobs.ts';
import type { SourceMark } from '../store/conditions.ts';
import type { RunRow } from '../store/run-rows.ts';
import type { Sql, Tx } from '../store/store.ts';

/** A run completed: its job knows of its sources what the run had found. In the transaction that ends it. */
export function moveMarks({ conditions }: Sql, tx: Tx, run: Pick<RunRow, 'id' | 'job_id'>): void {
  for (const { mark_json: mark } of conditions.ofRun.all(run.id)) {
    if (mark === null) continue;
    conditions.setMark.run({
      ...(JSON.parse(mark) as SourceMark),
      job: run.job_id,
      run: run.id,
      now: tx.now,
    });
  }
}

/**
 * The job knows nothing of its sources any more, and what runs under way have found is not to be known either: with the next
 * run all of them count as changed. Returns how many it knew.
 */
export function forgetMarks({ conditions }: Sql, tx: Tx, actor: string, job: JobRow): number {
  const forgotten = conditions.countMarks.get(job.id) ?? 0;
  conditions.forget.run(job.id);
  conditions.disown.run(job.id);
  tx.audit({
    actor,
    action: 'job.reset_conditions',
    objectType: 'job',
    objectId: job.id,
    objectName: job.name,
    details: { sources: forgotten },
  });
  tx.changed('job', job.id);
  return forgotten;
}
