import type { Trigger } from '../../../shared/contract/triggers.ts';
import type { FireReason } from '../../../shared/domain/fires.ts';
import { policyOf, type SchedulePolicy } from '../../../shared/domain/schedule-policy.ts';
import type { Due } from '../alarm.ts';
import type { Context } from '../context.ts';
import type { Absent, Notices } from '../notify/notices.ts';
import type { Runs } from '../runs/runs.ts';
import { encode, fireOutcomeCodes } from '../store/codes.ts';
import type { NewFire } from '../store/fire-rows.ts';
import type { Tx } from '../store/store.ts';
import type { PauseRow, TriggerRow } from '../store/triggers.ts';
import { type Decision, dueFires, type Pause } from './due-fires.ts';
import { nextFire, type Schedule } from './fires.ts';
import { delayOf, knownSchedule } from './known-schedules.ts';

/** Schedules that share a transaction: nothing else is answered while one is written. */
const maxTogether = 250;
/** How long until a schedule that cannot be understood is looked at again. */
const againMs = 3_600_000;
/** The alarm wakes every 30 s: after so long without it the machine was asleep. */
const asleepAfterMs = 90_000;

/**
 * Accounts for every fire of every schedule: mark, ledger, run and audit entry are one commit. It holds nothing in
 * memory about schedules: when each is due next is in the store.
 */
export class Scheduler implements Due {
  private readonly context: Context;
  private readonly runs: Runs;
  private readonly notices: Notices;
  private startedAt = 0;
  private awakeSince = 0;
  private lastSeen: number | null = null;
  /** The absence that is being made up for; one row for all of its fires. */
  private wake: number | null = null;
  /** What the schedules of one transaction missed in it. */
  private absent: (Absent & { of: Set<number> }) | null = null;

  constructor(context: Context, runs: Runs, notices: Notices) {
    this.context = context;
    this.runs = runs;
    this.notices = notices;
  }

  next(): number | null {
    return this.context.store.sql.triggers.firstDueAt.get() ?? null;
  }

  async run(): Promise<void> {
    this.wake = null;
    while (this.isAnyDue()) {
      const progress = await this.runs.triggers.write(tx => this.accountAll(tx));
      // The clock was set back meanwhile: the alarm comes again when something is due.
      if (!progress) return;
    }
  }

  private isAnyDue(): boolean {
    const now = this.context.clock.now();
    this.notice(now);
    const first = this.next();
    return first !== null && first <= now;
  }

  /** Finds out whether this is the first look after an absence, or after the clock was set back. */
  private notice(now: number): void {
    if (this.lastSeen === null) this.startedAt = this.awakeSince = now;
    else if (now - this.lastSeen > asleepAfterMs) this.awakeSince = now;
    else if (now < this.lastSeen) {
      // By this clock neither was later than now: what comes would seem to have been missed until then.
      this.startedAt = Math.min(this.startedAt, now);
      this.awakeSince = Math.min(this.awakeSince, now);
    }
    this.lastSeen = now;
  }

  /**
   * Accounts for schedules that are due by the time of the transaction, which decides about their fires too: none of them is
   * due by that time any more. False where there was none.
   */
  private accountAll(tx: Tx): boolean {
    this.notice(tx.now);
    const due = this.context.store.sql.triggers.due.all(tx.now, maxTogether);
    if (due.length === 0) return false;
    const earliest = Math.min(...due.map(row => row.mark_at_ms ?? tx.now));
    const pauses = this.context.store.sql.triggers.pausesSince.all(earliest);
    this.absent = null;
    for (const row of due) this.account(tx, row, pauses);
    if (this.absent) this.notices.woke(tx, this.absent);
    tx.changed('fire', null);
    return true;
  }

  /** Decides about the fires of one schedule up to now, and writes down what became of each. */
  private account(tx: Tx, row: TriggerRow, allPauses: PauseRow[]): void {
    const { schedule: spec } = JSON.parse(row.spec_json) as Trigger;
    if (!spec) return this.lookAgainLater(tx, row);
    const policy = policyOf(spec);
    const schedule = this.scheduleOf(tx, row, policy);
    if (!schedule) return;
    const delayMs = delayOf(row.job_id, policy.jitterMs);
    const mark = row.mark_at_ms ?? tx.now;
    // What was edited away is accounted for up to that moment, also what would be due later: it starts nothing any more.
    const retired = row.retired_at_ms;
    const now = retired === null ? tx.now : retired + delayMs;
    const decisions = dueFires(schedule, policy, {
      mark,
      now,
      startedAt: this.startedAt,
      awakeSince: this.awakeSince,
      delayMs,
      pauses: retired === null ? pausesOf(row.job_id, allPauses) : [replaced],
    });
    this.record(tx, row, decisions, policy, delayMs);
    const next = retired === null ? nextFire(schedule, Math.max(mark, now - delayMs)) : null;
    this.context.store.sql.triggers.mark.run({
      id: row.id,
      mark: Math.max(mark, now - delayMs),
      next,
      due: next === null ? null : next + delayMs,
    });
  }

  /** Null for one that cannot be understood any more, such as a zone that is gone: it must not hold up all others. */
  private scheduleOf(tx: Tx, row: TriggerRow, { cron, timeZone }: SchedulePolicy): Schedule | null {
    try {
      return knownSchedule(cron, timeZone);
    } catch (cause) {
      this.context.log.write('error', 'a schedule cannot be understood; looked at again later', {
        job: row.job_id,
        cause: String(cause),
      });
      this.lookAgainLater(tx, row);
      return null;
    }
  }

  private lookAgainLater(tx: Tx, row: TriggerRow): void {
    this.context.store.sql.triggers.postpone.run(tx.now + againMs, row.id);
  }

  private record(
    tx: Tx,
    row: TriggerRow,
    decisions: Decision[],
    policy: SchedulePolicy,
    delayMs: number,
  ): void {
    // What is coalesced into a run is written once that run has a number, or was refused.
    let coalesced: Decision[] = [];
    for (const decision of decisions) {
      if (decision.outcome === 'coalesced') {
        coalesced.push(decision);
        continue;
      }
      if (decision.outcome !== 'dispatched') {
        this.insert(tx, row, decision, delayMs, {});
        continue;
      }
      const { outcome, ...result } = this.start(tx, row, decision, policy, delayMs);
      for (const before of coalesced) {
        if (outcome === 'dispatched') this.insert(tx, row, before, delayMs, { run_id: result.run_id });
        // No run makes up for it, for the same reason.
        else this.insert(tx, row, { ...before, outcome }, delayMs, result);
      }
      coalesced = [];
      this.insert(tx, row, { ...decision, outcome }, delayMs, result);
    }
  }

  private start(
    tx: Tx,
    row: TriggerRow,
    { nominal, reason }: Decision,
    policy: SchedulePolicy,
    delayMs: number,
  ): { outcome: 'dispatched' | 'skipped'; run_id: number | null; reason: FireReason; detail: string | null } {
    const started = this.runs.triggers.startByTrigger(tx, row.job_id, policy.overlap, {
      kind: 'schedule',
      actor: 'slipway via schedule',
      cause: policy.cron,
      trigger_id: row.id,
      nominal_at_ms: nominal,
      due_at_ms: nominal + delayMs,
      upstream_run_id: null,
      chain_id: null,
      depth: 0,
      original_run_id: null,
    });
    if (started.run !== null) return { outcome: 'dispatched', run_id: started.run, reason, detail: null };
    return { outcome: 'skipped', run_id: null, reason: started.reason, detail: started.detail };
  }

  private insert(
    tx: Tx,
    row: TriggerRow,
    decision: Decision,
    delayMs: number,
    rest: Partial<Pick<NewFire, 'run_id' | 'reason' | 'detail'>>,
  ): void {
    const fire: NewFire = {
      job_id: row.job_id,
      trigger_id: row.id,
      cause_id: 0,
      nominal_at_ms: decision.nominal,
      last_at_ms: decision.last,
      count: decision.count,
      due_at_ms: decision.nominal + delayMs,
      decided_at_ms: tx.now,
      outcome: encode(fireOutcomeCodes, decision.outcome),
      reason: decision.reason,
      away: decision.away,
      detail: null,
      run_id: null,
      wake_id: decision.away === null ? null : this.wakeOf(tx, decision),
      ...rest,
    };
    this.context.store.sql.fires.insert.run(fire);
    const { outcome } = decision;
    if (outcome === 'missed' || outcome === 'skipped') this.notices.fireDecided(tx, outcome, fire);
    if (decision.away !== null) this.countAbsent(row.job_id, decision, decision.away);
  }

  private countAbsent(job: number, { nominal, count, outcome }: Decision, away: string): void {
    this.absent ??= {
      away,
      since: nominal,
      of: new Set(),
      ...{ fires: 0, jobs: 0, dispatched: 0, coalesced: 0, skipped: 0, missed: 0 },
    };
    this.absent.since = Math.min(this.absent.since, nominal);
    this.absent.fires += count;
    this.absent[outcome] += count;
    this.absent.jobs = this.absent.of.add(job).size;
  }

  /** The row of the absence that a fire was missed in. */
  private wakeOf(tx: Tx, { nominal, away }: Decision): number {
    const { fires } = this.context.store.sql;
    if (this.wake === null) {
      const added = fires.insertWake.run({ away: away ?? 'asleep', since: nominal, now: tx.now });
      this.wake = Number(added.lastInsertRowid);
    } else {
      fires.extendWake.run(nominal, this.wake);
    }
    return this.wake;
  }
}

const replaced: Pause = { from: 0, until: Number.POSITIVE_INFINITY, reason: 'replaced' };

function pausesOf(job: number, pauses: PauseRow[]): Pause[] {
  return pauses.flatMap(pause => {
    if (pause.job_id !== null && pause.job_id !== job) return [];
    const until = pause.until_ms ?? Number.POSITIVE_INFINITY;
    return [
      {
        from: pause.from_ms,
        until,
        reason: pause.job_id === null ? ('all_paused' as const) : ('paused' as const),
      },
    ];
  });
}
