import assert from 'node:assert/strict';
import type { Order } from '../../../src/main/engine/dialects/dialect.ts';
import { dialects } from '../../../src/main/engine/dialects/index.ts';
import { quoteName, quoteRelation, type Relation } from '../../../src/shared/domain/relation.ts';
import { casesOf } from '../case.ts';
import { fails, textOf, type Trial } from '../trial.ts';

export const definitions = casesOf('definitions', {
  'a table of a query, with the rows that it got': async trial => {
    const relation = trial.relation('BUILT');
    const { rows, bytes } = await trial.build(relation, 'SELECT N FROM (SELECT 1 AS N UNION ALL SELECT 2) X');
    assert.equal(rows, 2);
    assert.equal(typeof bytes, 'number');
    assert.equal(await trial.count(trial.sql('BUILT')), 2);
  },
  'a table replaces the one before it': async trial => {
    const table = await trial.table('REPLACED', 'SELECT 1 AS A');
    await trial.build(trial.relation('REPLACED'), "SELECT 'x' AS B");
    const { columns, rows } = await trial.query(`SELECT * FROM ${table}`);
    assert.deepEqual([columns.map(({ name }) => name), rows], [['B'], [['x']]]);
  },
  'a build that fails leaves the old table': async trial => {
    const table = await trial.table('INTACT', 'SELECT 1 AS A');
    const values = "SELECT '1' AS S UNION ALL SELECT 'x'";
    await fails(
      trial.build(trial.relation('INTACT'), `SELECT S::NUMBER(5,0) AS A FROM (${values}) X`),
      'conversion_error',
    );
    assert.deepEqual(await trial.rows(`SELECT * FROM ${table}`), [[1]]);
  },
  'a view, and the view that replaces it': async trial => {
    const relation = trial.relation('SEEN');
    await trial.build(relation, 'SELECT 1 AS A', 'view');
    const { rows } = await trial.build(relation, 'SELECT 2 AS A', 'view');
    assert.equal(rows, null);
    assert.deepEqual(await trial.row(`SELECT * FROM ${trial.sql('SEEN')}`), [2]);
  },
  'a view with a comment': async trial => {
    const relation = trial.relation('SAID');
    await trial.run(
      `CREATE OR REPLACE VIEW ${trial.sql('SAID')} COMMENT = 'why it''s there' AS\nSELECT 1 AS A`,
    );
    const [entry] = await trial.executor.catalog({ session: trial.session, relations: [relation] });
    assert.equal(entry?.comment, "why it's there");
  },
  'a transient table': async trial => {
    await trial.run(`CREATE OR REPLACE TRANSIENT TABLE ${trial.sql('TRANSIENT')} AS\nSELECT 1 AS A`);
    const [shown] = await trial.records(`SHOW TABLES LIKE '${trial.relation('TRANSIENT').name}'`);
    assert.equal(shown?.['kind'], 'TRANSIENT');
  },
  'a table that is clustered': async trial => {
    await trial.run(
      `CREATE OR REPLACE TABLE ${trial.sql('CLUSTERED')} CLUSTER BY (A) AS\nSELECT 1 AS A, 2 AS B`,
    );
    const [shown] = await trial.records(`SHOW TABLES LIKE '${trial.relation('CLUSTERED').name}'`);
    assert.match(textOf(shown?.['cluster_by']), /\(A\)/);
  },
  'a comment with quotes and backslashes': async trial => {
    const relation = trial.relation('COMMENTED');
    await trial.run(
      `CREATE OR REPLACE TABLE ${trial.sql('COMMENTED')} COMMENT = 'it''s C:\\\\x' AS\nSELECT 1 AS A`,
    );
    const [entry] = await trial.executor.catalog({ session: trial.session, relations: [relation] });
    assert.equal(entry?.comment, "it's C:\\x");
  },
  'COPY GRANTS keeps what was granted, and nothing else does': [
    ['roles'],
    async trial => {
      const table = await trial.table('SHARED', 'SELECT 1 AS A');
      const relation = trial.relation('SHARED');
      const readers = async () => {
        const grants = await trial.executor.grants({ session: trial.session, relation });
        return grants.filter(({ privilege }) => privilege === 'SELECT').map(({ grantee }) => grantee);
      };
      await trial.run(`GRANT SELECT ON TABLE ${table} TO ROLE PUBLIC`);
      await trial.run(`CREATE OR REPLACE TABLE ${table} COPY GRANTS AS\nSELECT 2 AS A`);
      assert.deepEqual(await readers(), ['PUBLIC']);
      await trial.run(`CREATE OR REPLACE TABLE ${table} AS\nSELECT 3 AS A`);
      assert.deepEqual(await readers(), []);
    },
  ],
  'a table published by a clone': async trial => {
    const table = await trial.table('PUBLISHED', 'SELECT 1 AS A');
    const shadow = await trial.table('SHADOW', 'SELECT 2 AS A UNION ALL SELECT 3');
    const relation = trial.relation('PUBLISHED');
    const published = await trial.run(`CREATE OR REPLACE TABLE ${table} CLONE ${shadow}`, {
      target: { relation, type: 'table' },
    });
    assert.equal(published.rows, 2);
    await trial.run(`DROP TABLE IF EXISTS ${shadow}`);
    assert.deepEqual(await trial.rows(`SELECT A FROM ${table} ORDER BY A`), [[2], [3]]);
  },
  'a clone with COPY GRANTS has the grants of the table it replaces': [
    ['roles'],
    async trial => {
      const table = await trial.table('LIVE', 'SELECT 1 AS A');
      const shadow = await trial.table('NEXT', 'SELECT 2 AS A');
      await trial.run(`GRANT SELECT ON TABLE ${table} TO ROLE PUBLIC`);
      await trial.run(`CREATE OR REPLACE TABLE ${table} CLONE ${shadow} COPY GRANTS`);
      const grants = await trial.executor.grants({
        session: trial.session,
        relation: trial.relation('LIVE'),
      });
      assert(grants.some(({ privilege, grantee }) => privilege === 'SELECT' && grantee === 'PUBLIC'));
    },
  ],
  'a view says of its columns what is to be said': async trial => {
    await describes(trial, trial.relation('DESCRIBED_VIEW'), { materialization: { type: 'view' } });
  },
  'a table says of its columns what is to be said': async trial => {
    await describes(trial, trial.relation('DESCRIBED'), {});
  },
  'a table published by a clone says what was said of it beside its place': async trial => {
    await describes(trial, trial.relation('DESCRIBED_CLONE'), { audited: true });
  },
  'a table does not replace a view': async trial => {
    const relation = trial.relation('IS_VIEW');
    await trial.build(relation, 'SELECT 1 AS A', 'view');
    const failure = await fails(trial.build(relation, 'SELECT 2 AS A'), 'target_changed');
    assert(failure.retryable, 'Planned anew it may work');
    assert.deepEqual(await trial.row(`SELECT * FROM ${trial.sql('IS_VIEW')}`), [1]);
  },
  'a view does not replace a table': async trial => {
    const relation = trial.relation('IS_TABLE');
    await trial.build(relation, 'SELECT 1 AS A');
    await fails(trial.build(relation, 'SELECT 2 AS A', 'view'), 'target_changed');
    assert.deepEqual(await trial.row(`SELECT * FROM ${trial.sql('IS_TABLE')}`), [1]);
  },
  'a block puts a table into the place of a view': async trial => {
    const relation = trial.relation('SWAPPED');
    const target = trial.sql('SWAPPED');
    await trial.build(relation, 'SELECT 1 AS A', 'view');
    const shadow = await trial.table('BESIDE', 'SELECT 2 AS A');
    const block = [`DROP VIEW IF EXISTS ${target};`, `ALTER TABLE ${shadow} RENAME TO ${target};`];
    await trial.run(`EXECUTE IMMEDIATE $$\nBEGIN\n  ${block.join('\n  ')}\nEND\n$$`);
    const [entry] = await trial.executor.catalog({ session: trial.session, relations: [relation] });
    assert.equal(entry?.type, 'table');
    assert.deepEqual(await trial.row(`SELECT * FROM ${target}`), [2]);
  },
  'a schema is made once, and the session stays where it was': async trial => {
    const { database, schema } = trial.session;
    const name = `${schema}_${trial.relation('MADE').name}`;
    const made = `${quoteName(database ?? '')}.${quoteName(name)}`;
    try {
      await trial.run(`CREATE SCHEMA IF NOT EXISTS ${made}`);
      await trial.run(`CREATE SCHEMA IF NOT EXISTS ${made}`);
      assert.deepEqual(await trial.row('SELECT CURRENT_SCHEMA()'), [schema]);
      const names = await trial.executor.list({ session: trial.session, what: 'schemas' });
      assert(names.includes(name), names.join(', '));
    } finally {
      await trial.run(`DROP SCHEMA IF EXISTS ${made}`);
    }
  },
  'what is not there is dropped without a word': async trial => {
    await trial.table('DROPPED', 'SELECT 1 AS A');
    await trial.run(`DROP TABLE IF EXISTS ${trial.sql('DROPPED')}`);
    await trial.run(`DROP TABLE IF EXISTS ${trial.sql('DROPPED')}`);
    assert(!(await trial.exists(trial.relation('DROPPED'))));
  },
  'a name with quotes, spaces and dots': async trial => {
    const relation = trial.relation('we "ird". näme');
    await trial.build(relation, 'SELECT 1 AS A');
    assert.deepEqual(await trial.row(`SELECT A FROM ${trial.sql('we "ird". näme')}`), [1]);
    assert(await trial.exists(relation));
  },
  'a query of two hundred kilobytes': async trial => {
    const texts = Array.from({ length: 20 }, (_, n) => `SELECT '${String(n % 10).repeat(10_000)}' AS S`);
    await trial.build(trial.relation('LONG'), texts.join('\nUNION ALL '));
    assert.equal(await trial.count(trial.sql('LONG')), texts.length);
  },
});

/** Builds as the engine does what has something said of it, twice, and looks whether the account says it. */
async function describes(trial: Trial, target: Relation, changes: Partial<Order>): Promise<void> {
  const text = 'it\'s \\ "one"\n; $$';
  const order: Order = {
    query: 'SELECT 1 AS A, 2 AS "b c"',
    target,
    materialization: { type: 'table' },
    found: { type: null, schema: true, grants: [] },
    increment: null,
    inspection: null,
    comments: {
      target: text,
      columns: [
        { name: 'A', text: null },
        { name: 'b c', text },
      ],
    },
    owner: 'TRIAL_1',
    audited: false,
    ...changes,
  };
  const { type } = order.materialization;
  assert(type !== 'incremental');
  for (const found of [order.found, { ...order.found, type }]) {
    for (const { purpose, statements } of dialects.snowflake.build({ ...order, found })) {
      if (purpose !== 'audit') await trial.run(statements);
    }
    const columns = await trial.records(`DESCRIBE ${type.toUpperCase()} ${quoteRelation(target)}`);
    assert.deepEqual(
      columns.map(({ name, comment }) => [name, comment === null ? '' : textOf(comment)]),
      [
        ['A', ''],
        ['b c', text],
      ],
    );
    const [entry] = await trial.executor.catalog({ session: trial.session, relations: [target] });
    assert.equal(entry?.comment, text);
  }
}
