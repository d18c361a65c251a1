import { describe, expect, test } from 'vitest';
import { ExecutionError, type Executors } from '../../../src/main/engine/ports.ts';
import {
  ada,
  addJob,
  addModel,
  addShop,
  building,
  ended,
  engineOptions,
  openTestEngine,
  rowsOf,
  runJob,
  slowQuery,
} from '../../support/engine.ts';
import { temporaryDirectory } from '../../support/temporary.ts';
import type { Engine } from '../../../src/main/engine/engine.ts';

async function slowJob(engine: Engine, options: { timeout?: string } = {}) {
  await addShop(engine);
  await addModel(engine, 'm', 'select 1 as n', slowQuery);
  await addJob(engine, 'm', 'dev', { tag: 'v1' });
  await runJob(engine, 'm_dev');
  return await addJob(engine, 'm', 'dev', { tag: 'v2', ...options });
}

describe('cancelling', () => {
  test('reaches the warehouse well within a second and leaves the target as it was', async () => {
    const engine = await openTestEngine();
    const { id } = await engine.runs.dispatch(ada, { job: await slowJob(engine), cause: '', variables: {} });
    await building(engine, id);
    const asked = performance.now();
    expect(await engine.runs.cancel(ada, id, 'wrong month')).toEqual({ id, state: 'pending_cancellation' });
    expect(await ended(engine, id)).toBe('cancelled');
    expect(performance.now() - asked).toBeLessThan(5_000);
    const run = engine.runs.get(id);
    expect(run).toMatchObject({ reason: 'wrong month', failures: [] });
    expect(run.steps.at(-1)).toMatchObject({ name: 'build', state: 'cancelled' });
    expect(await rowsOf(engine, 'dev', 'select n from m')).toEqual([[1]]);
  });

  test('a run that waits ends at once, and never starts', async () => {
    const engine = await openTestEngine();
    const job = await slowJob(engine);
    const first = await engine.runs.dispatch(ada, { job, cause: '', variables: {} });
    const second = await engine.runs.dispatch(ada, { job, cause: '', variables: {} });
    expect(second.state).toBe('pending');
    expect(await engine.runs.cancel(ada, second.id, '')).toEqual({ id: second.id, state: 'cancelled' });
    await engine.runs.cancel(ada, first.id, '');
    await ended(engine, first.id);
    expect(engine.runs.get(second.id)).toMatchObject({
      state: 'cancelled',
      steps: [],
      times: { claimed_at: null },
    });
  });

  test('what has ended cannot be cancelled, and twice is once', async () => {
    const engine = await openTestEngine();
    const { id } = await engine.runs.dispatch(ada, { job: await slowJob(engine), cause: '', variables: {} });
    await building(engine, id);
    await engine.runs.cancel(ada, id, '');
    await expect(engine.runs.cancel(ada, id, '')).rejects.toMatchObject({ code: 'conflict' });
    await ended(engine, id);
    await expect(engine.runs.cancel(ada, id, '')).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('final'),
    });
    await expect(engine.runs.cancel(ada, 999, '')).rejects.toMatchObject({ code: 'not_found' });
  });
});

test('a run that takes longer than its job allows is stopped in the warehouse and fails', async () => {
  const engine = await openTestEngine();
  const run = await runJob(engine, await slowJob(engine, { timeout: '300ms' }));
  expect(run).toMatchObject({ state: 'failed', failures: [{ code: 'timeout', step: 'build' }] });
  expect(run.failure).toBe('Stopped after 0.3 s, the limit of the job');
  expect(await rowsOf(engine, 'dev', 'select n from m')).toEqual([[1]]);
});

describe('an executor that is killed', () => {
  /** Tells the process ids of executors as they are started. */
  function watched(directory: string) {
    const pids: number[] = [];
    const options = engineOptions(directory, {
      write: (_level, _message, fields) => {
        if (typeof fields?.pid === 'number') pids.push(fields.pid);
      },
    });
    return { options, kill: () => process.kill(pids.at(-1) ?? 0, 'SIGKILL') };
  }

  test('fails its run with a clear record; nothing else is touched and the next run works', async () => {
    const directory = temporaryDirectory();
    const { options, kill } = watched(directory);
    const engine = await openTestEngine(options, directory);
    const job = await slowJob(engine);
    const { id } = await engine.runs.dispatch(ada, { job, cause: '', variables: {} });
    await building(engine, id);
    kill();
    expect(await ended(engine, id)).toBe('failed');
    expect(engine.runs.get(id).failures).toMatchObject([{ code: 'executor_crashed', step: 'build' }]);
    expect(await rowsOf(engine, 'dev', 'select n from m')).toEqual([[1]]);
    await addJob(engine, 'm', 'dev', { tag: 'v1' });
    expect((await runJob(engine, 'm_dev')).state).toBe('completed');
  });

  test('just after the script took effect: the warehouse is asked, and the run completes', async () => {
    const directory = temporaryDirectory();
    const options = engineOptions(directory);
    let lose = false;
    const executors: Executors = {
      close: () => options.executors.close(),
      for(connection) {
        const executor = options.executors.for(connection);
        return {
          ...executor,
          async execute(script, hooks) {
            const result = await executor.execute(script, hooks);
            if (!lose) return result;
            throw new ExecutionError({
              code: 'executor_crashed',
              message: 'The answer got lost',
              sqlstate: null,
              query_id: script.queryId,
              retryable: true,
              hint: null,
            });
          },
        };
      },
    };
    const engine = await openTestEngine({ ...options, executors }, directory);
    await addShop(engine);
    await addModel(engine, 'm', 'select 1 as n');
    await addJob(engine, 'm', 'dev');
    lose = true;
    const run = await runJob(engine, 'm_dev');
    expect(run.state).toBe('completed');
    expect(run.failures).toEqual([]);
    expect(await rowsOf(engine, 'dev', 'select n from m')).toEqual([[1]]);
  });
});

test('closing the engine cancels what runs and keeps what waits for the next start', async () => {
  const directory = temporaryDirectory();
  const engine = await openTestEngine({}, directory);
  const job = await slowJob(engine);
  const running = await engine.runs.dispatch(ada, { job, cause: '', variables: {} });
  const waiting = await engine.runs.dispatch(ada, { job, cause: '', variables: {}, version: 'v1' });
  await building(engine, running.id);
  await engine.close();
  const again = await openTestEngine({}, directory);
  expect(again.runs.get(running.id)).toMatchObject({ state: 'cancelled', reason: 'Slipway was closed' });
  expect(await ended(again, waiting.id)).toBe('completed');
});
