import assert from 'node:assert/strict';
import { casesOf } from '../case.ts';
import { fails } from '../trial.ts';
import { remembered } from './history.ts';

export const tags = casesOf('tags and time limits', {
  'the history tells on whose behalf a statement ran': async trial => {
    const tag = { workspace: 'conformance', job: 'daily "orders"', run: 7, attempt: 2, step: 'build' };
    const table = await trial.table('TAGGED', 'SELECT 1 AS A');
    const script = trial.script(`INSERT INTO ${table} SELECT 2`, { tag });
    await trial.executor.execute(script);
    const [statement, ...others] = await remembered(trial, script.queryId);
    assert.deepEqual(others, []);
    assert.deepEqual(statement?.tag, { app: 'slipway', ...tag, script: script.queryId });
    assert.match(statement?.text ?? '', /^INSERT INTO/);
  },
  'every statement of a script has its id in the tag': async trial => {
    const table = await trial.table('MANY_TAGS', 'SELECT 1 AS A');
    const script = trial.script([`INSERT INTO ${table} SELECT 2`, `INSERT INTO ${table} SELECT 3`]);
    await trial.executor.execute(script);
    const statements = await remembered(trial, script.queryId);
    assert.equal(statements.filter(({ text }) => text.startsWith('INSERT')).length, 2);
    assert(statements.every(({ tag }) => tag['script'] === script.queryId));
  },
  "the account's own id is told, and is the one in its history": async trial => {
    const table = await trial.table('IDENTIFIED', 'SELECT 1 AS A');
    const script = trial.script(`INSERT INTO ${table} SELECT 2`);
    const told: string[] = [];
    await trial.executor.execute(script, { onSubmitted: id => told.push(id) });
    const statements = await remembered(trial, script.queryId);
    assert.deepEqual(
      statements.map(({ id }) => id),
      told,
    );
  },
  'one script is one submission': [
    ['script'],
    async trial => {
      const table = await trial.table('ONCE', 'SELECT 1 AS A');
      const script = trial.script(`INSERT INTO ${table} SELECT 2`);
      await trial.executor.execute(script);
      const submissions = trial.server.log.submissions.filter(({ queryTag }) =>
        queryTag.includes(script.queryId),
      );
      assert.equal(submissions.length, 1);
    },
  ],
  'the account ends a statement when its time is over': [
    ['slow statements'],
    async trial => {
      const session = { ...trial.session, statementTimeoutMs: 1_000 };
      const failure = await fails(
        trial.run(`CREATE TABLE ${trial.sql('LATE')} AS\n${trial.slow(60)}`, { session }),
        'timeout',
      );
      assert.equal(failure.sqlstate, '57014');
      assert(!(await trial.exists(trial.relation('LATE'))));
    },
  ],
  'a query has a time limit too': [
    ['slow statements'],
    async trial => {
      await fails(trial.rows(trial.slow(60), { ...trial.session, statementTimeoutMs: 1_000 }), 'timeout');
    },
  ],
});
