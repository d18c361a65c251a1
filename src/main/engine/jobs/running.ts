import type { JobRow } from '../store/jobs.ts';
import type { Sql } from '../store/store.ts';

/** Which tag and version a job runs now; nulls while it has no live definition. */
export function runsOf(sql: Sql, job: JobRow): { tag: string | null; version: number | null } {
  if (job.live_json === null || job.model_id === null) return { tag: null, version: null };
  const { tag } = JSON.parse(job.live_json) as { tag?: string };
  const version =
    tag === undefined
      ? sql.models.latest.get(job.model_id)?.number
      : sql.models.tag.get(job.model_id, tag)?.version;
  return { tag: tag ?? null, version: version ?? null };
}
