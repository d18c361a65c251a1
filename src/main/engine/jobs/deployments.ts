import { type Actor, actorText } from '../actor.ts';
import type { JobRow } from '../store/jobs.ts';
import type { Sql, Tx } from '../store/store.ts';

export type DeploymentCause = 'publish' | 'promotion' | 'activation' | 'rollback';

/** The event that a version became live in an environment. Belongs to the transaction that made it so. */
export function recordDeployment(
  sql: Sql,
  tx: Tx,
  actor: Actor,
  job: JobRow,
  live: { version: number; tag: string | null },
  origin: { cause: DeploymentCause; promotionId: number | null },
): void {
  if (job.model_id === null) return;
  sql.promotions.insertDeployment.run({
    at_ms: tx.now,
    job_id: job.id,
    environment_id: job.environment_id,
    model_id: job.model_id,
    version: live.version,
    tag: live.tag,
    cause: origin.cause,
    promotion_id: origin.promotionId,
    actor: actorText(actor),
    target: job.target,
  });
}

/** Records that the jobs which follow the latest version of a model now run a new one. */
export function deployLatest(sql: Sql, tx: Tx, actor: Actor, modelId: number, version: number): void {
  for (const job of sql.jobs.ofModel.all(modelId)) {
    const live = JSON.parse(job.live_json ?? '{}') as { track?: string };
    if (live.track !== 'latest') continue;
    recordDeployment(sql, tx, actor, job, { version, tag: null }, { cause: 'publish', promotionId: null });
    tx.changed('job', job.id);
  }
}
