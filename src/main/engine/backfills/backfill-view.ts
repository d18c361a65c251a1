import type {
  Backfill,
  BackfillChunk,
  BackfillSummary,
  BackfillPlan,
} from '../../../shared/contract/backfills.ts';
import type { IntervalName } from '../../../shared/domain/intervals.ts';
import { countsOf } from '../builds/progress.ts';
import { iso } from '../context.ts';
import type { BackfillListRow, ChunkListRow } from '../store/backfills.ts';
import { buildModelStateCodes, buildStateCodes, decode, runStateCodes } from '../store/codes.ts';
import type { Sql } from '../store/store.ts';
import type { Chunk } from './plan.ts';

export function toSummary(sql: Sql, row: BackfillListRow): BackfillSummary {
  return {
    id: row.id,
    job: row.job_name,
    job_id: row.job_id,
    environment: row.environment_name,
    environment_id: row.environment_id,
    colour: row.colour as BackfillSummary['colour'],
    protected: row.protected === 1,
    state: decode(buildStateCodes, row.state),
    interval: row.interval as IntervalName,
    time_zone: row.time_zone,
    from: iso(row.from_ms),
    to: iso(row.to_ms),
    chunk: row.chunk,
    restate: row.restate === 1,
    version: row.version,
    tag: row.tag,
    actor: row.actor,
    cause: row.cause,
    reason: row.reason,
    counts: countsOf(sql.backfills.counts.all(row.id)),
    created_at: iso(row.created_at_ms),
    ended_at: iso(row.ended_at_ms),
  };
}

/** The whole record of a backfill. */
export function toBackfill(sql: Sql, row: BackfillListRow): Backfill {
  return { ...toSummary(sql, row), chunks: sql.backfills.chunks.all(row.id).map(toChunk) };
}

export function toPlannedChunk({ from, to, count }: Chunk, index: number): BackfillPlan['chunks'][number] {
  return { position: index + 1, from: iso(from), to: iso(to), count };
}

function toChunk(row: ChunkListRow): BackfillChunk {
  const own = decode(buildModelStateCodes, row.state);
  return {
    position: row.position,
    from: iso(row.from_ms),
    to: iso(row.to_ms),
    count: row.count,
    state:
      own !== 'started' ? own : row.run_state === null ? 'pending' : decode(runStateCodes, row.run_state),
    run: row.run_id,
    reason: row.reason ?? row.failure ?? row.run_reason,
    started_at: iso(row.claimed_at_ms),
    ended_at: iso(row.ended_at_ms),
    rows_affected: row.rows_affected,
  };
}
