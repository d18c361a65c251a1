import { describe, expect, test } from 'vitest';
import { type Decision, dueFires, type Situation } from '../../../src/main/engine/schedule/due-fires.ts';
import { countFires, scheduleOf } from '../../../src/main/engine/schedule/fires.ts';
import type { Schedule } from '../../../src/shared/contract/triggers.ts';
import { policyOf } from '../../../src/shared/domain/schedule-policy.ts';
import { seededRandom } from '../../support/random.ts';

const at = (text: string) => Date.parse(`2026-03-${text}:00Z`);
const short = (instant: number) => new Date(instant).toISOString().slice(8, 16);

/** The engine started long ago and never slept, unless `situation` says otherwise. */
function decide(
  schedule: Schedule,
  mark: string,
  now: string,
  situation: Partial<Situation> = {},
): Decision[] {
  const policy = policyOf(schedule);
  return dueFires(scheduleOf(policy.cron, policy.timeZone), policy, {
    mark: at(mark),
    now: at(now),
    startedAt: 0,
    awakeSince: 0,
    delayMs: 0,
    pauses: [],
    ...situation,
  });
}

/** "01T10:00..01T12:00 ×3 missed window asleep" */
const words = (decisions: Decision[]) =>
  decisions.map(({ nominal, last, count, outcome, reason, away }) =>
    [
      count === 1 ? short(nominal) : `${short(nominal)}..${short(last)} ×${count}`,
      outcome,
      reason,
      away ?? '',
    ]
      .join(' ')
      .trim(),
  );

const hourly = { cron: '@hourly' };
const asleep = (until: string) => ({ awakeSince: at(until) });

describe('on time', () => {
  test('one fire, once', () => {
    expect(words(decide(hourly, '01T10:00', '01T11:00'))).toEqual(['01T11:00 dispatched on_time']);
    expect(decide(hourly, '01T11:00', '01T11:59')).toEqual([]);
  });

  test('a clock that was set back fires nothing again', () => {
    expect(decide(hourly, '01T11:00', '01T10:30')).toEqual([]);
    expect(decide(hourly, '30T11:00', '01T10:30')).toEqual([]);
  });

  test('with jitter when its delay has passed', () => {
    const delayMs = 20 * 60_000;
    expect(decide(hourly, '01T10:00', '01T11:19', { delayMs })).toEqual([]);
    expect(words(decide(hourly, '01T10:00', '01T11:20', { delayMs }))).toEqual([
      '01T11:00 dispatched on_time',
    ]);
  });
});

describe('after an absence', () => {
  test('the latest runs, the others are coalesced into it', () => {
    expect(words(decide(hourly, '01T10:00', '01T13:30', asleep('01T13:30')))).toEqual([
      '01T11:00 coalesced catch_up asleep',
      '01T12:00 coalesced catch_up asleep',
      '01T13:00 dispatched catch_up asleep',
    ]);
  });

  test('one that is on time makes up for those before it', () => {
    expect(words(decide(hourly, '01T10:00', '01T13:00', asleep('01T13:00')))).toEqual([
      '01T11:00 coalesced catch_up asleep',
      '01T12:00 coalesced catch_up asleep',
      '01T13:00 dispatched on_time',
    ]);
  });

  test('all run, the oldest first', () => {
    expect(words(decide({ ...hourly, catch_up: 'all' }, '01T10:00', '01T12:30', asleep('01T12:30')))).toEqual(
      ['01T11:00 dispatched catch_up asleep', '01T12:00 dispatched catch_up asleep'],
    );
  });

  test('none runs', () => {
    expect(
      words(decide({ ...hourly, catch_up: 'skip' }, '01T10:00', '01T12:30', asleep('01T12:30'))),
    ).toEqual(['01T11:00 skipped policy asleep', '01T12:00 skipped policy asleep']);
  });

  test('what is older than the window, or too late for its deadline, is missed', () => {
    const window = { ...hourly, catch_up_window: '2h' };
    expect(words(decide(window, '01T08:00', '01T12:30', { startedAt: at('01T12:29') }))).toEqual([
      '01T09:00 missed window not_running',
      '01T10:00 missed window not_running',
      '01T11:00 coalesced catch_up not_running',
      '01T12:00 dispatched catch_up not_running',
    ]);
    const deadline = { ...hourly, deadline: '10m' };
    expect(words(decide(deadline, '01T10:00', '01T12:30', asleep('01T12:30')))).toEqual([
      '01T11:00 missed deadline asleep',
      '01T12:00 missed deadline asleep',
    ]);
  });

  test('a year of minutes is counted, not listed', () => {
    const now = Date.parse('2027-03-01T00:00:00Z');
    const decisions = decide({ cron: '* * * * *' }, '01T00:00', '01T00:00', { now, startedAt: now });
    expect(decisions.length).toBeLessThan(110);
    expect(decisions.reduce((sum, { count }) => sum + count, 0)).toBe(365 * 24 * 60);
    expect(words(decisions.slice(-3))).toEqual([
      '28T23:58 coalesced catch_up not_running',
      '28T23:59 coalesced catch_up not_running',
      '01T00:00 dispatched on_time',
    ]);
    expect(decisions[0]).toMatchObject({ count: 364 * 24 * 60 - 1, outcome: 'missed', reason: 'window' });
  });

  test('of all, no more than a bounded number is made up for', () => {
    const now = at('02T00:00');
    const decisions = decide({ cron: '* * * * *', catch_up: 'all' }, '01T00:00', '02T00:00', {
      awakeSince: now,
    });
    expect(decisions.filter(({ outcome }) => outcome === 'dispatched')).toHaveLength(100);
    expect(decisions[0]).toMatchObject({ count: 1_340, outcome: 'missed', reason: 'too_many' });
  });
});

describe('paused', () => {
  test('what can only be missed was missed before the pause', () => {
    const pauses = [pause('04T11:59', null)];
    expect(
      words(decide({ cron: '@daily' }, '01T12:00', '04T12:00', { ...asleep('04T11:58'), pauses })),
    ).toEqual([
      '02T00:00 missed window asleep',
      '03T00:00 missed window asleep',
      '04T00:00 skipped paused asleep',
    ]);
  });

  test('a pause that is over before a clock was set back is over', () => {
    const pauses = [pause('01T12:00', '01T10:05')];
    expect(words(decide(hourly, '01T10:30', '01T11:00', { pauses }))).toEqual([
      '01T11:00 dispatched on_time',
    ]);
  });

  const pause = (from: string, until: string | null) => ({
    from: at(from),
    until: until === null ? Number.POSITIVE_INFINITY : at(until),
    reason: 'paused' as const,
  });

  test('fires are skipped, and resuming starts nothing', () => {
    const pauses = [pause('01T10:30', '01T12:30')];
    expect(words(decide(hourly, '01T10:00', '01T12:45', { ...asleep('01T12:45'), pauses }))).toEqual([
      '01T11:00 skipped paused',
      '01T12:00 skipped paused',
    ]);
  });

  test('what was missed before the pause is made up for once it is over', () => {
    const pauses = [pause('01T12:30', '01T14:30')];
    expect(words(decide(hourly, '01T10:00', '01T14:45', { ...asleep('01T14:45'), pauses }))).toEqual([
      '01T11:00 coalesced catch_up asleep',
      '01T12:00 dispatched catch_up asleep',
      '01T13:00 skipped paused',
      '01T14:00 skipped paused',
    ]);
    expect(words(decide(hourly, '01T10:00', '01T14:45', { pauses: [pause('01T12:30', null)] }))).toEqual([
      '01T11:00 skipped paused blocked',
      '01T12:00 skipped paused blocked',
      '01T13:00 skipped paused',
      '01T14:00 skipped paused',
    ]);
  });

  test('also when hundreds of them came after it', () => {
    const pauses = [pause('01T12:30', '01T20:30')];
    const decisions = decide({ cron: '* * * * *' }, '01T12:00', '01T20:30', {
      ...asleep('01T20:30'),
      pauses,
    });
    expect(decisions.filter(({ outcome }) => outcome === 'dispatched')).toEqual([
      expect.objectContaining({ nominal: at('01T20:30'), reason: 'on_time' }),
    ]);
    const before = decide({ cron: '* 12 * * *' }, '01T12:00', '01T20:45', {
      ...asleep('01T20:45'),
      pauses: [pause('01T12:30', '01T20:30')],
    });
    expect(
      before.filter(({ outcome }) => outcome === 'dispatched').map(({ nominal }) => short(nominal)),
    ).toEqual(['01T12:29']);
  });
});

test('however it is cut into absences and pauses, every fire is in exactly one decision', () => {
  const next = seededRandom(Number(process.env.SLIPWAY_TEST_SEED ?? 7));
  const int = (below: number) => Math.floor(next() * below);
  const pick = <T>(list: readonly T[]): T => list[int(list.length)] as T;
  const crons = [
    '* * * * *',
    '*/7 * * * *',
    '0 */3 * * *',
    '30 2 * * *',
    '0 6 * * MON',
    '0 0 1 * *',
    '@hourly',
  ];
  const zones = ['UTC', 'Europe/Berlin', 'Australia/Lord_Howe', 'America/Sao_Paulo', 'Asia/Tehran'];
  const hour = 3_600_000;
  for (let round = 0; round < 300; round++) {
    const policy = policyOf({
      cron: pick(crons),
      time_zone: pick(zones),
      catch_up: pick(['latest', 'all', 'skip']),
      catch_up_window: pick(['1h', '24h', '30 days']),
      ...(int(2) === 0 ? { deadline: pick(['5m', '2h']) } : {}),
    });
    const schedule = scheduleOf(policy.cron, policy.timeZone);
    const mark = Date.parse('2025-01-01T00:00:00Z') + int(400 * 24) * hour + int(60) * 60_000;
    const now = mark + int(pick([2, 40, 4_000])) * hour + int(3_600_000);
    const startedAt = now - int(now - mark + 1);
    const delayMs = int(2) * int(30 * 60_000);
    const pauses = Array.from({ length: int(3) }, () => {
      const from = mark + int(now - mark + 1);
      const until = int(4) === 0 ? Number.POSITIVE_INFINITY : from + int(20 * hour);
      return { from, until, reason: 'paused' as const };
    });
    const decisions = dueFires(schedule, policy, {
      mark,
      now,
      startedAt,
      awakeSince: now - int(now - startedAt + 1),
      delayMs,
      pauses,
    });
    const told = JSON.stringify({ policy, mark, now, delayMs, pauses });
    expect([told, decisions.reduce((sum, { count }) => sum + count, 0)]).toEqual([
      told,
      countFires(schedule, mark, Math.max(mark, now - delayMs)),
    ]);
    let before = mark;
    for (const { nominal, last, count } of decisions) {
      expect([told, nominal > before, countFires(schedule, nominal - 1, last)]).toEqual([told, true, count]);
      before = last;
    }
    const dispatched = decisions.findLastIndex(({ outcome }) => outcome === 'dispatched');
    const coalesced = decisions.findLastIndex(({ outcome }) => outcome === 'coalesced');
    expect([told, dispatched >= coalesced]).toEqual([told, true]);
  }
});
