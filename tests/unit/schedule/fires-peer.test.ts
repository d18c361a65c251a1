import { Cron } from 'croner';
import { expect, test } from 'vitest';
import { nextFire, scheduleOf } from '../../../src/main/engine/schedule/fires.ts';
import { zoneOf } from '../../../src/main/engine/schedule/zone.ts';
import { seededRandom } from '../../support/random.ts';
import { zones } from './zones.ts';

const dayMs = 86_400_000;
const short = (instant: number) => new Date(instant).toISOString().slice(0, 16);

test('20,000 next fires are those of another program, away from changes of clocks', () => {
  const random = seededRandom(Number(process.env.SLIPWAY_TEST_SEED ?? 11));
  const below = (n: number) => Math.floor(random() * n);
  const pick = <T>(values: readonly T[]): T => values[below(values.length)] as T;
  const part = (low: number, high: number) => {
    const one = () => low + below(high - low + 1);
    const [a, b] = [one(), one()].sort((x, y) => x - y) as [number, number];
    const list = a === b ? `${a}` : `${a},${b}`;
    return pick(['*', '*', `${a}`, `${a}-${b}`, list, `*/${2 + below(Math.min(9, high) - 1)}`]);
  };
  const wanted = 20_000;
  const eachMs = 37 * dayMs;
  let compared = 0;
  const differing: string[] = [];
  while (compared < wanted) {
    const zone = zoneOf(pick(zones));
    const day = pick([part(1, 28), part(1, 28), 'L']);
    const month = below(4) === 0 ? part(1, 12) : '*';
    const cron = [part(0, 59), part(0, 23), day, month, part(0, 5)].join(' ');
    const schedule = scheduleOf(cron, zone.name);
    const theirs = new Cron(cron, { timezone: zone.name });
    const isSteady = (t: number) => zone.offsetAt(t - 2 * dayMs) === zone.offsetAt(t + 2 * dayMs);
    for (let n = 0; n < 100; n++) {
      // Around leap days and the ends of years more often than anywhere.
      const near = pick([
        Date.UTC(2024, 1, 29),
        Date.UTC(2024, 11, 31),
        Date.UTC(2025, 0, 1) + below(365) * dayMs,
      ]);
      const at = near + below(eachMs) - eachMs / 2;
      const expected = theirs.nextRun(new Date(at))?.getTime();
      // The rules for changes of clocks are ours, and tested above.
      if (expected === undefined || !isSteady(at) || !isSteady(expected)) continue;
      if (zone.offsetAt(at) !== zone.offsetAt(expected)) continue;
      const ours = nextFire(schedule, at);
      // Looking from the end of February, theirs passes over the first of March where it is one of several days.
      const local = new Date((ours ?? 0) + zone.offsetAt(at));
      if (local.getUTCMonth() === 2 && local.getUTCDate() === 1) continue;
      compared += 1;
      if (ours !== expected) {
        differing.push(
          `${cron} ${zone.name} after ${short(at)}: ${short(ours ?? 0)}, not ${short(expected)}`,
        );
      }
    }
  }
  expect(differing.slice(0, 10)).toEqual([]);
}, 300_000);
