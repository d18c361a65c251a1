import { EventEmitter, once } from 'node:events';
import { expect, onTestFinished, test } from 'vitest';
import { type Engine, openEngine } from '../../../src/main/engine/engine.ts';
import {
  ada,
  addJob,
  addModel,
  addShop,
  ended,
  engineOptions,
  openTestEngine,
  rowsOf,
  runJob,
} from '../../support/engine.ts';
import { changed, crashed, unavailable } from '../../support/executors.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { temporaryDirectory } from '../../support/temporary.ts';

/**
 * An engine whose warehouse cannot be asked what became of a script until `up` is called, or `atWork`: then it says
 * that it is at work on it. `lose()`: the next script
 * loses its executor, after it took effect or before it was begun.
 */
async function outage(directory: string, timeout?: string) {
  const options = engineOptions(directory);
  const clock = new FakeClock();
  const asked = new EventEmitter();
  const cancelled: string[] = [];
  let asks = 0;
  let answer: 'none' | 'real' | 'running' = 'none';
  let losing: 'after' | 'before' | null = null;
  const executors = changed(options.executors, real => ({
    async execute(script, hooks) {
      if (losing === null) return await real.execute(script, hooks);
      if (losing === 'after') await real.execute(script, hooks);
      losing = null;
      throw crashed();
    },
    async recall(request) {
      asks += 1;
      asked.emit('asked');
      if (answer === 'none') throw unavailable();
      if (answer === 'running') return { state: 'running' };
      return await real.recall(request);
    },
    async cancel(id) {
      cancelled.push(id);
      await real.cancel(id);
    },
  }));
  const engine = await openEngine({ ...options, executors, clock });
  onTestFinished(() => engine.close());
  await addShop(engine);
  await addModel(engine, 'm', 'select 1 as n', 'select 2 as n');
  await addJob(engine, 'm', 'dev', { tag: 'v1' });
  await runJob(engine, 'm_dev');
  await addJob(engine, 'm', 'dev', { tag: 'v2', ...(timeout === undefined ? {} : { timeout }) });
  return {
    engine,
    clock,
    asks: () => asks,
    cancelled,
    atWork: () => void (answer = 'running'),
    up: () => void (answer = 'real'),
    /** Starts the run; resolves when the warehouse was asked in vain for the first time. */
    lose: async (when: 'after' | 'before'): Promise<number> => {
      losing = when;
      const first = once(asked, 'asked');
      const { id } = await engine.runs.dispatch(ada, { job: 'm_dev', cause: '', variables: {} });
      await first;
      await settled();
      return id;
    },
  };
}

/** What follows an answer without any more of the outside has happened. */
async function settled(): Promise<void> {
  await new Promise(setImmediate);
  await new Promise(setImmediate);
}

const state = (engine: Engine, run: number) => engine.runs.get(run).state;
const lines = (engine: Engine, run: number, word: string) =>
  engine.runs
    .logs({ run, level: 'debug', limit: 1_000 })
    .lines.map(line => `${line.level}: ${line.message}`)
    .filter(line => line.includes(word));

test('a warehouse that cannot be asked decides nothing: it is asked again, ever less often', async () => {
  const { engine, clock, asks, up, lose } = await outage(temporaryDirectory());
  const id = await lose('after');
  expect(asks()).toBe(1);
  let expected = 1;
  for (const seconds of [1, 2, 4, 8, 16, 32, 60, 60]) {
    clock.advance(seconds * 1_000 - 1);
    await settled();
    expect(asks()).toBe(expected);
    clock.advance(1);
    await settled();
    expect(asks()).toBe(++expected);
    expect(state(engine, id)).toBe('running');
  }
  expect(lines(engine, id, 'cannot be asked')).toEqual([
    'warn: The warehouse cannot be asked what became of "build": The duckdb executor could not be started. Asking again until it answers',
  ]);
  up();
  clock.advance(60_000);
  expect(await ended(engine, id)).toBe('completed');
  expect(lines(engine, id, 'answers again')).toHaveLength(1);
  expect(engine.runs.get(id).failures).toEqual([]);
  expect(await rowsOf(engine, 'dev', 'select n from m')).toEqual([[2]]);
});

test('what the warehouse has no trace of failed when the executor died', async () => {
  const { engine, clock, up, lose } = await outage(temporaryDirectory());
  const id = await lose('before');
  up();
  clock.advance(1_000);
  expect(await ended(engine, id)).toBe('failed');
  expect(engine.runs.get(id).failures).toMatchObject([{ code: 'executor_crashed', step: 'build' }]);
  expect(await rowsOf(engine, 'dev', 'select n from m')).toEqual([[1]]);
});

test.each([
  ['after', 'completed', 2],
  ['before', 'cancelled', 1],
] as const)(
  'a cancellation meanwhile waits for the answer (lost %s it took effect: %s)',
  async (when, end, n) => {
    const { engine, clock, up, lose } = await outage(temporaryDirectory());
    const id = await lose(when);
    expect(await engine.runs.cancel(ada, id, '')).toEqual({ id, state: 'pending_cancellation' });
    clock.advance(1_000);
    await settled();
    expect(state(engine, id)).toBe('pending_cancellation');
    up();
    clock.advance(2_000);
    expect(await ended(engine, id)).toBe(end);
    expect(await rowsOf(engine, 'dev', 'select n from m')).toEqual([[n]]);
  },
);

test.each([
  ['after', 'completed', undefined],
  ['before', 'failed', 'executor_crashed'],
] as const)('a time limit meanwhile is no answer (lost %s it took effect: %s)', async (when, end, code) => {
  const { engine, clock, up, lose } = await outage(temporaryDirectory(), '10s');
  const id = await lose(when);
  clock.advance(20_000);
  await settled();
  expect(state(engine, id)).toBe('running');
  up();
  clock.advance(60_000);
  expect(await ended(engine, id)).toBe(end);
  expect(engine.runs.get(id).failures[0]?.code).toBe(code);
});

test.each([
  ['after', 'completed', 2],
  ['before', 'cancelled', 1],
] as const)(
  'closing the engine leaves the question to the next start (lost %s it took effect: %s)',
  async (when, end, n) => {
    const directory = temporaryDirectory();
    const { engine, clock, lose } = await outage(directory);
    const id = await lose(when);
    await engine.close();
    expect(clock.pending).toBe(0);
    const again = await openTestEngine({}, directory);
    expect(await ended(again, id)).toBe(end);
    expect(await rowsOf(again, 'dev', 'select n from m')).toEqual([[n]]);
  },
);

test('a stop is passed on to a warehouse that turns out to be still at work', async () => {
  const { engine, clock, cancelled, atWork, up, lose } = await outage(temporaryDirectory());
  const id = await lose('before');
  await engine.runs.cancel(ada, id, '');
  await settled();
  cancelled.length = 0;
  atWork();
  clock.advance(1_000);
  await settled();
  expect(cancelled).toEqual(engine.runs.get(id).query_ids);
  expect(state(engine, id)).toBe('pending_cancellation');
  up();
  clock.advance(1_000);
  expect(await ended(engine, id)).toBe('cancelled');
});
