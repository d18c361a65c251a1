import assert from 'node:assert/strict';
import type { Recall, RecallRequest, Script } from '../../../src/main/engine/ports.ts';
import { casesOf } from '../case.ts';
import { failureOf, type Trial } from '../trial.ts';
import { remembered } from './history.ts';

type Target = NonNullable<Script['target']>;

function question(script: Script, warehouseQueryId: string | null): RecallRequest {
  assert(script.target);
  const { queryId, session, target } = script;
  return { queryId, warehouseQueryId, session, target };
}

/** A script that builds a table, with its target. */
function building(trial: Trial, name: string, query: string): Script {
  const target: Target = { relation: trial.relation(name), type: 'table' };
  return trial.script(`CREATE TABLE ${trial.sql(name)} AS\n${query}`, { target });
}

/** Asks until the script has ended. */
async function ended(trial: Trial, request: RecallRequest): Promise<Recall> {
  for (;;) {
    const found = await trial.executor.recall(request);
    if (found.state !== 'running') return found;
  }
}

/** Starts a script and kills the executor once the account is at work on it; its own id of it. */
async function orphan(trial: Trial, script: Script): Promise<string> {
  const submitted = Promise.withResolvers<string>();
  const work = trial.executor.execute(script, { onSubmitted: submitted.resolve });
  const id = await Promise.race([submitted.promise, work.then(() => assert.fail('It ended too early'))]);
  await trial.executors.kill();
  assert.equal((await failureOf(work)).code, 'executor_crashed');
  return id;
}

/** That a script of one row ends well, and was submitted once. */
async function survives(trial: Trial, script: Script): Promise<void> {
  assert.equal((await trial.executor.execute(script)).rows, 1);
  assert.equal((await remembered(trial, script.queryId)).length, 1);
}

export const recall = casesOf('recall', {
  'a build that took effect, by its id': async trial => {
    const script = building(trial, 'BY_ID', 'SELECT 1 AS A UNION ALL SELECT 2');
    let id: string | null = null;
    await trial.executor.execute(script, { onSubmitted: warehouseId => (id = warehouseId) });
    assert.deepEqual(await trial.executor.recall(question(script, id)), { state: 'succeeded', rows: 2 });
  },
  'a build that took effect, by its tag': async trial => {
    const script = building(trial, 'BY_TAG', 'SELECT 1 AS A UNION ALL SELECT 2');
    await trial.executor.execute(script);
    assert.deepEqual(await trial.executor.recall(question(script, null)), { state: 'succeeded', rows: 2 });
  },
  'a build that failed, with what it failed of': async trial => {
    const script = building(trial, 'FAILED', "SELECT S::NUMBER(5,0) AS A FROM (SELECT 'x' AS S) X");
    await failureOf(trial.executor.execute(script));
    const found = await trial.executor.recall(question(script, null));
    assert.equal(found.state, 'failed');
    assert(found.state === 'failed' && found.failure.message.includes('x'));
  },
  'a script that was never sent': async trial => {
    const script = building(trial, 'NEVER', 'SELECT 1 AS A');
    assert.deepEqual(await trial.executor.recall(question(script, null)), { state: 'unknown' });
  },
  'a build goes on when its executor is killed, and is found by its id': [
    ['slow statements'],
    async trial => {
      const script = building(trial, 'ORPHAN', trial.slow(3));
      const id = await orphan(trial, script);
      const request = question(script, id);
      assert.deepEqual(await ended(trial, request), { state: 'succeeded', rows: 1 });
      const statements = await remembered(trial, script.queryId);
      assert.deepEqual(
        statements.map(statement => statement.id),
        [id],
        'It was submitted once',
      );
    },
  ],
  'a build goes on when its executor is killed, and is found by its tag': [
    ['slow statements'],
    async trial => {
      const script = building(trial, 'NAMELESS', trial.slow(3));
      await orphan(trial, script);
      assert.deepEqual(await ended(trial, question(script, null)), { state: 'succeeded', rows: 1 });
      assert.equal((await remembered(trial, script.queryId)).length, 1);
    },
  ],
  'what was found again can be stopped': [
    ['slow statements'],
    async trial => {
      const script = building(trial, 'FOUND', trial.slow(60));
      await orphan(trial, script);
      const request = question(script, null);
      assert.deepEqual(await trial.executor.recall(request), { state: 'running' });
      await trial.executor.cancel(script.queryId);
      const found = await ended(trial, request);
      assert(found.state === 'failed' && found.failure.code === 'cancelled', JSON.stringify(found));
      assert(!(await trial.exists(trial.relation('FOUND'))));
    },
  ],
  'a transaction whose executor was killed took no effect': [
    ['slow statements'],
    async trial => {
      const table = await trial.table('HALF', 'SELECT 1 AS A');
      const target: Target = { relation: trial.relation('HALF'), type: 'table' };
      const script = trial.script([`INSERT INTO ${table} SELECT 2`, trial.slow(3)], { target });
      const id = await orphan(trial, script);
      const found = await ended(trial, question(script, id));
      assert(found.state === 'failed' && found.failure.retryable, JSON.stringify(found));
      assert.deepEqual(await trial.rows(`SELECT A FROM ${table}`), [[1]]);
    },
  ],
  'a build survives a session whose token has run out': [
    ['slow statements', 'script'],
    async trial => {
      const message = 'Your session has expired. Please login again.';
      const fault = trial.server.faults.request(
        { how: 'refuse', code: '390112', message },
        { path: /^\/monitoring\//, times: 2 },
      );
      await survives(trial, building(trial, 'RENEWED', trial.slow(1)));
      assert(!trial.server.faults.active.includes(fault.id), 'It was asked how the statement is');
    },
  ],
  'a build survives a network that is away': [
    ['slow statements', 'script'],
    async trial => {
      const fault = trial.server.faults.request({ how: 'cut' }, { path: /^\/monitoring\//, times: 3 });
      await survives(trial, building(trial, 'AWAY', trial.slow(1)));
      assert(!trial.server.faults.active.includes(fault.id), 'It was asked how the statement is');
    },
  ],
});
