import assert from 'node:assert/strict';
import { casesOf } from '../case.ts';
import { fails } from '../trial.ts';

export const transactions = casesOf('transactions', {
  'several statements take effect together, with all of their rows': async trial => {
    const table = await trial.table('TOGETHER', 'SELECT 1 AS A');
    const { rows } = await trial.run([
      `DELETE FROM ${table} WHERE A = 1`,
      `INSERT INTO ${table} SELECT 2 UNION ALL SELECT 3`,
    ]);
    assert.equal(rows, 3);
    assert.deepEqual(await trial.rows(`SELECT A FROM ${table} ORDER BY A`), [[2], [3]]);
  },
  'later statements see what earlier ones did': async trial => {
    const table = await trial.table('SEEN', 'SELECT 1 AS A');
    await trial.run([
      `INSERT INTO ${table} SELECT 2`,
      `INSERT INTO ${table} SELECT COUNT(*) + 10 FROM ${table}`,
    ]);
    assert.deepEqual(await trial.rows(`SELECT A FROM ${table} ORDER BY A`), [[1], [2], [12]]);
  },
  'none of them takes effect when one fails': async trial => {
    const table = await trial.table('ROLLED_BACK', 'SELECT 1 AS A');
    const last = `INSERT INTO ${table} SELECT S::NUMBER(5,0) FROM (SELECT '2' AS S UNION ALL SELECT 'x') X`;
    await fails(
      trial.run([`DELETE FROM ${table}`, `INSERT INTO ${table} SELECT 5`, last]),
      'conversion_error',
    );
    assert.deepEqual(await trial.rows(`SELECT A FROM ${table}`), [[1]]);
  },
  'a transaction that failed is not left to the next script': async trial => {
    const table = await trial.table('NEXT_ONE', 'SELECT 1 AS A');
    await fails(trial.run([`DELETE FROM ${table}`, 'SELECT * FROM NO_SUCH_TABLE']), 'source_missing');
    await trial.run(`INSERT INTO ${table} SELECT 2`);
    await trial.executors.kill();
    // What had not been committed would be gone with its session.
    assert.deepEqual(await trial.rows(`SELECT A FROM ${table} ORDER BY A`), [[1], [2]]);
  },
  'a definition cannot be one of several statements': async trial => {
    const table = await trial.table('NOT_MIXED', 'SELECT 1 AS A');
    await fails(
      trial.run([`DELETE FROM ${table}`, `CREATE TABLE ${trial.sql('MIXED')} AS SELECT 1 AS A`]),
      'forbidden',
    );
    assert.equal(await trial.count(table), 1);
  },
  'a script does not begin or end transactions': async trial => {
    for (const word of ['BEGIN', 'COMMIT', 'ROLLBACK']) await fails(trial.run(word), 'forbidden');
  },
  'a second statement cannot be smuggled into one': async trial => {
    const table = await trial.table('UNHARMED', 'SELECT 1 AS A');
    await assert.rejects(trial.run(`INSERT INTO ${table} SELECT 2; DELETE FROM ${table}`));
    await assert.rejects(trial.rows(`SELECT 1 AS A; DELETE FROM ${table}`));
    assert.deepEqual(await trial.rows(`SELECT A FROM ${table}`), [[1]]);
  },
  'a script that is cancelled in the middle is rolled back': [
    ['slow statements'],
    async trial => {
      const table = await trial.table('MIDDLE', 'SELECT 1 AS A');
      const reached = Promise.withResolvers<void>();
      let submitted = 0;
      const script = trial.script([`DELETE FROM ${table}`, trial.slow(60)]);
      const work = trial.executor.execute(script, {
        onSubmitted: () => {
          submitted += 1;
          if (submitted === 2) reached.resolve();
        },
      });
      await Promise.race([reached.promise, work]);
      await trial.executor.cancel(script.queryId);
      await fails(work, 'cancelled');
      assert.deepEqual(await trial.rows(`SELECT A FROM ${table}`), [[1]]);
    },
  ],
});
