import { fork } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openEngine } from '../../../src/main/engine/engine.ts';
import type { Check } from '../../../src/shared/contract/checks.ts';
import type { CrashPlace, CrashPoint } from '../../support/crashing-engine.ts';
import {
  addJob,
  addModel,
  addShop,
  ended,
  engineOptions,
  openTestEngine,
  rowsOf,
  runJob,
  slowQuery,
} from '../../support/engine.ts';
import { changed, unavailable } from '../../support/executors.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { temporaryDirectory } from '../../support/temporary.ts';

const program = join(import.meta.dirname, '../../support/crashing-engine.ts');
/** A workspace whose target holds 1; the job's next run is to build it from `next`. */
async function workspace(next: string, checks?: Check[]): Promise<string> {
  const directory = temporaryDirectory();
  const engine = await openEngine(engineOptions(directory));
  await addShop(engine);
  await addModel(engine, 'm', 'select 1 as n', next);
  await addJob(engine, 'm', 'dev', { tag: 'v1' });
  await runJob(engine, 'm_dev');
  await addJob(engine, 'm', 'dev', { tag: 'v2', checks });
  await engine.close();
  return directory;
}

async function crashAt(point: CrashPlace, directory: string): Promise<void> {
  const child = fork(program, [directory, 'm_dev', point], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  if (point === 'cancelling') child.once('message', () => child.send('cancel'));
  const [code, signal] = await once(child, 'exit');
  expect([code, signal]).toEqual([null, 'SIGKILL']);
}

const cases: [CrashPoint, next: string, state: string, failure: string | null, rows: number][] = [
  ['dispatched', 'select 2 as n', 'completed', null, 2],
  ['before_send', 'select 2 as n', 'failed', 'lost', 1],
  ['executing', slowQuery, 'failed', 'lost', 1],
  ['after_result', 'select 2 as n', 'completed', null, 2],
  ['describing', 'select 2 as n', 'completed', null, 2],
  ['cancelling', slowQuery, 'cancelled', null, 1],
];

test.each(cases)(
  'the host killed when %s: after a restart the run is in a true state',
  async (point, next, state, failure, rows) => {
    const directory = await workspace(next);
    await crashAt(point, directory);
    const engine = await openTestEngine({}, directory);
    const [last] = engine.runs.list({ job: 'm_dev', limit: 1 }).runs;
    expect(await ended(engine, last?.id ?? 0)).toBe(state);
    const run = engine.runs.get(last?.id ?? 0);
    expect(run.trigger.cause).toBe(point);
    expect(run.failures[0]?.code ?? null).toBe(failure);
    expect(await rowsOf(engine, 'dev', 'select n from m')).toEqual([[rows]]);
    expect(run.steps.filter(step => step.state === 'running')).toEqual([]);
    // The warehouse was asked once, whatever happened.
    expect(
      run.steps.filter(step => step.name === 'build' && step.query_id !== null).length,
    ).toBeLessThanOrEqual(1);
  },
);

const audited: [CrashPlace, least: number, state: string, failure: string | null, rows: number][] = [
  ['describing@audit', 1, 'completed', null, 2],
  ['before_send@publish', 1, 'failed', 'lost', 1],
  ['after_result@publish', 1, 'completed', null, 2],
  ['after_result@cleanup', 9, 'failed', 'check_failed', 1],
];

test.each(audited)(
  'the host killed when %s of a table with a check: the target is as before or as after',
  async (point, least, state, failure, rows) => {
    const directory = await workspace('select 2 as n', [{ check: 'row_count', min: least }]);
    await crashAt(point, directory);
    const options = engineOptions(directory);
    const engine = await openTestEngine(options, directory);
    const [last] = engine.runs.list({ job: 'm_dev', limit: 1 }).runs;
    expect(await ended(engine, last?.id ?? 0)).toBe(state);
    const run = engine.runs.get(last?.id ?? 0);
    expect(run.failures[0]?.code ?? null).toBe(failure);
    expect(run.checks.map(({ outcome }) => outcome)).toEqual([least > 1 ? 'failed' : 'passed']);
    expect(run.steps.filter(step => step.state === 'running')).toEqual([]);
    expect(await rowsOf(engine, 'dev', 'select n from m')).toEqual([[rows]]);
    const executor = options.executors.for({
      id: 1,
      definition: { name: 'embedded', engine: 'duckdb' },
      trustedHosts: [],
    });
    const session = { role: null, warehouse: null, database: null, schema: null };
    const entries = await executor.catalog({ session, database: 'SHOP_DEV' });
    expect(entries.map(({ name }) => name)).toEqual(['M']);
  },
);

test('a run that was lost leaves room for the next one', async () => {
  const directory = await workspace(slowQuery);
  await crashAt('executing', directory);
  const engine = await openTestEngine({}, directory);
  await addJob(engine, 'm', 'dev', { tag: 'v1' });
  expect((await runJob(engine, 'm_dev')).state).toBe('completed');
});

test('a warehouse that cannot be asked at the start is asked again', async () => {
  const directory = await workspace('select 2 as n');
  await crashAt('after_result', directory);
  const options = engineOptions(directory);
  const asked = new EventEmitter();
  let down = true;
  const executors = changed(options.executors, real => ({
    async recall(request) {
      asked.emit('asked');
      if (down) throw unavailable();
      return await real.recall(request);
    },
  }));
  const clock = new FakeClock();
  const first = once(asked, 'asked');
  const engine = await openTestEngine({ ...options, executors, clock }, directory);
  await first;
  await new Promise(setImmediate);
  const [last] = engine.runs.list({ job: 'm_dev', limit: 1 }).runs;
  expect(last?.state).toBe('running');
  down = false;
  clock.advance(1_000);
  expect(await ended(engine, last?.id ?? 0)).toBe('completed');
  expect(await rowsOf(engine, 'dev', 'select n from m')).toEqual([[2]]);
});

test('a run that takes the engine down again and again after it was built is completed without being described', async () => {
  const directory = await workspace('select 2 as n');
  // The second kill and those after it come from the run of the first, taken up again.
  for (let kill = 0; kill < 4; kill++) await crashAt('describing', directory);
  const engine = await openTestEngine({}, directory);
  const { runs } = engine.runs.list({ job: 'm_dev', limit: 10 });
  const run = runs.findLast(each => each.trigger.cause === 'describing');
  if (!run) throw new Error('The run is gone');
  expect(await ended(engine, run.id)).toBe('completed');
  expect(engine.runs.get(run.id)).toMatchObject({ failures: [], rows_affected: null });
  const { lines } = engine.runs.logs({ run: run.id, level: 'warn', limit: 10 });
  expect(lines.at(-1)?.message).toBe(
    'The engine stopped 4 times during this run: "describe" is left out, what the run was for had taken effect',
  );
});
