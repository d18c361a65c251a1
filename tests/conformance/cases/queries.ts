import assert from 'node:assert/strict';
import { casesOf } from '../case.ts';
import { all, failureOf, fails } from '../trial.ts';

/** The numbers from 1 to `rows`. */
const numbers = (rows: number) =>
  `SELECT ROW_NUMBER() OVER (ORDER BY SEQ4()) AS N FROM TABLE(GENERATOR(ROWCOUNT => ${rows}))`;

export const queries = casesOf('queries', {
  'rows come in pages of the size asked for, in order': async trial => {
    const pages = await all(trial.pages(`SELECT N FROM (${numbers(2_500)}) ORDER BY N`, { pageRows: 1_000 }));
    assert.deepEqual(
      pages.map(({ rows }) => rows.length),
      [1_000, 1_000, 500],
    );
    const seen = pages.flatMap(({ rows }) => rows.map(([n]) => Number(n)));
    assert.deepEqual(
      seen,
      Array.from({ length: 2_500 }, (_, index) => index + 1),
    );
  },
  'an empty result has columns': async trial => {
    const pages = await all(trial.pages("SELECT 1 AS A, 'x' AS B WHERE FALSE"));
    assert.deepEqual(
      pages.map(({ columns, rows }) => [columns.map(({ name }) => name), rows]),
      [[['A', 'B'], []]],
    );
  },
  'a large result arrives whole': async trial => {
    let rows = 0;
    let sum = 0;
    for await (const page of trial.pages(numbers(100_000), { pageRows: 10_000 })) {
      rows += page.rows.length;
      for (const [n] of page.rows) sum += Number(n);
    }
    assert.deepEqual([rows, sum], [100_000, (100_000 * 100_001) / 2]);
  },
  'a wide row': async trial => {
    const list = Array.from({ length: 300 }, (_, index) => `${index} AS C${index}`).join(', ');
    const { columns, rows } = await trial.query(`SELECT ${list}`);
    assert.deepEqual([columns.length, rows[0]?.[299]], [300, 299]);
  },
  'names of columns are as they were written': async trial => {
    const { columns } = await trial.query('SELECT 1 AS plain, 2 AS "as It is", 3 AS "q""q"');
    assert.deepEqual(
      columns.map(({ name }) => name),
      ['PLAIN', 'as It is', 'q"q'],
    );
  },
  'two columns of one name are both there': async trial => {
    const { columns, rows } = await trial.query('SELECT 1 AS A, 2 AS A');
    assert.deepEqual([columns.map(({ name }) => name), rows], [['A', 'A'], [[1, 2]]]);
  },
  'what stands around the query does not matter': async trial => {
    assert.deepEqual(await trial.row('-- first\n/* then */ SELECT 1 AS A -- last\n;'), [1]);
  },
  'leaving a result early leaves others alone': async trial => {
    for await (const page of trial.pages(numbers(5_000), { pageRows: 10 })) {
      assert.equal(page.rows.length, 10);
      break;
    }
    assert.deepEqual(await trial.row('SELECT 1 AS A'), [1]);
  },
  'many queries at once have each their own answer': async trial => {
    const answers = await Promise.all(Array.from({ length: 12 }, (_, n) => trial.row(`SELECT ${n} AS N`)));
    assert.deepEqual(
      answers.flat(),
      Array.from({ length: 12 }, (_, n) => n),
    );
  },
  'a limit on the rows of results counts for its session': async trial => {
    const limited = { ...trial.session, parameters: { ROWS_PER_RESULTSET: 3 } };
    assert.equal((await trial.rows(numbers(10), limited)).length, 3);
    assert.equal((await trial.rows(numbers(10))).length, 10);
  },
  'a query is described without running': async ({ executor, session }) => {
    // It would fail.
    const sql = "SELECT 'x'::NUMBER(10,2) AS A, TRUE AS B, CURRENT_DATE() AS C";
    assert.deepEqual(await executor.describe({ session, sql }), [
      { name: 'A', type: 'NUMBER(10,2)' },
      { name: 'B', type: 'BOOLEAN' },
      { name: 'C', type: 'DATE' },
    ]);
  },
  'a view is described by its own columns': async trial => {
    const view = trial.relation('DESCRIBED');
    await trial.build(view, 'SELECT 1::NUMBER(5,0) AS A, TRUE AS B', 'view');
    const sql = `SELECT * FROM ${trial.sql('DESCRIBED')}`;
    assert.deepEqual(await trial.executor.describe({ session: trial.session, sql }), [
      { name: 'A', type: 'NUMBER(5,0)' },
      { name: 'B', type: 'BOOLEAN' },
    ]);
  },
  'a query that cannot be described is refused': async ({ executor, session }) => {
    await fails(executor.describe({ session, sql: 'SELECT * FROM NO_SUCH_TABLE' }), 'source_missing');
  },
  'what changes something is no query': async trial => {
    const table = await trial.table('KEPT', 'SELECT 1 AS A');
    await fails(trial.rows(`DELETE FROM ${table}`), 'forbidden');
    assert.equal(await trial.count(table), 1);
  },
  'an aborted query is over': async trial => {
    const abort = new AbortController();
    const reading = (async () => {
      for await (const _ of trial.pages(numbers(50_000), { pageRows: 10, signal: abort.signal }))
        abort.abort();
    })();
    assert.equal((await failureOf(reading)).code, 'cancelled');
  },
});
