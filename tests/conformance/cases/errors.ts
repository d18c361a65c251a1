import assert from 'node:assert/strict';
import { casesOf } from '../case.ts';
import { fails } from '../trial.ts';

export const errors = casesOf('errors', {
  'a syntax error tells its place': async trial => {
    const failure = await fails(trial.rows('SELECT 1 AS A,\n  FROM WHERE'), 'syntax_error');
    assert.match(failure.message, /\(line 2, column \d+\)/);
    assert.equal(failure.sqlstate, '42000');
  },
  'a syntax error in a build tells its place in the query': async trial => {
    const relation = trial.relation('BROKEN');
    const failure = await fails(trial.build(relation, 'SELECT 1 AS A,\n  FROM WHERE'), 'syntax_error');
    assert.match(failure.message, /\(line 2, column \d+\)/);
  },
  'a table that is not there': async trial => {
    const failure = await fails(trial.rows('SELECT * FROM NO_SUCH_TABLE'), 'source_missing');
    assert.match(failure.message, /NO_SUCH_TABLE/);
    assert.equal(failure.sqlstate, '42S02');
    assert.notEqual(failure.hint, null);
  },
  'a database that is not there': async trial => {
    await fails(trial.rows('SELECT * FROM NO_SUCH_DATABASE_ANYWHERE.S.T'), 'source_missing');
  },
  'a column that is not there': async trial => {
    const table = await trial.table('COLUMNS', 'SELECT 1 AS A');
    const failure = await fails(trial.rows(`SELECT NO_SUCH_COLUMN FROM ${table}`), 'column_missing');
    assert.match(failure.message, /NO_SUCH_COLUMN/);
  },
  'a function that is not there': async trial => {
    await fails(trial.rows('SELECT NO_SUCH_FUNCTION(1)'), 'syntax_error');
  },
  'a text that is no number': async trial => {
    const failure = await fails(
      trial.rows("SELECT S::NUMBER(5,0) AS N FROM (SELECT 'twelve' AS S) X"),
      'conversion_error',
    );
    assert.match(failure.message, /twelve/);
  },
  'a division by zero': async trial => {
    await fails(trial.rows('SELECT 1 / N AS D FROM (SELECT 0 AS N) X'), 'conversion_error');
  },
  "a failure has the account's id of the statement": async trial => {
    const told: string[] = [];
    const script = trial.script('INSERT INTO NO_SUCH_TABLE SELECT 1');
    const failure = await fails(
      trial.executor.execute(script, { onSubmitted: id => told.push(id) }),
      'source_missing',
    );
    assert(failure.query_id !== null && /^[0-9a-f-]{36}$/.test(failure.query_id), String(failure.query_id));
    assert(told.length === 0 || told[0] === failure.query_id);
  },
  'a table that a role may not see': [
    ['limited role'],
    async trial => {
      const table = await trial.table('HIDDEN', 'SELECT 1 AS A');
      const session = { ...trial.session, role: trial.account.limitedRole };
      await fails(trial.rows(`SELECT * FROM ${table}`, session), 'source_missing');
    },
  ],
  'a table that a role may not make': [
    ['limited role'],
    async trial => {
      const session = { ...trial.session, role: trial.account.limitedRole };
      const work = trial.run(`CREATE TABLE ${trial.sql('FORBIDDEN')} AS SELECT 1 AS A`, { session });
      await fails(work, 'privilege_missing');
    },
  ],
  'a warehouse that is suspended and does not resume': [
    ['script'],
    async trial => {
      const table = await trial.table('ASLEEP', 'SELECT 1 AS A');
      const session = { ...trial.session, warehouse: 'ASLEEP_WH' };
      const failure = await fails(trial.rows(`SELECT * FROM ${table}`, session), 'warehouse_suspended');
      assert.match(failure.hint ?? '', /RESUME/);
    },
  ],
  'a warehouse that is over its quota': [
    ['script'],
    async trial => {
      const table = await trial.table('SPENT', 'SELECT 1 AS A');
      const session = { ...trial.session, warehouse: 'SPENT_WH' };
      await fails(trial.rows(`SELECT * FROM ${table}`, session), 'quota_exceeded');
    },
  ],
  'an answer that is not of Snowflake': [
    ['script'],
    async trial => {
      const fault = trial.server.faults.request({ how: 'html' }, { path: '/session/v1/login-request' });
      const executor = trial.executors.connect({ network: { sign_in_timeout: '1s' } });
      await fails(executor.describe({ session: trial.session, sql: 'SELECT 1 AS A' }), 'network');
      fault.clear();
      assert.equal((await executor.describe({ session: trial.session, sql: 'SELECT 1 AS A' })).length, 1);
    },
  ],
});
