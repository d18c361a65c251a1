import { describe, expect, it } from 'vitest';
import { build, openWarehouse, script, session, sharedWarehouse, table } from './support.ts';

const everyType = `
  1::TINYINT AS TI, 1::USMALLINT AS US, 1::HUGEINT AS HU, 1.5::DECIMAL(18,3) AS DE, 1::FLOAT AS FL, 'x' AS VA,
  'x'::BLOB AS BL, TRUE AS BO, DATE '2024-01-01' AS DA, TIME '10:00:00' AS TM, TIMETZ '10:00:00+00' AS TZ,
  TIMESTAMP '2024-01-01' AS TS, TIMESTAMPTZ '2024-01-01' AS TT, TIMESTAMP_NS '2024-01-01' AS TN,
  TIMESTAMP_S '2024-01-01' AS T2, TIMESTAMP_MS '2024-01-01' AS TM2, INTERVAL 1 DAY AS IV, uuid() AS UU,
  '101'::BIT AS BT, 'a'::ENUM('a', 'b c') AS EN, [1] AS LI, [[1.5]] AS LL, [1, 2]::INTEGER[2] AS AR,
  {'a': 1, 'b c': 'x', 'END': [1], 'Up': '{}'::JSON} AS ST, MAP {'a': '{}'::JSON} AS MA, union_value(n := 1) AS UN,
  '{}'::JSON AS JS, ['{}'::JSON] AS LJ, 'x'::VARIANT AS VR, 12::BIGNUM AS BN`;

describe('the catalogue', () => {
  const warehouse = sharedWarehouse(async ({ executor }) => {
    await executor.execute(build(table('T'), `SELECT ${everyType}`));
    await executor.execute(build(table('V'), 'SELECT TI, LI FROM "DEV"."PUBLIC"."T"', 'view'));
    await executor.execute(build(table('GONE'), 'SELECT 1 AS A, 2 AS B'));
    await executor.execute(build(table('BROKEN'), 'SELECT A FROM "DEV"."PUBLIC"."GONE"', 'view'));
    await executor.execute(script(['DROP TABLE "DEV"."PUBLIC"."GONE"']));
    await executor.execute(build(table('we ird"x', 'a.b'), 'SELECT 1 AS "c ol", 2 AS "q""q"'));
  });

  it('lists tables and views with columns', async () => {
    const entries = await warehouse().executor.catalog({ session });
    expect(entries.map(({ schema, name, type }) => [schema, name, type])).toEqual([
      ['PUBLIC', 'BROKEN', 'view'],
      ['PUBLIC', 'T', 'table'],
      ['PUBLIC', 'V', 'view'],
      ['a.b', 'we ird"x', 'table'],
    ]);
    expect(entries[3]?.columns.map(column => column.name)).toEqual(['c ol', 'q"q']);
  });

  it('tells the same of single relations, in the order asked for, and leaves out what does not exist', async () => {
    const { executor } = warehouse();
    const all = await executor.catalog({ session });
    const relations = all.map(({ database, schema, name }) => ({ database, schema, name })).toReversed();
    const asked = [table('NO'), ...relations, table('T', 'NO'), table('T', 'PUBLIC', 'NO'), table('GONE')];
    expect(await executor.catalog({ session, relations: asked })).toEqual(all.toReversed());
    expect(await executor.catalog({ session, relations: [] })).toEqual([]);
    // Many are looked up in another way.
    const many = [...Array.from({ length: 500 }, (_, n) => table(`NO${n}`)), ...relations];
    expect(await executor.catalog({ session, relations: many })).toEqual(all.toReversed());
  });

  it('tells what has taken the place of a view that it knew', async () => {
    const { executor } = warehouse();
    const relations = [table('CHANGING')];
    const look = async () => {
      const entries = await executor.catalog({ session, relations });
      return entries.map(({ type, columns }) => [type, columns.map(({ name }) => name)]);
    };
    await executor.execute(build(table('CHANGING'), 'SELECT 1 AS A', 'view'));
    expect(await look()).toEqual([['view', ['A']]]);
    await executor.execute(build(table('CHANGING'), 'SELECT 1 AS B', 'view'));
    expect(await look()).toEqual([['view', ['B']]]);
    const place = '"DEV"."PUBLIC"."CHANGING"';
    await executor.execute(script([`DROP VIEW ${place}`, `CREATE TABLE ${place} AS SELECT 1 AS C`]));
    expect(await look()).toEqual([['table', ['C']]]);
    await executor.execute(script([`DROP TABLE ${place}`]));
    expect(await look()).toEqual([]);
    await executor.execute(build(table('CHANGING'), 'SELECT 1 AS D', 'view'));
    expect(await look()).toEqual([['view', ['D']]]);
    await executor.execute(script([`DROP VIEW ${place}`]));
  });

  it('names types in queries, descriptions and listings alike', async () => {
    const { executor } = warehouse();
    const sql = 'SELECT * FROM "DEV"."PUBLIC"."T"';
    const listed = (await executor.catalog({ session })).find(entry => entry.name === 'T')?.columns;
    expect(listed?.find(column => column.name === 'LJ')).toEqual({ name: 'LJ', type: 'JSON[]' });
    expect(await executor.describe({ session, sql })).toEqual(listed);
    for await (const page of executor.query({ queryId: 'q', session, sql, pageRows: 10 })) {
      expect(page.columns).toEqual(listed);
      expect(page.rows).toHaveLength(1);
    }
  });

  it('describes a query without running it', async () => {
    const { executor } = warehouse();
    expect(await executor.describe({ session, sql: "SELECT TI, error('never') AS E FROM T" })).toMatchObject([
      { name: 'TI', type: 'TINYINT' },
      { name: 'E' },
    ]);
  });

  it('tests a session stage by stage', async () => {
    const { executor } = warehouse();
    const states = async (change: object) =>
      Object.fromEntries(
        (await executor.test({ ...session, ...change })).map(stage => [
          stage.stage,
          `${stage.state}: ${stage.message}`,
        ]),
      );
    expect(await states({ role: 'ANALYST' })).toEqual({
      reach: expect.stringMatching(/^ok: DuckDB 1\./),
      sign_in: expect.stringMatching(/^ok/),
      role: 'skipped: The embedded engine has no roles; "ANALYST" is not used',
      warehouse: 'skipped: The embedded engine has no warehouses',
      database: 'ok: DEV.PUBLIC is there',
      privileges: expect.stringMatching(/^ok: .*warehouse can be written$/),
    });
    expect(await states({ schema: 'NEW' })).toMatchObject({
      database: 'warning: Schema DEV.NEW will be created by the first run',
    });
    expect(await states({ database: 'NEW' })).toMatchObject({
      database: 'warning: Database NEW will be created by the first run',
    });
    expect(await states({ database: null })).toMatchObject({
      database: expect.stringMatching(/^warning: No default/),
    });
  });
});

describe('a big catalogue', () => {
  it('of 2,000 tables is listed at once and asked about quickly', async () => {
    const { executor } = openWarehouse();
    const columns = Array.from({ length: 20 }, (_, n) => `C${n} DECIMAL(18,3)`).join(', ');
    await executor.execute(
      script(
        [
          'CREATE SCHEMA "DEV"."PUBLIC"',
          ...Array.from({ length: 2_000 }, (_, n) => `CREATE TABLE "DEV"."PUBLIC"."T${n}" (${columns})`),
        ],
        { writes: ['DEV'] },
      ),
    );
    const all = await executor.catalog({ session });
    expect(all).toHaveLength(2_000);
    expect(all.every(entry => entry.columns.length === 20 && entry.columns[19]?.name === 'C19')).toBe(true);
    const single = await executor.catalog({ session, relations: [table('T5'), table('T1999')] });
    expect(single).toHaveLength(2);
  });
});
