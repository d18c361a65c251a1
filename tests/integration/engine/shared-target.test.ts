import { expect, test } from 'vitest';
import type { Script } from '../../../src/main/engine/ports.ts';
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
import { changed } from '../../support/executors.ts';
import { temporaryDirectory } from '../../support/temporary.ts';

const orders = (['view', 'table'] as const).flatMap(first =>
  ([null, 'view', 'table'] as const).map(existing => ({ first, existing })),
);

test.each(orders)(
  'two jobs build one target at once, as a $first first and then as the other, where there was: $existing',
  async ({ first, existing }) => {
    const directory = temporaryDirectory();
    const options = engineOptions(directory);
    const sent: Script[] = [];
    let together = false;
    const bothReady = Promise.withResolvers<void>();
    const firstSent = Promise.withResolvers<void>();
    const executors = changed(options.executors, real => ({
      async execute(script, hooks) {
        sent.push(script);
        if (!together) return await real.execute(script, hooks);
        // Nothing is built before both have looked at what there is; then one goes right after the other.
        if (sent.length === 2) bothReady.resolve();
        await (script.target?.type === first ? bothReady : firstSent).promise;
        const result = real.execute(script, hooks);
        firstSent.resolve();
        return await result;
      },
    }));
    const engine = await openTestEngine({ ...options, executors }, directory);
    await addShop(engine);
    await addModel(engine, 'one', 'select 1 as n');
    await addModel(engine, 'two', 'select 2 as n');
    // The database is there: scripts that have to wait for its creation may overtake each other.
    await addModel(engine, 'other', 'select 0 as n');
    await addJob(engine, 'other', 'dev');
    await runJob(engine, 'other_dev');
    const second = first === 'view' ? 'table' : 'view';
    if (existing) {
      await addJob(engine, 'one', 'dev', { type: existing, table: 'T' });
      await runJob(engine, 'one_dev');
    }
    await addJob(engine, 'one', 'dev', { type: first, table: 'T' });
    await addJob(engine, 'two', 'dev', { type: second, table: 'T', shared: true });
    sent.length = 0;
    together = true;
    const runs: number[] = [];
    for (const job of ['one_dev', 'two_dev']) {
      const { id, state } = await engine.runs.dispatch(ada, { job, cause: '', variables: {} });
      expect(state).toBe('running');
      runs.push(id);
    }
    for (const id of runs) expect(await ended(engine, id)).toBe('completed');

    const records = runs.map(id => engine.runs.get(id));
    for (const { frozen, query_ids, steps } of records) {
      const last = sent.findLast(script => query_ids.includes(script.queryId));
      expect(frozen.statements).toEqual(last?.statements);
      expect(steps.map(step => [step.name, step.state])).toEqual(
        ['compile', 'sources', 'build', 'describe'].map(name => [name, 'completed']),
      );
    }
    expect(await rowsOf(engine, 'dev', 'select n from T')).toEqual([[2]]);
    const [entry] = await engine.catalog.relations({ environment: 'dev', search: 'SHOP_DEV.MARTS.T' });
    expect(entry?.type).toBe(second);
  },
);
