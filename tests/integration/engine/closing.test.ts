import { expect, test } from 'vitest';
import { openEngine } from '../../../src/main/engine/engine.ts';
import { ownAnalysis } from '../../support/analysis.ts';
import { addModel, addShop, engineOptions, silentLog } from '../../support/engine.ts';
import { watchLeaks } from '../../support/leaks.ts';
import { temporaryDirectory } from '../../support/temporary.ts';
import { embedded } from '../../support/executors.ts';

const nowhere = { role: null, warehouse: null, database: null, schema: null };
const connection = embedded();
/** With all of its processes its own. */
const ownOptions = (directory: string, log = silentLog) => ({
  ...engineOptions(directory, log),
  analysis: ownAnalysis(),
});

test('nothing of the child processes is left once the engine is closed', async () => {
  const directory = temporaryDirectory();
  const checkLeaks = watchLeaks(directory, 0);
  const engine = await openEngine(ownOptions(directory));
  // Both have been at work, and are idle.
  await addShop(engine);
  await addModel(engine, 'm', 'select 1 as n');
  await engine.close();
  await checkLeaks();
});

test('nor of one that is still being started', async () => {
  const directory = temporaryDirectory();
  const checkLeaks = watchLeaks(directory, 0);
  const options = ownOptions(directory);
  const engine = await openEngine(options);
  const asked = [options.executors.for(connection).test(nowhere), options.analysis.analyze('select 1')];
  const answers = Promise.allSettled(asked);
  await engine.close();
  await checkLeaks();
  expect((await answers).map(answer => answer.status)).toEqual(['rejected', 'rejected']);
});

test('nor of one that was killed', async () => {
  const directory = temporaryDirectory();
  const checkLeaks = watchLeaks(directory, 0);
  const pids: unknown[] = [];
  const options = ownOptions(directory, {
    write(level, message, fields) {
      if (message === 'executor started') pids.push(fields?.pid);
      silentLog.write(level, message, fields);
    },
  });
  const engine = await openEngine(options);
  await options.executors.for(connection).test(nowhere);
  process.kill(Number(pids[0]), 'SIGKILL');
  await engine.close();
  await checkLeaks();
});
