import type { DeliveryState } from '../../../shared/domain/notices.ts';
import { encode, runStateCodes } from './codes.ts';
import type { Db } from './open.ts';

/** A channel or a rule. */
export interface DefinedRow {
  id: number;
  name: string;
  definition_json: string;
  revision: number;
  created_at_ms: number;
  updated_at_ms: number;
}

export interface NewDelivery {
  channel_id: number;
  channel_name: string;
  rule_id: number | null;
  rule_name: string | null;
  state: DeliveryState;
  run_id: number | null;
  message_json: string;
  created_at_ms: number;
  closes_at_ms: number;
  next_attempt_at_ms: number | null;
}

export interface DeliveryRow extends NewDelivery {
  id: number;
}

export interface AttemptRow {
  delivery_id: number;
  attempt: number;
  at_ms: number;
  elapsed_ms: number;
  ok: number;
  message: string;
}

const completed = encode(runStateCodes, 'completed');

/** The same statements for channels and for rules. */
function definedSql(db: Db, table: 'channels' | 'notification_rules') {
  return {
    all: db.prepare<[], DefinedRow>(`SELECT * FROM ${table} ORDER BY name`),
    byId: db.prepare<[number], DefinedRow>(`SELECT * FROM ${table} WHERE id = ?`),
    byName: db.prepare<[string], DefinedRow>(`SELECT * FROM ${table} WHERE name = ?`),
    insert: db.prepare<[{ name: string; definition: string; now: number }]>(
      `INSERT INTO ${table} (name, definition_json, created_at_ms, updated_at_ms) VALUES (@name, @definition, @now, @now)`,
    ),
    update: db.prepare<[{ id: number; name: string; definition: string; now: number }]>(
      `UPDATE ${table} SET name = @name, definition_json = @definition, updated_at_ms = @now, revision = revision + 1
       WHERE id = @id`,
    ),
    remove: db.prepare<[number]>(`DELETE FROM ${table} WHERE id = ?`),
  };
}

export function notificationSql(db: Db) {
  return {
    channels: definedSql(db, 'channels'),
    rules: definedSql(db, 'notification_rules'),

    insert: db.prepare<[NewDelivery]>(
      `INSERT INTO deliveries (channel_id, channel_name, rule_id, rule_name, state, run_id, message_json, created_at_ms,
         closes_at_ms, next_attempt_at_ms)
       VALUES (@channel_id, @channel_name, @rule_id, @rule_name, @state, @run_id, @message_json, @created_at_ms,
         @closes_at_ms, @next_attempt_at_ms)`,
    ),
    /** The message of a rule to a channel that more may join; `until` is the latest a window of now can close. */
    open: db.prepare<[{ rule: number; channel: number; now: number; until: number }], DeliveryRow>(
      `SELECT * FROM deliveries WHERE state = 'pending' AND channel_id = @channel AND rule_id = @rule
         AND closes_at_ms > @now AND closes_at_ms <= @until ORDER BY id DESC LIMIT 1`,
    ),
    setMessage: db.prepare<[{ id: number; run: number | null; message: string }]>(
      'UPDATE deliveries SET message_json = @message, run_id = @run WHERE id = @id',
    ),
    /** When the first message of each channel is due. */
    dueByChannel: db.prepare<[], { channel_id: number; at: number; latest: number }>(
      `SELECT channel_id, min(next_attempt_at_ms) AS at, max(next_attempt_at_ms) AS latest FROM deliveries
       WHERE state = 'pending' GROUP BY channel_id`,
    ),
    /** The message of a channel that is due for the longest; `farthest` is the latest that a wait can end. */
    dueOf: db.prepare<[{ channel: number; now: number; farthest: number }], DeliveryRow>(
      `SELECT * FROM deliveries WHERE state = 'pending' AND channel_id = @channel
         AND (next_attempt_at_ms <= @now OR next_attempt_at_ms > @farthest)
       ORDER BY next_attempt_at_ms, id LIMIT 1`,
    ),
    byId: db.prepare<[number], DeliveryRow>('SELECT * FROM deliveries WHERE id = ?'),
    settle: db.prepare<[{ id: number; state: DeliveryState; next: number | null }]>(
      'UPDATE deliveries SET state = @state, next_attempt_at_ms = @next WHERE id = @id',
    ),
    insertAttempt: db.prepare<[AttemptRow]>(
      `INSERT INTO delivery_attempts (delivery_id, attempt, at_ms, elapsed_ms, ok, message)
       VALUES (@delivery_id, @attempt, @at_ms, @elapsed_ms, @ok, @message)`,
    ),
    attempts: db.prepare<[number], AttemptRow>(
      'SELECT * FROM delivery_attempts WHERE delivery_id = ? ORDER BY attempt',
    ),
    countAttempts: db
      .prepare<[number], number>('SELECT count(*) FROM delivery_attempts WHERE delivery_id = ?')
      .pluck(),
    pendingOf: db.prepare<[number], DeliveryRow>(
      `SELECT * FROM deliveries WHERE state = 'pending' AND channel_id = ? ORDER BY id`,
    ),
    page: db.prepare<
      [
        {
          channel: number | null;
          state: DeliveryState | null;
          run: number | null;
          before: number;
          limit: number;
        },
      ],
      DeliveryRow
    >(
      `SELECT * FROM deliveries WHERE id < @before AND (@channel IS NULL OR channel_id = @channel)
         AND (@state IS NULL OR state = @state) AND (@run IS NULL OR run_id = @run)
       ORDER BY id DESC LIMIT @limit`,
    ),
    prune: db.prepare<[number]>(`DELETE FROM deliveries WHERE created_at_ms < ? AND state <> 'pending'`),

    /** The last run of a job before one that ended so and is no draft run. */
    lastBefore: db
      .prepare<[{ job: number; state: number; run: number }], number | null>(
        `SELECT max(id) FROM runs INDEXED BY runs_by_job WHERE ended_at_ms IS NOT NULL AND job_id = @job
           AND state = @state AND draft = 0 AND id < @run`,
      )
      .pluck(),
    /** How long the newest runs of a job before one took that completed and are no draft runs, ms. */
    durationsBefore: db
      .prepare<[{ job: number; run: number; limit: number }], number>(
        `SELECT ended_at_ms - claimed_at_ms FROM runs INDEXED BY runs_by_job WHERE ended_at_ms IS NOT NULL
           AND job_id = @job AND state = ${completed} AND draft = 0 AND id < @run ORDER BY id DESC LIMIT @limit`,
      )
      .pluck(),
  };
}
