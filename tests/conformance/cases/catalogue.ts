import assert from 'node:assert/strict';
import { casesOf } from '../case.ts';
import { fails } from '../trial.ts';

export const catalogue = casesOf('catalogue', {
  'a table with its columns, rows and comment': async trial => {
    const relation = trial.relation('ORDERS');
    const table = trial.sql('ORDERS');
    await trial.run(`CREATE TABLE ${table} (ID NUMBER(9,0), NAME VARCHAR(20)) COMMENT = 'What was ordered'`);
    await trial.run(`INSERT INTO ${table} SELECT 1, 'x'`);
    const [entry] = await trial.executor.catalog({ session: trial.session, relations: [relation] });
    const { lastAlteredMs, bytes, ...rest } = entry ?? {};
    assert.deepEqual(rest, {
      ...relation,
      type: 'table',
      columns: [
        { name: 'ID', type: 'NUMBER(9,0)' },
        { name: 'NAME', type: 'VARCHAR(20)' },
      ],
      rows: 1,
      comment: 'What was ordered',
    });
    assert.deepEqual([typeof lastAlteredMs, typeof bytes], ['number', 'number']);
  },
  'a view': async trial => {
    const relation = trial.relation('RECENT');
    await trial.build(relation, 'SELECT 1::NUMBER(9,0) AS ID', 'view');
    const [entry] = await trial.executor.catalog({ session: trial.session, relations: [relation] });
    assert.deepEqual([entry?.type, entry?.columns], ['view', [{ name: 'ID', type: 'NUMBER(9,0)' }]]);
  },
  'those that exist, in the order asked for': async trial => {
    const [b, a, none] = [trial.relation('B'), trial.relation('A'), trial.relation('NONE')];
    await trial.build(a, 'SELECT 1 AS X');
    await trial.build(b, 'SELECT 1 AS X');
    const elsewhere = { database: 'NO_SUCH_DATABASE_ANYWHERE', schema: 'S', name: 'T' };
    const relations = [b, none, elsewhere, a];
    const found = await trial.executor.catalog({ session: trial.session, relations });
    assert.deepEqual(
      found.map(({ name }) => name),
      [b.name, a.name],
    );
  },
  'a name in lower case is another name': async trial => {
    const lower = trial.relation('lower');
    await trial.build(lower, 'SELECT 1 AS "a b"');
    const upper = { ...lower, name: lower.name.toUpperCase() };
    const found = await trial.executor.catalog({ session: trial.session, relations: [upper, lower] });
    assert.deepEqual(
      found.map(({ name, columns }) => [name, columns.map(column => column.name)]),
      [[lower.name, ['a b']]],
    );
  },
  'a change moves when a table was last altered': async trial => {
    const relation = trial.relation('MOVED');
    const table = await trial.table('MOVED', 'SELECT 1 AS A');
    const altered = async () =>
      (await trial.executor.catalog({ session: trial.session, relations: [relation] }))[0]?.lastAlteredMs ??
      0;
    const before = await altered();
    await trial.run(`INSERT INTO ${table} SELECT 2`);
    const after = await altered();
    assert(before > Date.UTC(2020) && after > before, `${before}, then ${after}`);
  },
  'all tables and views of the database': async trial => {
    const relation = trial.relation('LISTED');
    await trial.build(relation, 'SELECT 1 AS A');
    const found = await trial.executor.catalog({ session: trial.session });
    assert(found.some(({ schema, name }) => schema === relation.schema && name === relation.name));
    assert(!found.some(({ schema }) => schema === 'INFORMATION_SCHEMA'));
  },
  'roles to choose from': [
    ['roles'],
    async ({ executor, session, role }) => {
      const names = await executor.list({ session, what: 'roles' });
      assert(names.includes(role) && names.includes('PUBLIC'), names.join(', '));
    },
  ],
  'warehouses to choose from': [
    ['roles'],
    async ({ executor, session }) => {
      const names = await executor.list({ session, what: 'warehouses' });
      assert(names.includes(session.warehouse ?? ''), names.join(', '));
    },
  ],
  'databases to choose from': async ({ executor, session }) => {
    const names = await executor.list({ session, what: 'databases' });
    assert(names.includes(session.database ?? ''), names.join(', '));
  },
  'schemas to choose from, without those that everybody has': async ({ executor, session }) => {
    const names = await executor.list({ session, what: 'schemas' });
    assert(names.includes(session.schema ?? ''), names.join(', '));
    assert(!names.some(name => name.toUpperCase() === 'INFORMATION_SCHEMA'), names.join(', '));
  },
  'a database that is not there has no schemas': async ({ executor, session }) => {
    const database = 'NO_SUCH_DATABASE_ANYWHERE';
    assert.deepEqual(await executor.list({ session, what: 'schemas', database }), []);
  },
  'who may do what with a table': [
    ['roles'],
    async trial => {
      const { executor, session, role } = trial;
      const table = await trial.table('GRANTED', 'SELECT 1 AS A');
      await trial.run(`GRANT SELECT ON TABLE ${table} TO ROLE PUBLIC`);
      const grants = await executor.grants({ session, relation: trial.relation('GRANTED') });
      assert.deepEqual(
        grants
          .map(({ privilege, granteeType, grantee }) => `${privilege} ${granteeType} ${grantee}`)
          .toSorted(),
        [`OWNERSHIP ROLE ${role}`, 'SELECT ROLE PUBLIC'].toSorted(),
      );
    },
  ],
  'who may do what with a table that is not there': [
    ['roles'],
    async trial => {
      const relation = trial.relation('NOT_THERE');
      await fails(trial.executor.grants({ session: trial.session, relation }), 'source_missing');
    },
  ],
  'a role that has every right lacks none': [
    ['roles'],
    async trial => {
      await trial.table('OWN', 'SELECT 1 AS A');
      const missing = await trial.executor.privileges({
        session: trial.session,
        reads: [trial.relation('OWN')],
        writes: { relation: trial.relation('OWN'), type: 'table' },
      });
      assert.deepEqual(missing, []);
    },
  ],
  'the rights that a role lacks are named': [
    ['limited role'],
    async trial => {
      await trial.table('FOREIGN', 'SELECT 1 AS A');
      const missing = await trial.executor.privileges({
        session: { ...trial.session, role: trial.account.limitedRole },
        reads: [trial.relation('FOREIGN')],
        writes: { relation: trial.relation('NEW'), type: 'table' },
      });
      assert.deepEqual(missing.map(({ privilege }) => privilege).toSorted(), ['CREATE TABLE', 'SELECT']);
    },
  ],
  'what a query would read is estimated': async trial => {
    const table = await trial.table('READ', 'SELECT 1 AS A');
    const estimate = await trial.executor.explain({ session: trial.session, sql: `SELECT * FROM ${table}` });
    for (const figure of ['partitions', 'partitionsTotal', 'bytes'] as const) {
      assert(Number(estimate[figure]) >= 1, `${figure}: ${estimate[figure]}`);
    }
  },
  'a query that cannot run cannot be estimated': async ({ executor, session }) => {
    await fails(executor.explain({ session, sql: 'SELECT * FROM NO_SUCH_TABLE' }), 'source_missing');
  },
});
