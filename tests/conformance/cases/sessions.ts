import assert from 'node:assert/strict';
import { quoteName, quoteRelation } from '../../../src/shared/domain/relation.ts';
import { casesOf } from '../case.ts';
import { all, fails } from '../trial.ts';

export const sessions = casesOf('sessions', {
  'two sessions at once have each their own parameters': async trial => {
    const limit = (rows: number) => ({ ...trial.session, parameters: { ROWS_PER_RESULTSET: rows } });
    const sql = 'SELECT SEQ4() AS N FROM TABLE(GENERATOR(ROWCOUNT => 100))';
    const sizes = [2, 5, 3, 7, 2, 5, 3, 7];
    const answers = await Promise.all(sizes.map(size => trial.rows(sql, limit(size))));
    assert.deepEqual(
      answers.map(rows => rows.length),
      sizes,
    );
  },
  'a parameter does not outlive its statement': async trial => {
    const sql = 'SELECT SEQ4() AS N FROM TABLE(GENERATOR(ROWCOUNT => 10))';
    assert.equal(
      (await trial.rows(sql, { ...trial.session, parameters: { ROWS_PER_RESULTSET: 1 } })).length,
      1,
    );
    assert.equal((await trial.rows(sql)).length, 10);
  },
  'a parameter that is not there is refused': async trial => {
    const session = { ...trial.session, parameters: { NO_SUCH_PARAMETER: 1 } };
    await assert.rejects(trial.rows('SELECT 1 AS A', session), /NO_SUCH_PARAMETER/);
  },
  'two connections at once do not see each other': async trial => {
    const { session, executors } = trial;
    const other = executors.connect({ name: 'the_other' });
    const table = await trial.table('SHARED', 'SELECT 1 AS A');
    const read = async () => {
      const request = { queryId: trial.newId(), session, sql: `SELECT A FROM ${table}`, pageRows: 10 };
      const pages = await all(other.query(request));
      return pages.flatMap(({ rows }) => rows);
    };
    const [mine, theirs] = await Promise.all([trial.rows(`SELECT A FROM ${table}`), read()]);
    assert.deepEqual([mine, theirs], [[[1]], [[1]]]);
    await executors.kill('the_other');
    // The process of the other connection died; this one's did not.
    assert.deepEqual(await trial.rows(`SELECT A FROM ${table}`), [[1]]);
    assert.deepEqual(await read(), [[1]]);
  },
  'names without a schema are those of the session': async trial => {
    const { session } = trial;
    const schema = `${session.schema}_OTHER`;
    const place = `${quoteName(session.database ?? '')}.${quoteName(schema)}`;
    const relation = trial.relation('SAME');
    await trial.build(relation, "SELECT 'here' AS W");
    try {
      await trial.run(`CREATE SCHEMA IF NOT EXISTS ${place}`);
      await trial.build({ ...relation, schema }, "SELECT 'there' AS W");
      const sql = `SELECT W FROM ${quoteName(relation.name)}`;
      const answers = await Promise.all([
        trial.row(sql),
        trial.row(sql, { ...session, schema }),
        trial.row(sql),
        trial.row(sql, { ...session, schema }),
      ]);
      assert.deepEqual(answers.flat(), ['here', 'there', 'here', 'there']);
    } finally {
      await trial.run(`DROP SCHEMA IF EXISTS ${place}`);
    }
  },
  'without a database a name means nothing': async trial => {
    const session = { ...trial.session, database: null, schema: null };
    await fails(trial.rows('SELECT * FROM SOME_TABLE', session), 'source_missing');
  },
  'a schema that is not there yet can be made': async trial => {
    const { database, schema } = trial.session;
    const session = { ...trial.session, schema: `${schema}_LATER` };
    const relation = { database: database ?? '', schema: session.schema, name: 'T' };
    const place = `${quoteName(relation.database)}.${quoteName(relation.schema)}`;
    try {
      await trial.run(`CREATE SCHEMA IF NOT EXISTS ${place}`, { session });
      await trial.run(`CREATE TABLE ${quoteRelation(relation)} AS SELECT 1 AS A`, { session });
      assert.deepEqual(await trial.row('SELECT A FROM T', session), [1]);
    } finally {
      await trial.run(`DROP SCHEMA IF EXISTS ${place}`);
    }
  },
  'a temporary table is gone with its script': async trial => {
    await trial.run(`CREATE TEMPORARY TABLE ${trial.sql('TEMPORARY')} AS SELECT 1 AS A`);
    for (let n = 0; n < 3; n++) {
      await fails(trial.rows(`SELECT * FROM ${trial.sql('TEMPORARY')}`), 'source_missing');
    }
  },
  'a script does not change its session': async trial => {
    for (const sql of ['USE SCHEMA PUBLIC', "ALTER SESSION SET QUERY_TAG = 'x'", 'SET V = 1']) {
      await fails(trial.run(sql), 'forbidden');
    }
  },
});
