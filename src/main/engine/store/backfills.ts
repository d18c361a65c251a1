import { buildModelStateCodes, encode, runStateCodes } from './codes.ts';
import type { Db } from './open.ts';

export interface NewBackfill {
  job_id: number;
  environment_id: number;
  job_version: number;
  model_id: number | null;
  version: number | null;
  tag: string | null;
  /** Of the document that holds what its runs work on, without their range. */
  frozen_id: number;
  priority: number;
  trigger_kind: number;
  interval: string;
  time_zone: string;
  from_ms: number;
  to_ms: number;
  chunk: number;
  restate: number;
  state: number;
  actor: string;
  cause: string;
  created_at_ms: number;
}

export interface BackfillRow extends NewBackfill {
  id: number;
  reason: string | null;
  ended_at_ms: number | null;
}

/** A backfill with its names. */
export interface BackfillListRow extends BackfillRow {
  job_name: string;
  environment_name: string;
  colour: string;
  protected: number;
}

export interface ChunkRow {
  backfill_id: number;
  /** In the order in which they are built, from 1. */
  position: number;
  from_ms: number;
  to_ms: number;
  /** Intervals in it. */
  count: number;
  state: number;
  run_id: number | null;
  reason: string | null;
}

/** A chunk with its run. */
export interface ChunkListRow extends ChunkRow {
  run_state: number | null;
  claimed_at_ms: number | null;
  ended_at_ms: number | null;
  rows_affected: number | null;
  failure: string | null;
  run_reason: string | null;
}

const [waiting, started, completed, skipped] = (['waiting', 'started', 'completed', 'skipped'] as const).map(
  state => encode(buildModelStateCodes, state),
);
const failedRun = encode(runStateCodes, 'failed');
const select = `SELECT b.*, j.name AS job_name, e.name AS environment_name, e.colour, e.protected
  FROM backfills b JOIN jobs j ON j.id = b.job_id JOIN environments e ON e.id = b.environment_id`;

export function backfillSql(db: Db) {
  return {
    byId: db.prepare<[number], BackfillRow>('SELECT * FROM backfills WHERE id = ?'),
    listed: db.prepare<[number], BackfillListRow>(`${select} WHERE b.id = ?`),
    page: db.prepare<[{ before: number; limit: number }], BackfillListRow>(
      `${select} WHERE b.id < @before ORDER BY b.id DESC LIMIT @limit`,
    ),
    pageOfJob: db.prepare<[{ job: number; before: number; limit: number }], BackfillListRow>(
      `${select} WHERE b.job_id = @job AND b.id < @before ORDER BY b.id DESC LIMIT @limit`,
    ),
    /** Those that are not over, oldest first. */
    active: db.prepare<[], BackfillRow>(
      'SELECT * FROM backfills INDEXED BY active_backfills WHERE ended_at_ms IS NULL ORDER BY id',
    ),
    insert: db.prepare<[NewBackfill]>(
      `INSERT INTO backfills (job_id, environment_id, job_version, model_id, version, tag, frozen_id, priority, trigger_kind,
         interval, time_zone, from_ms, to_ms, chunk, restate, state, actor, cause, created_at_ms)
       VALUES (@job_id, @environment_id, @job_version, @model_id, @version, @tag, @frozen_id, @priority, @trigger_kind,
         @interval, @time_zone, @from_ms, @to_ms, @chunk, @restate, @state, @actor, @cause, @created_at_ms)`,
    ),
    insertChunk: db.prepare<[Omit<ChunkRow, 'run_id' | 'reason'>]>(
      `INSERT INTO backfill_chunks (backfill_id, position, from_ms, to_ms, count, state)
       VALUES (@backfill_id, @position, @from_ms, @to_ms, @count, @state)`,
    ),
    setState: db.prepare<[state: number, reason: string | null, id: number]>(
      'UPDATE backfills SET state = ?, reason = ?, ended_at_ms = NULL WHERE id = ?',
    ),
    end: db.prepare<[state: number, now: number, id: number]>(
      'UPDATE backfills SET state = ?, ended_at_ms = ? WHERE id = ?',
    ),

    /** How many chunks are in each state. */
    counts: db.prepare<[number], { state: number; n: number }>(
      `SELECT state, count(*) AS n FROM backfill_chunks INDEXED BY backfill_chunks_by_state
       WHERE backfill_id = ? GROUP BY state`,
    ),
    nextChunk: db.prepare<[number], ChunkRow>(
      `SELECT * FROM backfill_chunks INDEXED BY backfill_chunks_by_state
       WHERE backfill_id = ? AND state = ${waiting} ORDER BY position LIMIT 1`,
    ),
    /** The one that is under way. */
    startedChunk: db.prepare<[number], ChunkRow>(
      `SELECT * FROM backfill_chunks INDEXED BY backfill_chunks_by_state
       WHERE backfill_id = ? AND state = ${started}`,
    ),
    ofRun: db.prepare<[run: number], ChunkRow>('SELECT * FROM backfill_chunks WHERE run_id = ?'),
    setChunk: db.prepare<[Pick<ChunkRow, 'backfill_id' | 'position' | 'state' | 'run_id' | 'reason'>]>(
      `UPDATE backfill_chunks SET state = @state, run_id = @run_id, reason = @reason
       WHERE backfill_id = @backfill_id AND position = @position`,
    ),
    skipWaiting: db.prepare<[{ backfill: number; reason: string }]>(
      `UPDATE backfill_chunks SET state = ${skipped}, reason = @reason
       WHERE backfill_id = @backfill AND state = ${waiting}`,
    ),
    /** All that is not built is to be built. */
    waitAgain: db.prepare<[number]>(
      `UPDATE backfill_chunks SET state = ${waiting}, run_id = NULL, reason = NULL
       WHERE backfill_id = ? AND state <> ${completed}`,
    ),
    chunks: db.prepare<[number], ChunkListRow>(
      `SELECT c.*, r.state AS run_state, r.claimed_at_ms, r.ended_at_ms, r.rows_affected, r.reason AS run_reason,
         CASE WHEN r.state = ${failedRun} THEN (SELECT f.message FROM run_failures f
           WHERE f.run_id = r.id ORDER BY f.attempt DESC LIMIT 1) END AS failure
       FROM backfill_chunks c LEFT JOIN runs r ON r.id = c.run_id
       WHERE c.backfill_id = ? ORDER BY c.position`,
    ),
  };
}
