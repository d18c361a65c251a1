import type { JobDefinition } from '../../../shared/contract/jobs.ts';
import { quoteRelation } from '../../../shared/domain/relation.ts';
import { inOrder } from '../canonical.ts';
import { runsOf } from '../jobs/running.ts';
import type { FrozenSpec } from '../kinds/kind.ts';
import type { Sql } from '../store/store.ts';

/**
 * Why intervals must not be built any more as they were asked for; null when they may. What a job runs or builds by now must not
 * be replaced by what it did then.
 */
export function outdated(sql: Sql, jobId: number, spec: FrozenSpec): string | null {
  const job = sql.jobs.byId.get(jobId);
  if (!job || job.removed_at_ms !== null || job.live_json === null) return 'its job was deleted';
  if (job.environment_id !== spec.environment.id) return `job "${job.name}" was moved to another environment`;
  if (runsOf(sql, job).version !== spec.version)
    return 'its job runs another version since the backfill began';
  const { materialization } = JSON.parse(job.live_json) as JobDefinition;
  const asText = (value: unknown) => JSON.stringify(inOrder(value));
  const sameTarget = spec.target !== null && job.target === quoteRelation(spec.target);
  if (sameTarget && asText(materialization) === asText(spec.definition.materialization)) return null;
  return 'its job builds another target, or builds it otherwise, since the backfill began';
}
