import type { Paused } from '../../../shared/contract/jobs.ts';
import { iso } from '../context.ts';
import type { Sql } from '../store/store.ts';
import type { PauseRow } from '../store/triggers.ts';

/** The pause of a job that lasts; of everything for null. */
export function pausedOf(sql: Sql, jobId: number | null): Paused | null {
  const pause = sql.triggers.pauseOf.get(jobId);
  return pause ? toPaused(pause) : null;
}

/** A pause as the contract shows it. */
export function toPaused({ from_ms, paused_by, reason }: PauseRow): Paused {
  return { at: iso(from_ms), by: paused_by, reason };
}
