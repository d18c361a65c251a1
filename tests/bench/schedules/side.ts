import { CronExpressionParser } from 'cron-parser';
import { Cron } from 'croner';
import { nextFire, type Schedule } from '../../../src/main/engine/schedule/fires.ts';
import { knownSchedule } from '../../../src/main/engine/schedule/known-schedules.ts';
import { sampleSchedules } from './samples.ts';

/**
 * One side of the row "schedules", in a process of its own: nothing has been taken apart before, and memory is its own.
 * Arguments: the side, and how many schedules. Prints its figures as JSON.
 */
const [side = '', count = '0'] = process.argv.slice(2);
const samples = sampleSchedules(Number(count));
const now = Date.parse('2026-03-01T12:00:00Z');

interface Armed {
  /** When each fires next after a moment. */
  next(index: number, after: number): number;
  stop(): void;
}

const sides: Record<string, () => Armed> = {
  ours() {
    const schedules = samples.map(({ cron, timeZone }) => knownSchedule(cron, timeZone));
    return { next: (index, after) => nextFire(schedules[index] as Schedule, after) ?? 0, stop() {} };
  },
  floor() {
    const schedules = samples.map(({ cron, timeZone }) => bareSchedule(cron, timeZone));
    return { next: (index, after) => schedules[index]?.(after) ?? 0, stop() {} };
  },
  croner() {
    const crons = samples.map(({ cron, timeZone }) => new Cron(cron, { timezone: timeZone }, () => {}));
    return {
      next: (index, after) => crons[index]?.nextRun(new Date(after))?.getTime() ?? 0,
      stop: () => crons.forEach(cron => cron.stop()),
    };
  },
  'cron-parser'() {
    const parse = (index: number, after: number) =>
      CronExpressionParser.parse(samples[index]?.cron ?? '', {
        tz: samples[index]?.timeZone ?? 'UTC',
        currentDate: new Date(after),
      });
    return { next: (index, after) => parse(index, after).next().getTime(), stop() {} };
  },
};

globalThis.gc?.();
const before = process.memoryUsage();
const start = performance.now();
const armed = sides[side]?.();
if (!armed) throw new Error(`there is no side "${side}"`);
const first = samples.map((_, index) => armed.next(index, now));
const text_ms = performance.now() - start;
globalThis.gc?.();
const after = process.memoryUsage();

const again = performance.now();
first.forEach((at, index) => armed.next(index, at));
const next_us = ((performance.now() - again) * 1_000) / samples.length;
armed.stop();
const memory_mb = (after.heapUsed + after.external - before.heapUsed - before.external) / 1e6;
console.log(JSON.stringify({ text_ms, next_us, memory_mb: Math.max(memory_mb, 0.001) }));

/** A fixed time on some days of the week: offset of the zone asked once, no change of clocks, nothing checked. */
function bareSchedule(cron: string, timeZone: string): (after: number) => number {
  const [minute = '', hour = '', , , days = ''] = cron.split(' ');
  const time = (Number(hour) * 60 + Number(minute)) * 60_000;
  const offset = bareOffset(timeZone);
  const on = bareDays(days);
  return after => {
    for (let day = Math.floor((after + offset) / 86_400_000); ; day += 1) {
      const at = day * 86_400_000 + time - offset;
      // The epoch was a Thursday.
      if (at > after && on.has((day + 4) % 7)) return at;
    }
  };
}

function bareDays(text: string): Set<number> {
  const known: Record<string, number[]> = { '1-5': [1, 2, 3, 4, 5], MON: [1], '0,6': [0, 6], FRI: [5] };
  return new Set(known[text] ?? [0, 1, 2, 3, 4, 5, 6]);
}

function bareOffset(timeZone: string): number {
  const known = (bareOffset.known ??= new Map<string, number>());
  let offset = known.get(timeZone);
  if (offset === undefined) {
    offset = new Date(new Date(now).toLocaleString('en-US', { timeZone, hour12: false })).getTime() - now;
    known.set(timeZone, offset);
  }
  return offset;
}
bareOffset.known = undefined as Map<string, number> | undefined;
