import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Materialization } from '../../../src/shared/contract/materialization.ts';
import { backfillEnded } from '../../support/backfills.ts';
import { ada, ended, openTestEngine, rowsOf } from '../../support/engine.ts';
import { keep, openEvents } from '../../support/events.ts';
import { loser } from '../../support/executors.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { seededRandom } from '../../support/random.ts';

/**
 * The promise of targets that are built by intervals, against a model of it: each interval that the ledger has is in the
 * target as the source had it when it was built last, once, and nothing else is there; whatever is changed, lost, built in
 * chunks or built again, and over a change of clocks.
 */

const hour = 3_600_000;
const zone = 'America/New_York';
/** Days are counted from here. */
const begin = Date.UTC(2013, 2, 7);
/** Clocks are put forward on the tenth of March, at two. */
const overAt = (day: number) => begin + (day + 1) * 24 * hour + (day < 3 ? 5 : 4) * hour;

interface Row {
  id: number;
  /** What clocks there show, from `begin` on. */
  hour: number;
  value: number;
}

const columns = ({ id, hour: at, value }: Row) =>
  `${id}, NULL, TIMESTAMP '2013-03-07' + to_hours(${at}), '${value}'`;
const told = (rows: readonly Row[]) => rows.map(({ id, hour: at, value }) => `${id} ${at} ${value}`).sort();

test.each([0, 1])('the target is what the ledger says, looking back %i days', async lookBack => {
  const seed = Number(process.env['SLIPWAY_SEED'] ?? Math.floor(Math.random() * 1e9));
  const random = seededRandom(seed);
  const pick = (below: number) => Math.floor(random() * below);
  const clock = new FakeClock(begin + 20 * hour);
  const lose = loser();
  const events = await openEvents('select id, at, value from LAKE.RAW.EVENTS', lose.change, clock);
  const { engine } = events;
  const materialization: Materialization = {
    type: 'incremental',
    strategy: 'delete_insert',
    watermark: 'AT',
    interval: 'day',
    begin: '2013-03-07',
    time_zone: zone,
    ...(lookBack > 0 && { look_back: `${lookBack} day` }),
  };
  await keep(engine, materialization);

  let source: Row[] = [];
  /** What the target has, by day: the rows it was built of. */
  let built = new Map<number, Row[]>();
  /** The days that the ledger has: not all of them, where a full build did not take effect that was about to. */
  let noted = new Set<number>();
  let isThere = false;
  let id = 0;

  const over = () => {
    let days = 0;
    while (overAt(days) <= clock.now()) days += 1;
    return days;
  };
  const build = (from: number, to: number, anew: boolean) => {
    if (anew) [built, noted] = [new Map(), new Set()];
    for (let day = from; day < to; day++) {
      noted.add(day);
      built.set(
        day,
        source.filter(({ hour: at }) => Math.floor(at / 24) === day),
      );
    }
    isThere = true;
  };

  async function check(context: string) {
    const rows = isThere
      ? await rowsOf(
          engine,
          'dev',
          "select id, datediff(hour, '2013-03-07'::timestamp, at), value from events",
        )
      : [];
    expect(rows.map(row => row.map(String).join(' ')).sort(), context).toEqual(
      told([...built.values()].flat()),
    );
    const { stretches } = engine.intervals.ofJob({ job: 'events', limit: 1 });
    const days = stretches.flatMap(stretch => Array<boolean>(stretch.count).fill(stretch.built));
    expect(days, context).toEqual(Array.from({ length: over() }, (_, day) => noted.has(day)));
  }

  /** A run that may lose its executor: what it failed for has changed nothing. */
  async function run(fullRefresh: boolean) {
    const last = Math.max(-1, ...noted) + 1;
    const { id: dispatched } = await engine.runs.dispatch(ada, {
      job: 'events',
      cause: '',
      variables: {},
      full_refresh: fullRefresh,
    });
    const state = await ended(engine, dispatched);
    const context = `SLIPWAY_SEED=${seed}, run #${dispatched}: ${state}`;
    const anew = fullRefresh || !isThere || noted.size === 0;
    const from = anew ? 0 : Math.max(0, last - lookBack);
    if (from >= over()) expect(state, context).toBe('skipped');
    else if (state === 'completed') build(from, over(), anew);
    else {
      const { failures } = engine.runs.get(dispatched);
      expect(failures, context).toMatchObject([{ code: 'executor_crashed' }]);
      if (anew && failures[0]?.step === 'publish') noted.clear();
    }
    await check(context);
  }

  async function backfill(from: number, to: number, restate: boolean, chunk: number) {
    const date = (day: number) => new Date(begin + day * 24 * hour).toISOString().slice(0, 10);
    const wanted = { job: 'events', from: date(from), to: date(to), restate, chunk, cause: '' };
    const missing = Array.from({ length: to - from }, (_, n) => from + n).filter(day => !noted.has(day));
    if (!restate && missing.length === 0) {
      await expect(engine.backfills.start(ada, wanted)).rejects.toThrow('There is nothing to build');
      return;
    }
    const { id: started } = await engine.backfills.start(ada, wanted);
    let backfilled = await backfillEnded(engine, started);
    const context = () =>
      `SLIPWAY_SEED=${seed}, backfill #${started} ${JSON.stringify(wanted)}: ${backfilled.state}`;
    const done = new Set<number>();
    for (;;) {
      for (const each of backfilled.chunks) {
        if (each.state !== 'completed' || done.has(each.position)) continue;
        done.add(each.position);
        const day = (time: string) => Math.round((Date.parse(time) - begin) / (24 * hour));
        build(day(each.from), day(each.to), !isThere);
      }
      await check(context());
      if (backfilled.state === 'completed') break;
      expect(backfilled.state, context()).toBe('failed');
      lose.at(0, false);
      await engine.backfills.resume(ada, started);
      backfilled = await backfillEnded(engine, started);
    }
    for (let day = from; day < to; day++) expect(noted.has(day), context()).toBe(true);
  }

  for (let round = 0; round < 40; round++) {
    clock.advance(pick(30) * hour);
    const hours = Math.floor((clock.now() - begin) / hour);
    source = [
      ...source
        .filter(() => pick(12) > 0)
        .map(row => (pick(8) === 0 ? { ...row, value: row.value + 1 } : row)),
      ...Array.from({ length: 1 + pick(3) }, () => ({ id: ++id, hour: pick(hours), value: 0 })),
      { id: ++id, hour: hours, value: 0 },
    ];
    await events.fill(...source.map(columns));
    if (pick(3) === 0) lose.at(1 + pick(4), pick(2) === 0);
    const days = over();
    const what = pick(8);
    if (what < 4 || days === 0) await run(what === 0);
    else {
      const from = pick(days);
      await backfill(from, from + 1 + pick(days - from), pick(2) === 0, 1 + pick(3));
    }
    lose.at(0, false);
  }
  expect(built.size).toBeGreaterThan(8);
});

const program = join(import.meta.dirname, '../../support/crashing-engine.ts');

test.each([
  ['before_send@shadow', 'failed'],
  ['before_send@publish', 'failed'],
  ['after_result@publish', 'completed'],
  ['before_send@cleanup', 'completed'],
] as const)(
  'the engine killed in a backfill at %s: the ledger has what the target has',
  async (place, state) => {
    const clock = new FakeClock('2013-01-05T06:00:00Z');
    const events = await openEvents(undefined, undefined, clock);
    const row = (day: number, value: string) => `${day}, DATE '2013-01-0${day}', NULL, '${value}'`;
    await events.fill(...[1, 2, 3, 4].map(day => row(day, 'a')));
    await keep(events.engine, {
      type: 'incremental',
      strategy: 'delete_insert',
      watermark: 'DAY',
      interval: 'day',
      begin: '2013-01-01',
    });
    const first = await events.engine.runs.dispatch(ada, { job: 'events', cause: '', variables: {} });
    await ended(events.engine, first.id);
    await events.fill(...[1, 2, 3, 4].map(day => row(day, 'b')));
    await events.engine.close();
    const child = fork(program, [events.directory, 'backfill:events', place]);
    expect(await once(child, 'exit')).toEqual([null, 'SIGKILL']);
    const engine = await openTestEngine({ clock }, events.directory);
    const backfill = await backfillEnded(engine, 1);
    // What the crash ended can be gone on with; what went on by itself is done.
    expect(backfill.state).toBe(state);
    if (state === 'failed') {
      const { intervals } = engine.intervals.ofJob({ job: 'events', limit: 9 });
      expect(new Set(intervals.map(({ run }) => run))).toEqual(new Set([first.id]));
      const values = await rowsOf(engine, 'dev', 'select distinct value from events');
      expect(values).toEqual([['a']]);
      await engine.backfills.resume(ada, 1);
      expect((await backfillEnded(engine, 1)).state).toBe('completed');
    }
    expect(await rowsOf(engine, 'dev', 'select id, value from events order by id')).toEqual([
      [1, 'b'],
      [2, 'b'],
      [3, 'b'],
      [4, 'b'],
    ]);
    const { chunks } = engine.backfills.get(1);
    const { intervals } = engine.intervals.ofJob({ job: 'events', limit: 9 });
    expect(intervals.map(({ run }) => run)).toEqual(chunks.map(({ run }) => run));
    const relations = await engine.catalog.relations({ environment: 'dev', search: 'SHOP' });
    expect(relations.map(({ name }) => name)).toEqual(['EVENTS']);
  },
);
