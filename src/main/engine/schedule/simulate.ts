import type { Simulation } from '../../../shared/contract/fires.ts';
import type { JobDefinition } from '../../../shared/contract/jobs.ts';
import type { Overlap, Trigger } from '../../../shared/contract/triggers.ts';
import { policyOf, type SchedulePolicy } from '../../../shared/domain/schedule-policy.ts';
import { iso } from '../context.ts';
import { concurrentRuns } from '../jobs/triggers.ts';
import type { Sql } from '../store/store.ts';
import { firesBetween, type Schedule } from './fires.ts';
import { delayOf, knownSchedule } from './known-schedules.ts';
import { clockChanges, clockNote, localTime, offsetText } from './local-time.ts';
import { Timeline } from './timeline.ts';
import { zoneOf } from './zone.ts';

const dayMs = 86_400_000;
const hourMs = 3_600_000;
/** So many runs are simulated at most, the first ones: two thousand jobs every hour of a week are more. */
const maxRuns = 20_000;
/** The usual duration is the median of so many runs. */
const sampleSize = 20;

type Run = Simulation['runs'][number];

interface SimulatedJob {
  id: number;
  name: string;
  environment: string;
  usualMs: number | null;
  limit: number;
  runs: number;
  /** Runs that are under way. */
  active: Set<Run>;
  waiting: Run[];
  upstreamsLeft: Map<number, Set<number>>;
}

interface Follower {
  /** Of its trigger. */
  id: number;
  follower: SimulatedJob;
  trigger: NonNullable<Trigger['job']>;
}

/**
 * The coming days of all jobs that are not paused: the fires of their schedules, the chains these start, what overlap
 * makes of them. Each run takes as long as the job's runs usually do, no time where that is not known, and completes;
 * the limits of environments are left out of account.
 */
export function simulate(sql: Sql, from: number, days: number): Simulation {
  const until = from + days * dayMs;
  const jobs = new Map<number, SimulatedJob>();
  const runs: Run[] = [];
  const timeline = new Timeline();
  /** When the first run would have been due that there is no place for. */
  let cutAt: number | null = null;

  const jobOf = (id: number): SimulatedJob | null => {
    const known = jobs.get(id);
    if (known) return known;
    const row = sql.jobs.byId.get(id);
    if (!row?.live_json || row.removed_at_ms !== null || sql.triggers.pauseOf.get(id)) return null;
    const job: SimulatedJob = {
      id,
      name: row.name,
      environment: sql.environments.nameById.get(row.environment_id)?.name ?? '',
      usualMs: usualDuration(sql, id),
      limit: concurrentRuns(JSON.parse(row.live_json) as JobDefinition),
      runs: 0,
      active: new Set(),
      waiting: [],
      upstreamsLeft: new Map(),
    };
    jobs.set(id, job);
    return job;
  };

  /** False where no later call is wanted: there are as many runs as there may be. They still come to their ends. */
  function call(
    job: SimulatedJob,
    at: number,
    overlap: Overlap,
    rest: () => Pick<Run, 'kind' | 'local' | 'after' | 'note'>,
  ): boolean {
    if (at >= until) return false;
    if (runs.length >= maxRuns) {
      cutAt ??= at;
      return false;
    }
    job.runs += 1;
    const run: Run = {
      job: job.name,
      job_id: job.id,
      environment: job.environment,
      at: iso(at),
      starts_at: iso(at),
      ends_at: iso(at),
      outcome: 'runs',
      ...rest(),
    };
    runs.push(run);
    // As the engine has it: room is the job's, whichever trigger calls; only `skip` wants the job for itself.
    const free = job.active.size < (overlap === 'skip' ? 1 : job.limit);
    if (overlap === 'cancel_running') giveWay(job, at);
    if (free || overlap === 'cancel_running') begin(job, run, at);
    else if (overlap === 'skip') run.outcome = 'skipped';
    else {
      if (overlap === 'queue_latest') for (const older of job.waiting.splice(0)) older.outcome = 'superseded';
      run.outcome = 'waits';
      job.waiting.push(run);
    }
    return true;
  }

  /** What is under way or waits ends for a newer run; an end like that is taken to start nothing. */
  function giveWay(job: SimulatedJob, at: number): void {
    for (const run of job.active) {
      run.outcome = 'cancelled';
      run.ends_at = iso(at);
    }
    job.active.clear();
    for (const run of job.waiting.splice(0)) run.outcome = 'superseded';
  }

  function begin(job: SimulatedJob, run: Run, at: number): void {
    const end = at + (job.usualMs ?? 0);
    job.active.add(run);
    run.starts_at = iso(at);
    run.ends_at = iso(end);
    timeline.addEnd(end, () => finish(job, run, end));
  }

  function finish(job: SimulatedJob, run: Run, at: number): void {
    // It gave way before.
    if (!job.active.delete(run)) return;
    const next = job.waiting.shift();
    if (next) begin(job, next, at);
    for (const { id, follower, trigger } of followersOf(job.id)) {
      if ((trigger.when ?? 'all') === 'all') {
        const left = follower.upstreamsLeft.get(id) ?? new Set(trigger.after.map(Number));
        left.delete(job.id);
        follower.upstreamsLeft.set(id, left);
        if (left.size > 0) continue;
        follower.upstreamsLeft.delete(id);
      }
      call(follower, at, trigger.overlap ?? 'queue_latest', () => ({
        kind: 'job',
        local: localTime(zoneOf('UTC'), at),
        after: job.name,
        note: null,
      }));
    }
  }

  const followers = new Map<number, Follower[]>();
  /** What a completed run of a job starts, asked of the store once. */
  function followersOf(id: number): Follower[] {
    const known = followers.get(id);
    if (known) return known;
    const found = sql.triggers.listeningTo.all(id).flatMap(row => {
      const follower = jobOf(row.job_id);
      const { job: trigger } = JSON.parse(row.spec_json) as Trigger;
      if (!follower || !trigger || !(trigger.states ?? ['completed']).includes('completed')) return [];
      return [{ id: row.id, follower, trigger }];
    });
    followers.set(id, found);
    return found;
  }

  const zones = new Set<string>();
  for (const row of sql.triggers.ofKind.all('schedule')) {
    const job = jobOf(row.job_id);
    const { schedule: spec } = JSON.parse(row.spec_json) as Trigger;
    if (!job || !spec) continue;
    const policy = policyOf(spec);
    const schedule = understood(policy);
    if (!schedule) continue;
    zones.add(policy.timeZone);
    const delay = delayOf(job.id, policy.jitterMs);
    const fires = firesBetween(schedule, from - delay - 1, until - delay - 1);
    timeline.addSeries(delayed(fires, delay), at =>
      call(job, at, policy.overlap, () => ({
        kind: 'schedule',
        local: localTime(schedule.zone, at - delay),
        after: null,
        note: clockNote(schedule, at - delay),
      })),
    );
  }
  timeline.runAll();

  return {
    from: iso(from),
    until: iso(until),
    runs,
    total: runs.length,
    truncated: cutAt !== null,
    complete_until: iso(cutAt ?? until),
    hours: loadByHour(runs),
    clock_changes: [...zones].flatMap(name => {
      return clockChanges(zoneOf(name), from, until).map(change => ({
        time_zone: name,
        at: iso(change.at),
        from: offsetText(change.from),
        to: offsetText(change.to),
      }));
    }),
    jobs: [...jobs.values()]
      .map(job => ({
        job: job.name,
        job_id: job.id,
        runs: job.runs,
        usual_ms: job.usualMs,
      }))
      .sort((a, b) => b.runs - a.runs),
  };
}

function* delayed(moments: Iterable<number>, ms: number): Generator<number> {
  for (const moment of moments) yield moment + ms;
}

/** Null for one that cannot be understood any more, such as a zone that is gone: it must not hide all others. */
function understood({ cron, timeZone }: SchedulePolicy): Schedule | null {
  try {
    return knownSchedule(cron, timeZone);
  } catch {
    return null;
  }
}

/** The median of the last runs that completed, ms; null without any. */
function usualDuration(sql: Sql, jobId: number): number | null {
  const took = sql.runs.durationsOfJob
    .all({ job: jobId, limit: sampleSize })
    .map(({ ms }) => ms)
    .sort((a, b) => a - b);
  return took[took.length >> 1] ?? null;
}

/** Hours in which runs start or are under way. */
function loadByHour(runs: Run[]): Simulation['hours'] {
  const hours = new Map<number, { starts: number; changes: [number, number][] }>();
  const hourOf = (at: number) => Math.floor(at / hourMs) * hourMs;
  const at = (hour: number) => {
    let found = hours.get(hour);
    if (!found) hours.set(hour, (found = { starts: 0, changes: [] }));
    return found;
  };
  for (const run of runs) {
    if (run.outcome === 'skipped' || run.outcome === 'superseded') continue;
    const [start, end] = [Date.parse(run.starts_at), Date.parse(run.ends_at)];
    at(hourOf(start)).starts += 1;
    for (let hour = hourOf(start); hour <= end; hour += hourMs) {
      const { changes } = at(hour);
      changes.push([Math.max(start, hour), 1], [Math.min(end, hour + hourMs), -1]);
    }
  }
  return [...hours]
    .sort(([a], [b]) => a - b)
    .map(([hour, { starts, changes }]) => {
      let [now, busiest] = [0, 0];
      for (const [, change] of changes.sort((a, b) => a[0] - b[0] || b[1] - a[1])) {
        now += change;
        busiest = Math.max(busiest, now);
      }
      return { at: iso(hour), starts, busiest };
    });
}
