import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { ada, addJob, addModel, addShop, building, openTestEngine, slowQuery } from '../../support/engine.ts';

/** Collects what nobody holds any more. */
async function collectGarbage(): Promise<void> {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  // A weak reference that was made or read keeps its object until the turn is over.
  await new Promise(setImmediate);
  collect();
}

test('runs that wait are kept in the store, not in memory', async () => {
  const specs: WeakRef<object>[] = [];
  const engine = await openTestEngine({
    kinds: ({ model }) => ({
      model: {
        ...model,
        freeze(...input) {
          const frozen = model.freeze(...input);
          if (frozen.target) specs.push(new WeakRef(frozen.target));
          return frozen;
        },
      },
    }),
  });
  await addShop(engine);
  await addModel(engine, 'm', slowQuery);
  const job = await addJob(engine, 'm', 'dev');
  specs.length = 0;
  const first = await engine.runs.dispatch(ada, { job, cause: '', variables: {} });
  await building(engine, first.id);
  // Each with a variable of its own: runs that are alike share their specification.
  for (let n = 0; n < 20; n++) await engine.runs.dispatch(ada, { job, cause: '', variables: { n } });
  await collectGarbage();
  expect(specs).toHaveLength(21);
  // The one that runs.
  expect(specs.filter(spec => spec.deref() !== undefined)).toHaveLength(1);
});
