import assert from 'node:assert/strict';
import { casesOf } from '../case.ts';
import { fails } from '../trial.ts';

const three = 'SELECT 1 AS ID, 10 AS V UNION ALL SELECT 2, 20 UNION ALL SELECT 3, 30';

export const changes = casesOf('changes', {
  'INSERT tells its rows': async trial => {
    const table = await trial.table('INSERTED', three);
    assert.equal((await trial.run(`INSERT INTO ${table} SELECT ID + 10, V FROM ${table}`)).rows, 3);
    assert.equal(await trial.count(table), 6);
  },
  'INSERT of nothing tells none': async trial => {
    const table = await trial.table('NOTHING', three);
    assert.equal((await trial.run(`INSERT INTO ${table} SELECT * FROM ${table} WHERE FALSE`)).rows, 0);
  },
  'INSERT OVERWRITE replaces the rows': async trial => {
    const table = await trial.table('OVERWRITTEN', three);
    assert.equal((await trial.run(`INSERT OVERWRITE INTO ${table} SELECT 7, 70`)).rows, 1);
    assert.deepEqual(await trial.rows(`SELECT ID, V FROM ${table}`), [[7, 70]]);
  },
  'UPDATE tells its rows': async trial => {
    const table = await trial.table('UPDATED', three);
    assert.equal((await trial.run(`UPDATE ${table} SET V = 0 WHERE ID > 1`)).rows, 2);
    assert.deepEqual(await trial.row(`SELECT SUM(V) AS S FROM ${table}`), [10]);
  },
  'DELETE tells its rows': async trial => {
    const table = await trial.table('DELETED', three);
    assert.equal((await trial.run(`DELETE FROM ${table} WHERE ID = 2`)).rows, 1);
    assert.equal(await trial.count(table), 2);
  },
  'MERGE tells what it inserted and updated': async trial => {
    const table = await trial.table('MERGED', three);
    const source = 'SELECT 3 AS ID, 33 AS V UNION ALL SELECT 4, 44';
    const merged = await trial.run(
      `MERGE INTO ${table} T USING (${source}) S ON T.ID = S.ID WHEN MATCHED THEN UPDATE SET V = S.V WHEN NOT MATCHED THEN INSERT (ID, V) VALUES (S.ID, S.V)`,
    );
    assert.equal(merged.rows, 2);
    assert.deepEqual(await trial.rows(`SELECT ID, V FROM ${table} WHERE ID >= 3 ORDER BY ID`), [
      [3, 33],
      [4, 44],
    ]);
  },
  'MERGE deletes where it is told to': async trial => {
    const table = await trial.table('PRUNED', three);
    const merged = await trial.run(
      `MERGE INTO ${table} T USING (SELECT 1 AS ID) S ON T.ID = S.ID WHEN MATCHED AND T.V = 10 THEN DELETE`,
    );
    assert.equal(merged.rows, 1);
    assert.equal(await trial.count(table), 2);
  },
  'MERGE of two source rows into one fails, and changes nothing': async trial => {
    const table = await trial.table('TWICE', three);
    await fails(
      trial.run(
        `MERGE INTO ${table} T USING (SELECT 1 AS ID, 5 AS V UNION ALL SELECT 1, 6) S ON T.ID = S.ID WHEN MATCHED THEN UPDATE SET V = S.V`,
      ),
      'constraint_violation',
    );
    assert.deepEqual(await trial.row(`SELECT V FROM ${table} WHERE ID = 1`), [10]);
  },
  'NULL where none may be': async trial => {
    const table = trial.sql('STRICT');
    await trial.run(`CREATE TABLE ${table} (ID NUMBER(5,0) NOT NULL)`);
    await fails(trial.run(`INSERT INTO ${table} SELECT NULL`), 'constraint_violation');
    assert.equal(await trial.count(table), 0);
  },
  'TRUNCATE leaves no rows': async trial => {
    const table = await trial.table('TRUNCATED', three);
    await trial.run(`TRUNCATE TABLE ${table}`);
    assert.equal(await trial.count(table), 0);
  },
});
