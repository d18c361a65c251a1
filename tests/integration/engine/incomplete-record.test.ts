import { expect, test } from 'vitest';
import { SlipwayError } from '../../../src/shared/domain/errors.ts';
import { addJob, addModel, addShop, openTestEngine, rowsOf, runJob } from '../../support/engine.ts';

/** From that step on nothing can be written down, until the run is to end: the disk was full for a while. */
async function fullFrom(step: 'compile' | 'describe') {
  let on = false;
  const engine = await openTestEngine({
    kinds: ({ model }) => ({
      model: {
        ...model,
        async execute(run, context) {
          if (!on) return await model.execute(run, context);
          const { store } = context;
          const [write, note] = [store.write.bind(store), store.note.bind(store)];
          let full = false;
          const refused = () =>
            Promise.reject(new SlipwayError('unavailable', 'The disk that holds slipway.db is full'));
          store.write = job => (full ? refused() : write(job));
          store.note = job => (full ? refused() : note(job));
          const steps: typeof run.step = run.step.bind(run);
          run.step = async (name, work) =>
            await steps(name, async control => {
              full ||= name === step;
              return await work(control);
            });
          await model.execute(run, context).finally(() => Object.assign(store, { write, note }));
        },
      },
    }),
  });
  await addShop(engine);
  await addModel(engine, 'm', 'select 1 as n', 'select 2 as n');
  await addJob(engine, 'm', 'dev', { tag: 'v1' });
  await runJob(engine, 'm_dev');
  await addJob(engine, 'm', 'dev', { tag: 'v2' });
  on = true;
  return engine;
}

test('a run whose target was built is completed, also when not all of it could be written down', async () => {
  const engine = await fullFrom('describe');
  const run = await runJob(engine, 'm_dev');
  expect(run).toMatchObject({ state: 'completed', failures: [], rows_affected: 1 });
  expect(run.steps.map(step => [step.name, step.state])).toEqual(
    ['compile', 'sources', 'build', 'describe'].map(name => [name, 'completed']),
  );
  const { lines } = engine.runs.logs({ run: run.id, level: 'warn', limit: 10 });
  expect(lines.map(line => line.message)).toEqual([
    'Part of the record of this run could not be written: The disk that holds slipway.db is full',
  ]);
  expect(await rowsOf(engine, 'dev', 'select n from m')).toEqual([[2]]);
});

test('nothing is sent whose intent could not be written down', async () => {
  const engine = await fullFrom('compile');
  const run = await runJob(engine, 'm_dev');
  expect(run).toMatchObject({ state: 'failed', failures: [{ code: 'unavailable', step: 'build' }] });
  expect(run.steps.filter(step => step.state === 'running')).toEqual([]);
  expect(await rowsOf(engine, 'dev', 'select n from m')).toEqual([[1]]);
});
