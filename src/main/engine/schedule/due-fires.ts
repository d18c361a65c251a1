import type { Absence, FireOutcome, FireReason } from '../../../shared/domain/fires.ts';
import type { SchedulePolicy } from '../../../shared/domain/schedule-policy.ts';
import { countFires, firesBetween, nextFire, type Schedule } from './fires.ts';

/** So many fires of an absence have a row of their own; older ones share one. */
export const maxSingly = 100;
/** A fire acted on so soon after it was due is on time, where the engine was at work when it was. */
export const graceMs = 60_000;

/** The first look back for the newest fires: most schedules fire within a day. */
const firstLookBackMs = 26 * 3_600_000;

/** A stretch of time in which fires are skipped: [from, until). */
export interface Pause {
  from: number;
  until: number;
  reason: 'paused' | 'all_paused' | 'replaced';
}

/** What is known when fires are decided about. Times in ms since the epoch. */
export interface Situation {
  /** Every fire up to and including it is accounted for. */
  mark: number;
  now: number;
  /** Since when the scheduler has been at work without a break. */
  awakeSince: number;
  /** Since when the engine has been running. */
  startedAt: number;
  /** The delay that this job's share of the jitter is. */
  delayMs: number;
  pauses: readonly Pause[];
}

/** What becomes of one fire, or of several in a row. */
export interface Decision {
  nominal: number;
  /** Of the last one, where there are several. */
  last: number;
  count: number;
  outcome: FireOutcome;
  reason: FireReason;
  away: Absence | null;
}

/**
 * Decides about every fire of a schedule after its mark that is due by now: each is in exactly one decision, and those
 * are in order. Pure; however long the absence was, work and result are bounded.
 *
 * What is `coalesced` is made up for by the next decision that is `dispatched`.
 */
export function dueFires(schedule: Schedule, policy: SchedulePolicy, situation: Situation): Decision[] {
  const { mark, now, delayMs } = situation;
  const until = now - delayMs;
  if (until <= mark) return [];
  const recent = newestFires(schedule, mark, until);
  const [first] = recent;
  if (first === undefined) return [];
  const older = stretches(schedule, mark, first - 1, policy, situation).map(stretch => {
    const verdict = judge(stretch.nominal + delayMs, policy, situation);
    // With "all", so many are more than are made up for at once.
    const tooMany = verdict.outcome === 'dispatched';
    return {
      ...stretch,
      ...verdict,
      ...(tooMany ? ({ outcome: 'missed', reason: 'too_many' } as const) : {}),
    };
  });
  const single = recent.map(nominal => ({
    nominal,
    last: nominal,
    count: 1,
    ...judge(nominal + delayMs, policy, situation),
  }));
  return withMakeUp(schedule, [...older, ...single]);
}

/** What was coalesced needs a fire that makes up for it: one that is on time does, otherwise the newest of them. */
function withMakeUp(schedule: Schedule, decisions: Decision[]): Decision[] {
  const index = decisions.findLastIndex(({ outcome }) => outcome === 'coalesced' || outcome === 'dispatched');
  const newest = decisions[index];
  if (newest?.outcome !== 'coalesced') return decisions;
  const dispatched: Decision = { ...newest, nominal: newest.last, count: 1, outcome: 'dispatched' };
  if (newest.count === 1) return decisions.with(index, dispatched);
  const last = lastFire(schedule, newest.nominal - 1, newest.last - 1);
  return decisions.toSpliced(index, 1, { ...newest, last, count: newest.count - 1 }, dispatched);
}

/** What becomes of a fire that was due at a moment, looked at alone. */
function judge(
  due: number,
  policy: SchedulePolicy,
  { now, startedAt, awakeSince, pauses }: Situation,
): Pick<Decision, 'outcome' | 'reason' | 'away'> {
  const away =
    due < startedAt ? 'not_running' : due < awakeSince ? 'asleep' : now - due > graceMs ? 'blocked' : null;
  const pause = pauses.find(({ from, until }) => from <= due && due < until);
  // What is not to start anything was not missed.
  if (pause) return { outcome: 'skipped', reason: pause.reason, away: null };
  const verdict = judgeUnpaused(due, policy, now, away);
  // What fell due before the pause was missed; but nothing is made up for while it lasts.
  const lasting = pauses.find(({ until }) => until === Number.POSITIVE_INFINITY);
  const starts = verdict.outcome === 'dispatched' || verdict.outcome === 'coalesced';
  return lasting && starts ? { outcome: 'skipped', reason: lasting.reason, away } : verdict;
}

function judgeUnpaused(
  due: number,
  policy: SchedulePolicy,
  now: number,
  away: Absence | null,
): Pick<Decision, 'outcome' | 'reason' | 'away'> {
  if (policy.deadlineMs !== null && now - due > policy.deadlineMs) {
    return { outcome: 'missed', reason: 'deadline', away };
  }
  if (away === null) return { outcome: 'dispatched', reason: 'on_time', away };
  if (now - due > policy.catchUpWindowMs) return { outcome: 'missed', reason: 'window', away };
  if (policy.catchUp === 'skip') return { outcome: 'skipped', reason: 'policy', away };
  return { outcome: policy.catchUp === 'all' ? 'dispatched' : 'coalesced', reason: 'catch_up', away };
}

/** The last fires after `after` up to `until`, at most `maxSingly` of them. */
function newestFires(schedule: Schedule, after: number, until: number): number[] {
  // From the end, each look back twice as long: most often the first is enough.
  for (let back = firstLookBackMs; ; back *= 2) {
    const from = Math.max(after, until - back);
    const found = [...firesBetween(schedule, from, until)];
    if (found.length >= maxSingly || from === after) return found.slice(-maxSingly);
  }
}

/** The fires after `after` up to `until`, counted between the moments at which the verdict on them changes. */
function stretches(
  schedule: Schedule,
  after: number,
  until: number,
  policy: SchedulePolicy,
  { now, startedAt, awakeSince, delayMs, pauses }: Situation,
): Pick<Decision, 'nominal' | 'last' | 'count'>[] {
  const changes = [
    startedAt,
    awakeSince,
    now - graceMs,
    now - policy.catchUpWindowMs,
    ...(policy.deadlineMs === null ? [] : [now - policy.deadlineMs]),
    ...pauses.flatMap(pause => [pause.from, pause.until]),
  ]
    // A fire that is due at that very moment belongs to what comes after.
    .map(change => change - delayMs - 1)
    .filter(change => change > after && change < until);
  const ends = [...new Set(changes), until].sort((a, b) => a - b);
  return ends.flatMap((end, index) => {
    const begin = ends[index - 1] ?? after;
    const count = countFires(schedule, begin, end);
    if (count === 0) return [];
    return [{ nominal: nextFire(schedule, begin) ?? end, last: lastFire(schedule, begin, end), count }];
  });
}

function lastFire(schedule: Schedule, after: number, until: number): number {
  return newestFires(schedule, after, until).at(-1) ?? until;
}
