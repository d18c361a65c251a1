import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Materialization } from '../../../src/shared/contract/materialization.ts';
import { ended, openTestEngine, rowsOf, runJob } from '../../support/engine.ts';
import { type Events, keep, openEvents } from '../../support/events.ts';
import { loser } from '../../support/executors.ts';
import { seededRandom } from '../../support/random.ts';

/**
 * The promise of incremental builds, against a model of it: whatever happens to the source between runs, and whatever is
 * lost or killed during them, the target is afterwards what a full build would make, or what the strategy is said to.
 */

interface Row {
  id: number;
  /** Days and hours since the beginning of 2013. */
  day: number;
  hour: number;
  value: number;
}

interface Strategy {
  materialization: Materialization;
  /** The source between two runs, after `now` days. */
  change: (rows: Row[], now: number, pick: (below: number) => number) => Row[];
  /** The target after a run that ended well. */
  after: (target: Row[], source: Row[]) => Row[];
}

let nextId = 0;
const fresh = (day: number, hour: number, value: number): Row => ({ id: ++nextId, day, hour, value });
const wholeSource = (_: Row[], source: Row[]) => source;

/** Rows of today, rows that come late, rows that change; what may come late or change is the strategy's to say. */
const strategies: Record<string, Strategy> = {
  append: {
    materialization: { type: 'incremental', strategy: 'append', watermark: 'AT' },
    change: (rows, now, pick) => {
      const twin = fresh(now, now * 24 + pick(20), 1);
      return [...rows, twin, twin, fresh(Math.max(0, now - 2), Math.max(0, now * 24 - 30), 2)];
    },
    // What comes with an AT that is not above all that are there is left out, as the guide says.
    after: (target, source) => {
      const highest = Math.max(...target.map(({ hour }) => hour), -1);
      return [...target, ...source.filter(({ hour }) => hour > highest)];
    },
  },
  merge: {
    materialization: {
      type: 'incremental',
      strategy: 'merge',
      unique_key: ['ID'],
      watermark: 'AT',
      look_back: '2 days',
    },
    change: (rows, now, pick) => [
      ...rows.map(row => (pick(3) === 0 ? { ...row, hour: now * 24 + pick(20), value: row.value + 1 } : row)),
      fresh(now, now * 24 + 12, 1),
      // Late, but not later than is looked back.
      fresh(now, Math.max(0, now * 24 - 20 + pick(10)), 3),
    ],
    after: wholeSource,
  },
  'delete_insert by key': {
    materialization: { type: 'incremental', strategy: 'delete_insert', unique_key: ['DAY'], watermark: 'AT' },
    // Every change of a day comes with a row of it that is new; rows of the day vanish with it.
    change: (rows, now, pick) => {
      const day = pick(now + 1);
      const kept = rows.filter(row => row.day !== day || pick(2) === 0);
      const twin = fresh(day, now * 24 + 23, 1);
      return [...kept, twin, twin, fresh(now, now * 24 + 23, 2)];
    },
    after: wholeSource,
  },
  'delete_insert by time': {
    materialization: {
      type: 'incremental',
      strategy: 'delete_insert',
      watermark: 'DAY',
      look_back: '2 days',
    },
    change: (rows, now, pick) => {
      const recent = ({ day }: Row) => day >= now - 2;
      const twin = fresh(now, now * 24, 1);
      return [
        ...rows
          .filter(row => !recent(row) || pick(4) > 0)
          .map(row => (recent(row) && pick(3) === 0 ? { ...row, value: row.value + 1 } : row)),
        ...(now >= 2 ? [fresh(now - 2 + pick(3), now * 24, 4)] : []),
        twin,
        twin,
      ];
    },
    after: wholeSource,
  },
};

const columns = ({ id, day, hour, value }: Row) =>
  `${id}, DATE '2013-01-01' + ${day}, TIMESTAMP '2013-01-01' + to_hours(${hour}), '${value}'`;
const sorted = (rows: Row[]) => rows.map(({ id, day, value }) => `${id} ${day} ${value}`).sort();
async function standing({ engine }: Pick<Events, 'engine'>): Promise<string[]> {
  const rows = await rowsOf(engine, 'dev', "select id, datediff(day, '2013-01-01', day), value from events");
  return rows.map(row => row.map(String).join(' ')).sort();
}

test.each(Object.entries(strategies))(
  '%s: whatever is changed and lost, the target is what was promised',
  async (_, { materialization, change, after }) => {
    const seed = Number(process.env['SLIPWAY_SEED'] ?? Math.floor(Math.random() * 1e9));
    const random = seededRandom(seed);
    const pick = (below: number) => Math.floor(random() * below);
    const lose = loser();
    const events = await openEvents(undefined, lose.change);
    await keep(events.engine, materialization);
    let source: Row[] = [];
    let target: Row[] = [];
    for (let now = 0; now < 12; now++) {
      source = change(source, now, pick);
      await events.fill(...source.map(columns));
      // Until it ends well: what failed has changed nothing.
      for (let tries = 0; ; tries++) {
        if (tries < 2 && pick(2) === 0) lose.at(1 + pick(3), pick(2) === 0);
        else lose.at(0, false);
        const run = await runJob(events.engine, 'events');
        const context = `SLIPWAY_SEED=${seed}, day ${now}, run #${run.id}: ${run.failure}`;
        if (run.state === 'completed') target = after(target, source);
        else expect(run.failures, context).toMatchObject([{ code: 'executor_crashed' }]);
        const there = await standing(events).catch(() => []);
        expect(there, context).toEqual(sorted(target));
        if (run.state === 'completed') break;
      }
    }
    expect(target.length).toBeGreaterThan(12);
  },
);

const program = join(import.meta.dirname, '../../support/crashing-engine.ts');

test.each([
  ['before_send@shadow', 'failed'],
  ['after_result@shadow', 'completed'],
  ['describing@inspect', 'completed'],
  ['before_send@result', 'failed'],
  ['describing@audit', 'completed'],
  ['before_send@publish', 'failed'],
  ['after_result@publish', 'completed'],
  ['before_send@cleanup', 'completed'],
] as const)('the engine killed at %s: as before or as after, and nothing beside', async (place, state) => {
  const events = await openEvents();
  const materialization = { ...strategies['merge']?.materialization, type: 'incremental' } as Materialization;
  await keep(events.engine, materialization, 'v1', { checks: [{ check: 'unique', columns: ['ID'] }] });
  await events.fill("1, DATE '2013-01-01', TIMESTAMP '2013-01-01', 'a'");
  expect((await runJob(events.engine, 'events')).state).toBe('completed');
  await events.add("2, DATE '2013-01-02', TIMESTAMP '2013-01-02', 'b'");
  await events.engine.close();
  const child = fork(program, [events.directory, 'events', place]);
  expect(await once(child, 'exit')).toEqual([null, 'SIGKILL']);
  const engine = await openTestEngine({}, events.directory);
  const [last] = engine.runs.list({ job: 'events', limit: 1 }).runs;
  expect(await ended(engine, last?.id ?? 0)).toBe(state);
  const rows = (await rowsOf(engine, 'dev', 'select id from events order by id')).flat();
  expect(rows).toEqual(state === 'completed' ? [1, 2] : [1]);
  const relations = await engine.catalog.relations({ environment: 'dev', search: 'SHOP' });
  expect(relations.map(({ name }) => name)).toEqual(['EVENTS']);
  expect((await runJob(engine, 'events')).state).toBe('completed');
  expect((await rowsOf(engine, 'dev', 'select id from events order by id')).flat()).toEqual([1, 2]);
});
