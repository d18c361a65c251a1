import type { ComingFire, Fire, StartedJobs, WakePlan } from '../../../shared/contract/fires.ts';
import type { Paused } from '../../../shared/contract/jobs.ts';
import type { Schedule } from '../../../shared/contract/triggers.ts';
import { cronWords } from '../../../shared/domain/cron-words.ts';
import type { FireOutcome } from '../../../shared/domain/fires.ts';
import { SlipwayError, validationError } from '../../../shared/domain/errors.ts';
import { type SchedulePolicy, policyOf } from '../../../shared/domain/schedule-policy.ts';
import { type Actor, actorText } from '../actor.ts';
import { type Context, iso } from '../context.ts';
import { noPlace } from '../lookup.ts';
import type { Jobs } from '../jobs/jobs.ts';
import { pausedOf } from '../jobs/paused.ts';
import { restartSchedules, schedulesOf } from '../jobs/triggers.ts';
import type { Runs } from '../runs/runs.ts';
import { decode, encode, fireOutcomeCodes } from '../store/codes.ts';
import type { FireRow } from '../store/fire-rows.ts';
import type { WakeCount, WakeRow } from '../store/fires.ts';
import { type Schedule as Times, nextFire, scheduleOf, scheduleProblems } from './fires.ts';
import { delayOf, knownSchedule } from './known-schedules.ts';
import { clockNote, localTime } from './local-time.ts';
import { simulate } from './simulate.ts';

/** The ledger of fires, and what is to come. */
export function createFires(context: Context, areas: { jobs: Jobs; runs: Runs }) {
  const { store, clock } = context;
  const { jobs, runs } = areas;
  const sql = store.sql;

  function wakePlan(): WakePlan | null {
    const wake = sql.fires.lastWake.get();
    if (!wake) return null;
    const counts = sql.fires.ofWake.all(wake.id);
    const byJob = Map.groupBy(counts, count => count.job_id);
    const started = Map.groupBy(sql.fires.runsOfWake.all(wake.id), run => run.job_id);
    return {
      woke_at: iso(wake.woke_at_ms),
      away: wake.away,
      since: iso(wake.since_ms),
      ...sums(counts),
      dismissed: wake.dismissed_at_ms !== null,
      jobs: [...byJob.values()].map(rows => {
        const [first] = rows as [WakeCount];
        return {
          job: first.job_name,
          job_id: first.job_id,
          environment: first.environment_name,
          since: iso(Math.min(...rows.map(row => row.first_ms))),
          until: iso(Math.max(...rows.map(row => row.last_ms))),
          ...sums(rows),
          ...runsSince(wake, first.job_id, started.get(first.job_id) ?? []),
        };
      }),
    };
  }

  /** What catching up started of a job, and the newest run since that it did not. */
  function runsSince(wake: WakeRow, jobId: number, started: { run_id: number; active: number }[]) {
    const runs = started.map(row => row.run_id);
    const last = sql.runs.lastOfJob.get({ job: jobId, limit: 1 });
    const isOther = last && last.created_at_ms >= wake.woke_at_ms && !runs.includes(last.id);
    const active = started.filter(row => row.active === 1).length;
    return { runs, active, ran_since: isOther ? last.id : null };
  }

  const lastRun = (jobId: number): number | undefined => sql.runs.lastOfJob.get({ job: jobId, limit: 1 })?.id;

  const paused = (): Paused | null => pausedOf(sql, null);

  return {
    list(input: {
      job?: string | undefined;
      outcome?: FireOutcome[] | undefined;
      since?: string | undefined;
      until?: string | undefined;
      limit: number;
      after?: string | undefined;
    }): { fires: Fire[]; next: string | null } {
      const [at, id] = readCursor(input.after);
      const rows = sql.fires.page({
        job: input.job === undefined ? null : jobs.anyRow(input.job).id,
        outcomes: input.outcome?.map(outcome => encode(fireOutcomeCodes, outcome)) ?? null,
        since: input.since === undefined ? null : Date.parse(input.since),
        until: input.until === undefined ? null : Date.parse(input.until),
        at,
        id,
        limit: input.limit + 1,
      });
      const page = rows.slice(0, input.limit);
      const last = page.at(-1);
      const next = rows.length > input.limit && last ? `${last.nominal_at_ms}.${last.id}` : null;
      return { fires: page.map(toFire), next };
    },

    /** The coming fires of all schedules of a job together, in order. */
    next(ref: string, count: number): { paused: Paused | null; fires: ComingFire[] } {
      const job = jobs.row(ref);
      const fires = schedulesOf(sql, job.id).flatMap(({ schedule, mark }) => {
        const policy = policyOf(schedule);
        // What the ledger has already does not come again, also after the clock was set back; with jitter, what was to fire
        // a while ago may still come.
        const since = Math.max(mark, clock.now() - delayOf(job.id, policy.jitterMs));
        return comingFires(knownSchedule(policy.cron, policy.timeZone), policy, job.id, since, count);
      });
      return {
        paused: pausedOf(sql, job.id) ?? paused(),
        fires: fires.sort((a, b) => Date.parse(a.due_at) - Date.parse(b.due_at)).slice(0, count),
      };
    },

    /** Throws `validation` for what is no schedule, with the paths it has in a job's definition. */
    preview(schedule: Schedule, count: number): { words: string; fires: ComingFire[] } {
      const problems = scheduleProblems(schedule, 'schedule');
      if (problems.length > 0) throw validationError(problems);
      const policy = policyOf(schedule);
      const times = scheduleOf(policy.cron, policy.timeZone);
      return { words: cronWords(policy.cron), fires: comingFires(times, policy, 0, clock.now(), count) };
    },

    simulate: (days: number, from?: string) =>
      simulate(sql, from === undefined ? clock.now() : Date.parse(from), days),

    wakePlan,

    async dismissWakePlan(): Promise<WakePlan | null> {
      await store.write(tx => {
        const wake = sql.fires.lastWake.get();
        if (!wake || wake.dismissed_at_ms !== null) return;
        sql.fires.dismissWake.run(tx.now, wake.id);
        tx.changed('fire', null);
      });
      return wakePlan();
    },

    /** Starts by hand what a fire did not start; its outcome stays what it is. */
    async runMissed(actor: Actor, id: number): Promise<{ run: number }> {
      const fire = sql.fires.byId.get(id);
      if (!fire) throw new SlipwayError('not_found', `There is no fire ${id}`);
      const outcome = decode(fireOutcomeCodes, fire.outcome);
      if (outcome === 'dispatched') {
        throw new SlipwayError('conflict', `This fire started #${fire.run_id} already`, {
          hint: 'Do that run again instead',
        });
      }
      const { id: run } = await runs.dispatch(actor, {
        job: String(fire.job_id),
        cause: `for the fire of ${iso(fire.nominal_at_ms)}, ${outcome}`,
        variables: {},
      });
      return { run };
    },

    /**
     * Starts by hand, once each, the jobs of the last absence: a run takes the data as it is today, whatever it stands
     * for. Without a job those that have not run since; what cannot be started keeps no other from it.
     */
    async runWakePlan(actor: Actor, ref?: string): Promise<StartedJobs> {
      const items = wakePlan()?.jobs ?? [];
      const only = ref === undefined ? null : jobs.row(ref);
      const wanted = items.filter(item =>
        only === null ? item.runs.length === 0 && item.ran_since === null : item.job_id === only.id,
      );
      if (wanted.length === 0) {
        throw new SlipwayError(
          'precondition',
          only === null
            ? 'Every job of the last absence has run since'
            : `The last absence missed no fire of "${only.name}"`,
        );
      }
      const result: StartedJobs = { started: [], refused: [] };
      // All at once: they share a transaction.
      await Promise.all(
        wanted.map(async ({ job, job_id, fires, since, until }) => {
          const seen = lastRun(job_id);
          const when = since === until ? `the fire of ${since}` : `${fires} fires from ${since} to ${until}`;
          try {
            const cause = `for ${when}`;
            const input = { job: String(job_id), cause, variables: {} };
            // Somebody else may ask for the same: it is looked at again in the transaction.
            const run = await runs.dispatchIf(actor, input, () => lastRun(job_id) === seen);
            if (run) result.started.push({ job, job_id, run: run.id });
            else {
              const message = `It was started meanwhile, as #${lastRun(job_id)}`;
              result.refused.push({ job, job_id, message });
            }
          } catch (error) {
            if (!(error instanceof SlipwayError)) throw error;
            result.refused.push({ job, job_id, message: error.message });
          }
        }),
      );
      return result;
    },

    /**
     * Lets the schedules of a job begin anew from now: where the clock was wrong, they may have been accounted for far
     * into the future.
     */
    async reset(actor: Actor, ref: string): Promise<{ fires: ComingFire[] }> {
      await store.write(tx => {
        const job = jobs.row(ref);
        restartSchedules(sql, tx, job);
        tx.audit({
          actor: actorText(actor),
          action: 'job.reset_schedule',
          objectType: 'job',
          objectId: job.id,
          objectName: job.name,
        });
        tx.changed('job', job.id);
      });
      return { fires: this.next(ref, 5).fires };
    },

    status() {
      const allPaused = paused();
      // What fires while everything is paused starts nothing: it is no fire to wait for.
      const next = allPaused === null ? sql.triggers.nextDue.get() : undefined;
      return {
        paused: allPaused,
        next: next ? { job: next.name, job_id: next.job_id, due_at: iso(next.due_at_ms) } : null,
        schedules: sql.triggers.countSchedules.get() ?? 0,
        waiting_retries: sql.runs.countRetries.get() ?? 0,
      };
    },

    async pauseAll(actor: Actor, reason: string): Promise<Paused | null> {
      await jobs.pauses.pause(actor, null, reason);
      return paused();
    },

    async resumeAll(actor: Actor): Promise<Paused | null> {
      await jobs.pauses.resume(actor, null);
      return paused();
    },
  };
}

function comingFires(
  schedule: Times,
  policy: SchedulePolicy,
  jobId: number,
  after: number,
  count: number,
): ComingFire[] {
  const delay = delayOf(jobId, policy.jitterMs);
  const fires: ComingFire[] = [];
  let at = after;
  while (fires.length < count) {
    const nominal = nextFire(schedule, at);
    if (nominal === null) break;
    at = nominal;
    fires.push({
      nominal_at: iso(nominal),
      due_at: iso(nominal + delay),
      local: localTime(schedule.zone, nominal),
      note: clockNote(schedule, nominal),
    });
  }
  return fires;
}

function sums(counts: WakeCount[]) {
  const of = (outcome?: FireOutcome) =>
    counts
      .filter(row => outcome === undefined || row.outcome === encode(fireOutcomeCodes, outcome))
      .reduce((sum, row) => sum + row.fires, 0);
  return {
    fires: of(),
    dispatched: of('dispatched'),
    coalesced: of('coalesced'),
    skipped: of('skipped'),
    missed: of('missed'),
  };
}

function toFire(row: FireRow): Fire {
  return {
    id: row.id,
    job: row.job_name,
    job_id: row.job_id,
    kind: row.kind,
    nominal_at: iso(row.nominal_at_ms),
    last_nominal_at: iso(row.last_at_ms),
    count: row.count,
    due_at: iso(row.due_at_ms),
    decided_at: iso(row.decided_at_ms),
    outcome: decode(fireOutcomeCodes, row.outcome),
    reason: row.reason,
    away: row.away,
    detail: row.detail,
    run: row.run_id,
  };
}

/** "nominal time.id" of the last row of the page before. */
function readCursor(after: string | undefined): [number, number] {
  if (after === undefined) return [Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER];
  const match = /^(\d{1,15})\.(\d{1,15})$/.exec(after);
  if (!match) throw noPlace(after);
  return [Number(match[1]), Number(match[2])];
}
