import type { CheckResult, CheckSample } from '../../../shared/contract/checks.ts';
import type { Evidence } from '../../../shared/contract/conditions.ts';
import type { Column } from '../../../shared/contract/common.ts';
import type { BuildWindow, PlannedStep } from '../../../shared/contract/job-plans.ts';
import type { Failure, Frozen, Run, RunSummary, Step } from '../../../shared/contract/runs.ts';
import { displayName, displayRelation } from '../../../shared/domain/relation.ts';
import { iso } from '../context.ts';
import type { BuildStep } from '../dialects/dialect.ts';
import { countBetween } from '../intervals/grid.ts';
import type { IntervalWindow, Window } from '../kinds/window.ts';
import { zoneOf } from '../schedule/zone.ts';
import type { CheckRow } from '../store/checks.ts';
import { decode, runStateCodes, stepStateCodes, triggerKindCodes } from '../store/codes.ts';
import type { FailureRow, RunListRow, RunRow, StepRow } from '../store/run-rows.ts';
import type { Sql } from '../store/store.ts';
import { compiledOf } from './compiled.ts';
import { frozenSpec } from './frozen-spec.ts';

export function toRunSummary(row: RunListRow): RunSummary {
  return {
    id: row.id,
    job: row.job_name,
    job_id: row.job_id,
    job_version: row.job_version,
    kind: row.job_kind as RunSummary['kind'],
    environment: row.environment_name,
    environment_id: row.environment_id,
    colour: row.colour as RunSummary['colour'],
    protected: row.protected === 1,
    state: decode(runStateCodes, row.state),
    reason: row.reason,
    trigger: {
      kind: decode(triggerKindCodes, row.trigger_kind),
      actor: row.actor,
      cause: row.cause,
      upstream_run: row.upstream_run_id,
      chain: row.chain_id,
      depth: row.depth,
      original_run: row.original_run_id,
    },
    draft: row.draft === 1,
    model: row.model_name,
    model_id: row.model_id,
    version: row.model_version,
    tag: row.tag,
    times: {
      nominal_at: iso(row.nominal_at_ms),
      due_at: iso(row.due_at_ms),
      created_at: iso(row.created_at_ms),
      claimed_at: iso(row.claimed_at_ms),
      submitted_at: iso(row.submitted_at_ms),
      ended_at: iso(row.ended_at_ms),
      retry_at: iso(row.retry_at_ms),
    },
    rows_affected: row.rows_affected,
    failure: row.failure,
    failure_code: row.failure_code,
  };
}

/** The whole record of a run. */
export function toRun(sql: Sql, listed: RunListRow, row: RunRow): Run {
  const steps = sql.runs.steps.all(row.id);
  return {
    ...toRunSummary(listed),
    build: sql.builds.ofRun.get(row.id)?.build_id ?? null,
    backfill: sql.backfills.ofRun.get(row.id)?.backfill_id ?? null,
    attempts: row.attempt,
    steps: steps.map(step => toStep(sql, step)),
    failures: sql.runs.failures.all(row.id).map(toFailure),
    bytes: row.bytes,
    started: sql.runs.startedBy.all(row.id).map(toLink),
    done_again: sql.runs.again.all(row.id).map(toLink),
    query_ids: steps.flatMap(step => step.warehouse_query_id ?? step.query_id ?? []),
    conditions: sql.conditions.ofRun.all(row.id).map(found => JSON.parse(found.evidence_json) as Evidence),
    checks: sql.checks.ofRun.all(row.id).map(found => toCheckResult(sql, found)),
    frozen: toFrozen(sql, row),
  };
}

function toLink(row: { id: number; state: number; job_name: string }): Run['started'][number] {
  return { run: row.id, job: row.job_name, state: decode(runStateCodes, row.state) };
}

function toStep(sql: Sql, step: StepRow): Step {
  return {
    attempt: step.attempt,
    name: step.name,
    state: decode(stepStateCodes, step.state),
    started_at: iso(step.started_at_ms),
    ended_at: iso(step.ended_at_ms),
    query_id: step.warehouse_query_id ?? step.query_id,
    statement: step.statement_id === null ? null : sql.documents.get<string>(step.statement_id),
    rows: step.rows,
    bytes: step.bytes,
    message: step.message,
  };
}

function toCheckResult(sql: Sql, row: CheckRow): CheckResult {
  const { name, words, severity, source, outcome, message, bad_rows, looked_at } = row;
  return {
    name,
    check: row.kind,
    words,
    severity,
    source,
    outcome,
    message,
    bad_rows,
    measured: row.measured_rows,
    sample: row.sample_json === null ? null : (JSON.parse(row.sample_json) as CheckSample),
    looked_at,
    statement: row.statement_id === null ? null : sql.documents.get<string>(row.statement_id),
    at: iso(row.at_ms),
  };
}

function toFailure(row: FailureRow): Failure {
  const { code, message, sqlstate, query_id, step, attempt, hint } = row;
  return { code, message, sqlstate, query_id, step, attempt, retryable: row.retryable === 1, hint };
}

function toFrozen(sql: Sql, row: RunRow): Frozen {
  const spec = frozenSpec(sql.documents, row.frozen_id);
  const compiled = compiledOf(sql, row, spec);
  return {
    definition: spec.definition,
    environment: spec.environment,
    sql: spec.sql,
    hash: spec.hash,
    version: spec.version,
    tag: spec.tag,
    variables: spec.variables,
    resolved_variables: spec.resolved,
    mapping: {
      environment: spec.environment.source_mapping,
      job: spec.definition.source_mapping ?? {},
      sources: compiled?.sources ?? [],
      deferred: spec.deferred,
    },
    target: spec.target ? displayRelation(spec.target) : null,
    compiled: compiled?.compiled ?? null,
    statements: compiled?.build.flatMap(step => step.statements) ?? [],
    plan: compiled?.build.map(toPlannedStep) ?? [],
    window: toWindow(compiled?.window),
    full_refresh: spec.full_refresh ?? false,
    ignore_conditions: spec.ignore_conditions ?? false,
    columns: row.columns_id === null ? [] : sql.documents.get<Column[]>(row.columns_id),
  };
}

export function toPlannedStep({ name, purpose, statements }: BuildStep): PlannedStep {
  return { name, purpose, statements };
}

export function toWindow(window: Window | undefined): BuildWindow | null {
  if (window === undefined) return null;
  const { mode, reason, watermark, start, end, intervals } = window;
  return {
    mode,
    reason,
    watermark: watermark && displayName(watermark.name),
    start,
    end,
    intervals: intervals && toIntervals(intervals),
  };
}

function toIntervals({ from, to, interval, time_zone }: IntervalWindow): BuildWindow['intervals'] {
  const count = countBetween({ interval, zone: zoneOf(time_zone) }, from, to);
  return { from: iso(from), to: iso(to), count, interval, time_zone };
}
