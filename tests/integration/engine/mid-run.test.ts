import { describe, expect, test } from 'vitest';
import type { Engine } from '../../../src/main/engine/engine.ts';
import type { Executor, QueryTag } from '../../../src/main/engine/ports.ts';
import type { Materialization } from '../../../src/shared/contract/materialization.ts';
import { ada, ended, rowsOf, runJob } from '../../support/engine.ts';
import { backfillEnded } from '../../support/backfills.ts';
import { type Events, keep, openEvents } from '../../support/events.ts';
import { loser } from '../../support/executors.ts';
import { FakeClock } from '../../support/fake-clock.ts';

/** What happens while a run is in one of its steps: it is told to stop, or what it reads changes under it. */

const merge: Materialization = {
  type: 'incremental',
  strategy: 'merge',
  unique_key: ['ID'],
  watermark: 'AT',
};
const byDay: Materialization = {
  type: 'incremental',
  strategy: 'delete_insert',
  watermark: 'DAY',
  interval: 'day',
  begin: '2013-01-01',
};
const row = (id: number, day: number, value: string) =>
  `${id}, DATE '2013-01-0${day}', TIMESTAMP '2013-01-0${day}', '${value}'`;

/** Something to be done when a run comes to a step, before the step asks the warehouse for anything. */
function interrupter() {
  let step = '';
  let work: (() => Promise<unknown>) | undefined;
  async function reached(tag: QueryTag | undefined) {
    if (tag?.step !== step || !work) return;
    const now = work;
    work = undefined;
    await now();
  }
  return {
    at(name: string, interruption: () => Promise<unknown>) {
      step = name;
      work = interruption;
    },
    change: (real: Executor): Partial<Executor> => ({
      async execute(script, hooks) {
        await reached(script.tag);
        return await real.execute(script, hooks);
      },
      async *query(request, signal) {
        await reached(request.tag);
        yield* real.query(request, signal);
      },
    }),
  };
}

async function open(materialization: Materialization) {
  const interruption = interrupter();
  const events = await openEvents(undefined, interruption.change);
  const { engine } = events;
  await events.fill(row(1, 1, 'a'));
  await keep(engine, materialization, 'v1', { checks: [{ check: 'unique', columns: ['ID'] }] });
  expect((await runJob(engine, 'events')).state).toBe('completed');
  await events.fill(row(1, 1, 'b'), row(2, 2, 'b'));
  return { ...events, interruption };
}
const kept = (engine: Engine) => rowsOf(engine, 'dev', 'select id, value from events order by id');
const before = [[1, 'a']];
const after = [
  [1, 'b'],
  [2, 'b'],
];

async function clean({ engine }: Pick<Events, 'engine'>) {
  const relations = await engine.catalog.relations({ environment: 'dev', search: 'SHOP' });
  expect(relations.map(({ name }) => name)).toEqual(['EVENTS']);
}

describe('a run that is cancelled', () => {
  test.each(['shadow', 'inspect', 'result', 'audit', 'publish', 'cleanup', 'describe'])(
    'in its step %s: the target is as before or as after, and nothing is left beside it',
    async step => {
      const events = await open(merge);
      const { engine, interruption } = events;
      const { id } = await engine.runs.dispatch(ada, { job: 'events', cause: '', variables: {} });
      // Asked for when the step has come so far as to ask the warehouse.
      interruption.at(step, () => engine.runs.cancel(ada, id, ''));
      const state = await ended(engine, id);
      // A script that was under way may have ended before it could be stopped: then the run ends between two steps.
      const stopped = engine.runs.get(id).steps.filter(each => each.state !== 'completed');
      expect([[], [step]]).toContainEqual(stopped.map(({ name }) => name));
      // What has taken effect is told as what it is.
      const isPublished = ['cleanup', 'describe'].includes(step);
      if (step !== 'publish') expect(state).toBe(isPublished ? 'completed' : 'cancelled');
      expect(await kept(engine)).toEqual(state === 'completed' ? after : before);
      await clean(events);
      expect((await runJob(engine, 'events')).state).toBe('completed');
      expect(await kept(engine)).toEqual(after);
    },
  );

  test.each(['shadow', 'audit', 'publish', 'cleanup', 'describe'])(
    'in its step %s: the ledger of intervals has what the target has',
    async step => {
      const events = await open(byDay);
      const { engine, interruption } = events;
      const stretch = () =>
        engine.intervals.ofJob({ job: 'events', limit: 1 }).intervals.map(({ run }) => run);
      const [first] = stretch();
      const backfill = await engine.backfills.start(ada, {
        job: 'events',
        from: '2013-01-01',
        restate: true,
        chunk: 10_000,
        cause: '',
      });
      const [run = 0] = engine.backfills.get(backfill.id).chunks.map(chunk => chunk.run ?? 0);
      interruption.at(step, () => engine.runs.cancel(ada, run, ''));
      const state = await ended(engine, run);
      expect(await kept(engine)).toEqual(state === 'completed' ? after : before);
      expect(stretch()).toEqual([state === 'completed' ? run : first]);
      await clean(events);
    },
  );
});

test('a full build that was lost after it took effect: the ledger says nothing that the target may lack', async () => {
  const lose = loser();
  const clock = new FakeClock('2013-01-04T06:00:00Z');
  const forgetful = (real: Executor) => ({
    ...lose.change(real),
    recall: () => Promise.resolve({ state: 'unknown' } as const),
  });
  const events = await openEvents(undefined, forgetful, clock);
  const { engine } = events;
  await events.fill(row(1, 1, 'a'), row(2, 2, 'a'), row(3, 3, 'a'));
  await keep(engine, byDay);
  expect((await runJob(engine, 'events')).state).toBe('completed');
  // Somebody drops it, and the first chunk of a backfill makes it anew: that it took effect is never known.
  await events.write('DROP TABLE SHOP.MARTS.EVENTS');
  lose.at(2, true);
  const wanted = { job: 'events', from: '2013-01-03', restate: true, chunk: 1, cause: '' };
  const { id } = await engine.backfills.start(ada, wanted);
  expect((await backfillEnded(engine, id)).state).toBe('failed');
  expect(await kept(engine)).toEqual([[3, 'a']]);
  expect(engine.intervals.ofJob({ job: 'events', limit: 1 }).built).toBe(0);
  expect((await runJob(engine, 'events')).frozen.window).toMatchObject({ mode: 'full' });
  expect(await kept(engine)).toHaveLength(3);
});

describe('what a run reads', () => {
  test('vanishes between its plan and its build: it fails, and the target is as it was', async () => {
    const events = await open(merge);
    const { engine, interruption, write } = events;
    interruption.at('shadow', () => write('DROP TABLE LAKE.RAW.EVENTS'));
    const run = await runJob(engine, 'events');
    expect([run.state, run.failures[0]?.step]).toEqual(['failed', 'shadow']);
    expect(run.failure).toContain('EVENTS');
    expect(await kept(engine)).toEqual(before);
    await clean(events);
  });

  test.each([
    ['has another column', 'completed', 'ALTER TABLE LAKE.RAW.EVENTS ADD COLUMN "MORE" INTEGER'],
    ['lacks a column', 'failed', 'ALTER TABLE LAKE.RAW.EVENTS DROP COLUMN "VALUE"'],
    // Its values fit.
    [
      'has a column of another type',
      'completed',
      'ALTER TABLE LAKE.RAW.EVENTS ALTER COLUMN "ID" TYPE VARCHAR',
    ],
    // A day is no number.
    [
      'has another type',
      'failed',
      'ALTER TABLE LAKE.RAW.EVENTS ALTER COLUMN "ID" TYPE VARCHAR USING CAST("DAY" AS VARCHAR)',
    ],
  ])(
    '%s by the time it is read: the run %s, and the target is as before or as after',
    async (_, state, change) => {
      const events = await open(merge);
      const { engine, interruption, write } = events;
      interruption.at('shadow', () => write(change));
      const run = await runJob(engine, 'events');
      // Of the columns that were planned, those that are still there are what is brought in, or nothing is.
      expect(await kept(engine)).toEqual(run.state === 'completed' ? after : before);
      expect(run.state).toBe(state);
      await clean(events);
    },
  );
});
