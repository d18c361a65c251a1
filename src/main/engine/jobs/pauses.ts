import { SlipwayError } from '../../../shared/domain/errors.ts';
import { type Actor, actorText } from '../actor.ts';
import type { JobDefinition } from '../../../shared/contract/jobs.ts';
import type { Context } from '../context.ts';
import { refuseCycle } from './chains.ts';
import type { JobRow } from '../store/jobs.ts';
import type { Tx } from '../store/store.ts';

/** Pausing is not downtime: what fires meanwhile is skipped, and resuming makes up for nothing (semantics.md). */
export function createPauses({ store }: Context, row: (ref: string) => JobRow) {
  const sql = store.sql.triggers;

  function record(tx: Tx, actor: string, action: string, job: JobRow | null, reason: string): void {
    tx.audit({
      actor,
      action,
      objectType: job ? 'job' : 'workspace',
      objectId: job?.id ?? null,
      objectName: job?.name ?? '',
      details: { reason },
    });
    tx.changed(job ? 'job' : 'workspace', job?.id ?? null);
  }

  /** In a transaction of the caller's; does nothing to what is paused already. */
  function pauseIn(tx: Tx, actor: string, job: JobRow | null, reason: string): boolean {
    if (sql.pauseOf.get(job?.id ?? null)) return false;
    sql.insertPause.run({ job: job?.id ?? null, now: tx.now, by: actor, reason });
    record(tx, actor, job ? 'job.pause' : 'workspace.pause', job, reason);
    return true;
  }

  return {
    pauseIn,

    /** Whether triggers start nothing now, and by which of the two pauses. */
    pausedBy(jobId: number): 'paused' | 'all_paused' | null {
      if (sql.pauseOf.get(jobId)) return 'paused';
      return sql.pauseOf.get(null) ? 'all_paused' : null;
    },

    /** Everything for null. Throws `conflict` for what is paused already. */
    async pause(actor: Actor, ref: string | null, reason: string): Promise<void> {
      await store.write(tx => {
        const job = ref === null ? null : row(ref);
        if (pauseIn(tx, actorText(actor), job, reason)) return;
        const what = job ? `"${job.name}" is` : 'Everything is';
        throw new SlipwayError('conflict', `${what} paused already`);
      });
    },

    /** Everything for null. Throws `conflict` for what is not paused. */
    async resume(actor: Actor, ref: string | null): Promise<void> {
      await store.write(tx => {
        const job = ref === null ? null : row(ref);
        const pause = sql.pauseOf.get(job?.id ?? null);
        if (!pause) {
          throw new SlipwayError(
            'conflict',
            job ? `"${job.name}" is not paused` : 'Not everything is paused',
          );
        }
        if (job?.live_json)
          refuseCycle(store.sql, job, {
            ...(JSON.parse(job.live_json) as JobDefinition),
            name: job.name,
          });
        sql.endPause.run(tx.now, pause.id);
        record(tx, actorText(actor), job ? 'job.resume' : 'workspace.resume', job, pause.reason);
      });
    },
  };
}
