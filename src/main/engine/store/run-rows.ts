import { encode, runStateCodes } from './codes.ts';

export interface NewRun {
  job_id: number;
  job_version: number;
  environment_id: number;
  model_id: number | null;
  model_version: number | null;
  tag: string | null;
  draft: number;
  state: number;
  trigger_kind: number;
  actor: string;
  cause: string;
  frozen_id: number;
  created_at_ms: number;
  priority: number;
  trigger_id: number | null;
  nominal_at_ms: number | null;
  due_at_ms: number | null;
  upstream_run_id: number | null;
  /** The run that the chain began with. */
  chain_id: number | null;
  depth: number;
  original_run_id: number | null;
}

export interface RunRow extends NewRun {
  id: number;
  reason: string | null;
  attempt: number;
  compiled_id: number | null;
  columns_id: number | null;
  rows_affected: number | null;
  bytes: number | null;
  claimed_at_ms: number | null;
  submitted_at_ms: number | null;
  ended_at_ms: number | null;
  retry_at_ms: number | null;
}

/** A run with the names of what it belongs to. */
export interface RunListRow
  extends Omit<
    RunRow,
    'frozen_id' | 'compiled_id' | 'columns_id' | 'bytes' | 'attempt' | 'priority' | 'trigger_id'
  > {
  job_name: string;
  job_kind: string;
  environment_name: string;
  colour: string;
  protected: number;
  model_name: string | null;
  failure: string | null;
  failure_code: string | null;
}

export interface StepRow {
  run_id: number;
  attempt: number;
  ordinal: number;
  name: string;
  state: number;
  started_at_ms: number;
  ended_at_ms: number | null;
  /** Ours, given before anything was sent. */
  query_id: string | null;
  /** The warehouse's own, as soon as it is known. */
  warehouse_query_id: string | null;
  statement_id: number | null;
  rows: number | null;
  bytes: number | null;
  message: string | null;
}

export interface FailureRow {
  run_id: number;
  attempt: number;
  step: string;
  code: string;
  message: string;
  sqlstate: string | null;
  query_id: string | null;
  retryable: number;
  hint: string | null;
}

export interface LogRow {
  seq: number;
  at_ms: number;
  level: number;
  step: string | null;
  message: string;
}

export const runListColumns = `r.id, r.job_id, r.job_version, r.environment_id, r.model_id, r.model_version, r.tag, r.draft,
  r.state, r.trigger_kind, r.actor, r.cause, r.reason, r.rows_affected, r.created_at_ms, r.claimed_at_ms,
  r.submitted_at_ms, r.ended_at_ms, r.retry_at_ms, r.nominal_at_ms, r.due_at_ms, r.upstream_run_id, r.chain_id, r.depth,
  r.original_run_id, j.name AS job_name, j.kind AS job_kind, e.name AS environment_name, e.colour,
  e.protected, m.name AS model_name,
  CASE WHEN r.state = ${encode(runStateCodes, 'failed')} THEN
    (SELECT f.message FROM run_failures f WHERE f.run_id = r.id ORDER BY f.attempt DESC LIMIT 1) END AS failure,
  CASE WHEN r.state = ${encode(runStateCodes, 'failed')} THEN
    (SELECT f.code FROM run_failures f WHERE f.run_id = r.id ORDER BY f.attempt DESC LIMIT 1) END AS failure_code`;
export const runListJoins = `JOIN jobs j ON j.id = r.job_id JOIN environments e ON e.id = r.environment_id
  LEFT JOIN models m ON m.id = r.model_id`;
