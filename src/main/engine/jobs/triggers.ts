import type { JobDefinition } from '../../../shared/contract/jobs.ts';
import { kindOf, overlapOf, type Schedule, type Trigger } from '../../../shared/contract/triggers.ts';
import type { Problem } from '../../../shared/domain/errors.ts';
import { policyOf } from '../../../shared/domain/schedule-policy.ts';
import { nextFire, scheduleProblems } from '../schedule/fires.ts';
import { delayOf, knownSchedule } from '../schedule/known-schedules.ts';
import { decode, runStateCodes } from '../store/codes.ts';
import type { JobRow } from '../store/jobs.ts';
import type { Sql, Tx } from '../store/store.ts';
import type { TriggerRow } from '../store/triggers.ts';

/** How many runs of a job may be under way at once where its triggers allow overlap and it does not say. */
const defaultConcurrentRuns = 4;

/** What is wrong with the schedules of a definition, with paths into it. */
export function triggerProblems({ triggers }: JobDefinition): Problem[] {
  return (triggers ?? []).flatMap(({ schedule }, index) =>
    schedule ? scheduleProblems(schedule, `triggers[${index}].schedule`) : [],
  );
}

/** How many runs of a job may be under way at once. */
export function concurrentRuns({ triggers, max_concurrent_runs }: JobDefinition): number {
  const overlapAllowed = (triggers ?? []).some(trigger => overlapOf(trigger) === 'allow');
  return overlapAllowed ? (max_concurrent_runs ?? defaultConcurrentRuns) : 1;
}

/**
 * Makes the triggers in force those of the job's live definition; none for null. One that is as it was goes on; a
 * schedule that was edited begins anew from now, and what fired before is accounted for as replaced. Where the clock was
 * set back, it begins where those that it replaces had come to: what they fired is not fired again.
 */
export function syncTriggers(sql: Sql, tx: Tx, job: JobRow, definition: JobDefinition | null): void {
  const wanted = (definition?.triggers ?? []).map(trigger => ({ trigger, spec: JSON.stringify(trigger) }));
  const kept = new Set<string>();
  /** By upstream job: the run whose end a trigger that is edited has seen since it last started the job. */
  const ended = new Map<number, number>();
  let from = tx.now;
  for (const row of sql.triggers.ofJob.all(job.id)) {
    if (wanted.some(({ spec }) => spec === row.spec_json) && !kept.has(row.spec_json))
      kept.add(row.spec_json);
    else {
      for (const { job_id, ended_run_id } of sql.triggers.endedUpstreams.all(row.id))
        ended.set(job_id, ended_run_id);
      retire(sql, tx, row);
      from = Math.max(from, row.mark_at_ms ?? 0);
      tellUpstreams(tx, JSON.parse(row.spec_json) as Trigger);
    }
  }
  for (const { trigger, spec } of wanted) {
    if (kept.has(spec)) continue;
    kept.add(spec);
    const id = insert(sql, job.id, trigger, spec, from);
    takeOverEnds(sql, id, trigger, ended);
    tellUpstreams(tx, trigger);
  }
}

/** What an edited trigger waits for need not come again where it came already, and still counts. */
function takeOverEnds(sql: Sql, id: number, { job }: Trigger, ended: Map<number, number>): void {
  for (const upstream of job?.after ?? []) {
    const run = ended.get(Number(upstream));
    const state = run === undefined ? undefined : sql.runs.stateOf.get(run);
    if (run === undefined || state === undefined) continue;
    const states: readonly string[] = job?.states ?? ['completed'];
    if (states.includes(decode(runStateCodes, state))) sql.triggers.setEnded.run(run, Number(upstream), id);
  }
}

/** What starts after a job is shown with that job: it has changed with the trigger. */
function tellUpstreams(tx: Tx, { job }: Trigger): void {
  for (const upstream of job?.after ?? []) tx.changed('job', Number(upstream));
}

function retire(sql: Sql, tx: Tx, row: TriggerRow): void {
  sql.triggers.retire.run(tx.now, row.id);
  sql.triggers.removeUpstreams.run(row.id);
}

/** `from`: a schedule's fires up to then are none of its. */
function insert(sql: Sql, jobId: number, trigger: Trigger, spec: string, from: number): number {
  const { schedule, deployment } = trigger;
  const next = schedule ? nextFire(knownSchedule(schedule.cron, schedule.time_zone ?? 'UTC'), from) : null;
  const delay = schedule ? delayOf(jobId, policyOf(schedule).jitterMs) : 0;
  const added = sql.triggers.insert.run({
    job_id: jobId,
    kind: kindOf(trigger),
    spec_json: spec,
    mark_at_ms: schedule ? from : null,
    next_at_ms: next,
    due_at_ms: next === null ? null : next + delay,
    environment_id: deployment ? Number(deployment.environment) : null,
    model_id: deployment?.model === undefined ? null : Number(deployment.model),
    since_deployment_id: deployment ? (sql.promotions.lastDeployment.get() ?? null) : null,
  });
  const id = Number(added.lastInsertRowid);
  for (const upstream of trigger.job?.after ?? []) sql.triggers.insertUpstream.run(Number(upstream), id);
  return id;
}

/** The schedules of a job in force, with the moment up to which each is accounted for. */
export function schedulesOf(sql: Sql, jobId: number): { schedule: Schedule; mark: number }[] {
  return sql.triggers.ofJob.all(jobId).flatMap(row => {
    const { schedule } = JSON.parse(row.spec_json) as Trigger;
    return schedule ? [{ schedule, mark: row.mark_at_ms ?? 0 }] : [];
  });
}

/** Lets the schedules of a job begin anew from now, also where they had come further by a clock that was wrong. */
export function restartSchedules(sql: Sql, tx: Tx, job: JobRow): void {
  for (const row of sql.triggers.ofJob.all(job.id)) {
    if (row.kind !== 'schedule') continue;
    retire(sql, tx, row);
    insert(sql, job.id, JSON.parse(row.spec_json) as Trigger, row.spec_json, tx.now);
  }
}
