import { describe, expect, it } from 'vitest';
import {
  build,
  failureOf,
  newId,
  openWarehouse,
  question,
  rowCount,
  rowsOf,
  script,
  session,
  sharedWarehouse,
  table,
  type Warehouse,
} from './support.ts';

const t = table('T');

async function withTable(): Promise<Warehouse> {
  const warehouse = openWarehouse();
  await warehouse.executor.execute(build(t, 'SELECT range AS I FROM range(10)'));
  return warehouse;
}

describe('a script', () => {
  it('creates the database, the schema and the table, and counts its rows', async () => {
    const { executor } = openWarehouse();
    const result = await executor.execute(build(t, 'SELECT range AS I FROM range(1234)'));
    expect(result).toEqual({ rows: 1234, bytes: null });
    expect(await rowCount(executor, t)).toBe(1234);
  });

  it('takes effect as a whole or not at all', async () => {
    const { executor } = await withTable();
    const failure = await failureOf(
      executor.execute(
        script([
          'INSERT INTO "DEV"."PUBLIC"."T" VALUES (100)',
          'CREATE TABLE "DEV"."PUBLIC"."OTHER" AS SELECT 1 AS A',
          'INSERT INTO "DEV"."PUBLIC"."T" SELECT \'x\'::INTEGER',
        ]),
      ),
    );
    expect(failure).toMatchObject({ code: 'conversion_error', sqlstate: '22018', retryable: false });
    expect(await rowCount(executor, t)).toBe(10);
    expect(await executor.catalog({ session, relations: [table('OTHER')] })).toEqual([]);
  });

  it('leaves the old table intact when the build of the new one fails', async () => {
    const { executor } = await withTable();
    const failed = build(t, "SELECT 1 // 0 AS I, error('boom') AS B FROM range(5)");
    expect(await failureOf(executor.execute(failed))).toMatchObject({ query_id: failed.queryId });
    expect(await rowsOf(executor, 'SELECT count(*), sum(I)::INTEGER FROM T')).toEqual([[10, 45]]);
    expect(await executor.recall(question(failed.queryId, { relation: t, type: 'table' }))).toEqual({
      state: 'unknown',
    });
  });

  it('counts inserted, updated, deleted and merged rows together, and not those of temporary tables', async () => {
    const { executor } = await withTable();
    const result = await executor.execute(
      script([
        'CREATE TEMP TABLE BATCH AS SELECT range + 8 AS I FROM range(4)',
        'DELETE FROM "DEV"."PUBLIC"."T" WHERE I IN (SELECT I FROM BATCH)',
        'INSERT INTO "DEV"."PUBLIC"."T" SELECT I FROM BATCH',
        'UPDATE "DEV"."PUBLIC"."T" SET I = I WHERE I = 0',
        'MERGE INTO "DEV"."PUBLIC"."T" t USING (SELECT 50 AS I) s ON t.I = s.I WHEN NOT MATCHED THEN INSERT VALUES (s.I)',
      ]),
    );
    expect(result.rows).toBe(2 + 4 + 1 + 1);
  });

  it('tells no rows where nothing counts any', async () => {
    const { executor } = await withTable();
    expect((await executor.execute(build(table('V'), 'SELECT 1 AS A', 'view'))).rows).toBeNull();
    expect((await executor.execute(script(['SELECT 42']))).rows).toBeNull();
  });

  it('does not leave temporary tables to the next script', async () => {
    const { executor } = await withTable();
    await executor.execute(script(['CREATE TEMP TABLE LEFTOVER AS SELECT 1 AS A']));
    for (let n = 0; n < 5; n++) {
      expect(await failureOf(rowsOf(executor, 'SELECT * FROM LEFTOVER'))).toMatchObject({
        code: 'source_missing',
      });
    }
  });

  it('resolves unqualified names by its session, and by that of nobody else', async () => {
    const { executor } = await withTable();
    await executor.execute(build(table('T', 'OTHER'), 'SELECT 7 AS I'));
    const of = async (schema: string | null, database: string | null = 'DEV') => {
      const rows: unknown[] = [];
      for await (const page of executor.query({
        queryId: newId(),
        session: { ...session, database, schema },
        sql: 'SELECT count(*) FROM T',
        pageRows: 10,
      })) {
        rows.push(...page.rows);
      }
      return rows;
    };
    const seen = await Promise.all([of('OTHER'), of('PUBLIC'), of('OTHER'), of('PUBLIC')]);
    expect(seen).toEqual([[[1]], [[10]], [[1]], [[10]]]);
    expect(await failureOf(of('NOT_YET'))).toMatchObject({ code: 'source_missing' });
    expect(await failureOf(of(null, null))).toMatchObject({ code: 'source_missing' });
    expect(await failureOf(of('PUBLIC', 'NOT_YET'))).toMatchObject({ code: 'source_missing' });
  });

  it('creates nothing in a place that is lost when the process ends', async () => {
    const { executor } = openWarehouse();
    const nowhere = { ...session, database: null, schema: null };
    const failure = await failureOf(
      executor.execute(script(['CREATE TABLE LOST AS SELECT 1 AS A'], { session: nowhere })),
    );
    expect(failure.message).toMatch(/system catalog/);
  });

  it('replaces a view by a table in one go', async () => {
    const { executor } = await withTable();
    await executor.execute(build(table('X'), 'SELECT 1 AS A', 'view'));
    const replacing = build(table('X'), 'SELECT 2 AS A');
    replacing.statements.splice(1, 0, 'DROP VIEW "DEV"."PUBLIC"."X"');
    await executor.execute(replacing);
    expect(await executor.catalog({ session, relations: [table('X')] })).toMatchObject([{ type: 'table' }]);
  });

  it('writes to one database only', async () => {
    const { executor } = await withTable();
    const failure = await failureOf(
      executor.execute(
        script(
          [
            'CREATE TABLE "DEV"."PUBLIC"."A" AS SELECT 1 AS A',
            'CREATE TABLE "PROD"."main"."A" AS SELECT 1 AS A',
          ],
          { writes: ['DEV', 'PROD'] },
        ),
      ),
    );
    expect(failure).toMatchObject({ code: 'warehouse_error', hint: expect.stringContaining('one database') });
  });

  it('cannot smuggle a second statement into one', async () => {
    const { executor } = await withTable();
    for (const sql of [
      'SELECT 1; DROP TABLE "DEV"."PUBLIC"."T"',
      'CREATE TABLE "DEV"."PUBLIC"."A" AS SELECT 1 AS A; COMMIT; DROP TABLE "DEV"."PUBLIC"."T"',
    ]) {
      expect(await failureOf(executor.execute(script([sql])))).toMatchObject({ code: 'syntax_error' });
      expect(await failureOf(executor.execute(script([sql, 'SELECT 1'])))).toMatchObject({
        code: 'syntax_error',
      });
      expect(await failureOf(executor.execute(script(['SELECT 1', sql])))).toMatchObject({
        code: 'syntax_error',
      });
    }
    expect(await rowCount(executor, t)).toBe(10);
    expect((await executor.execute(build(t, "SELECT 'a;b' AS S, $$;$$ AS D -- ; the end"))).rows).toBe(1);
  });

  it('runs its prelude first, once or for each connection', async () => {
    const { executor } = openWarehouse({
      prelude: [
        'CREATE MACRO ONCE(a) AS a + 1',
        'CREATE TEMP MACRO FOR_EACH(a) AS a + 10',
        'CREATE OR REPLACE MACRO SOME_ROWS(n) AS TABLE SELECT range AS R FROM range(n)',
      ],
    });
    await executor.execute(build(t, 'SELECT ONCE(FOR_EACH(1)) AS A FROM SOME_ROWS(3)'));
    await executor.execute(build(table('V'), 'SELECT ONCE(A) AS A, FOR_EACH(A) AS B FROM T', 'view'));
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => rowsOf(executor, 'SELECT * FROM V, (SELECT FOR_EACH(ONCE(1)) AS C)')),
    );
    for (const rows of answers)
      expect(rows).toEqual([
        [13, 22, 12],
        [13, 22, 12],
        [13, 22, 12],
      ]);
  });

  it('says which statement of the prelude does not run', async () => {
    const { executor } = openWarehouse({ prelude: ['CREATE MACRO BROKEN(a) AS'] });
    expect(await failureOf(executor.test(session))).toMatchObject({
      code: 'executor_unavailable',
      message: expect.stringContaining('CREATE MACRO BROKEN'),
    });
  });
});

describe('a script may not contain', () => {
  const warehouse = sharedWarehouse(({ executor }) => executor.test(session));

  it.each([
    'BEGIN',
    'COMMIT',
    'ROLLBACK',
    "ATTACH '/tmp/x.duckdb'",
    'DETACH "DEV"',
    "COPY (SELECT 1) TO '/tmp/x.csv'",
    'SET threads = 1',
    'PRAGMA database_list',
    'USE "DEV"',
    'INSTALL httpfs',
    'LOAD httpfs',
    "EXPORT DATABASE '/tmp/x'",
    'CALL pragma_version()',
    'VACUUM',
    "/* a comment */ -- and one more\n ( ATTACH '/tmp/x.duckdb'",
    '',
  ])('%j', async statement => {
    const { executor } = warehouse();
    expect(await failureOf(executor.execute(script([statement])))).toMatchObject({ code: 'forbidden' });
  });
});

describe('many scripts at once', () => {
  it('all create the same new schema', async () => {
    const { executor } = openWarehouse();
    const built = await Promise.all(
      Array.from({ length: 64 }, (_, n) =>
        executor.execute(build(table(`T${n}`, 'FRESH'), `SELECT ${n} AS N FROM range(${n + 1})`)),
      ),
    );
    expect(built.map(result => result.rows)).toEqual(Array.from({ length: 64 }, (_, n) => n + 1));
    expect(await executor.catalog({ session })).toHaveLength(64);
  });

  it('replace the same table one after the other, and each is remembered', async () => {
    const { executor } = openWarehouse();
    // The database is there: scripts that have to wait for its creation may overtake each other.
    await executor.execute(build(table('OTHER'), 'SELECT 0 AS N'));
    const scripts = Array.from({ length: 6 }, (_, n) => build(t, `SELECT ${n} AS N`));
    await Promise.all(scripts.map(each => executor.execute(each)));
    expect(await rowsOf(executor, 'SELECT * FROM T')).toEqual([[5]]);
    const recalled = await Promise.all(
      scripts.map(each => executor.recall(question(each.queryId, { relation: t, type: 'table' }))),
    );
    expect(recalled.map(recall => recall.state)).toEqual(scripts.map(() => 'succeeded'));
    expect(recalled.at(-1)).toEqual({ state: 'succeeded', rows: 1 });
  });

  it('retry what conflicts with another transaction', async () => {
    const { executor } = await withTable();
    // Without a target nothing keeps them apart.
    const inserts = Array.from({ length: 20 }, () =>
      executor.execute(
        script(['UPDATE "DEV"."PUBLIC"."T" SET I = I + 1', 'INSERT INTO "DEV"."PUBLIC"."T" VALUES (0)']),
      ),
    );
    const ended = await Promise.allSettled(inserts);
    const failures = ended.filter(each => each.status === 'rejected');
    for (const each of failures) {
      expect(each.reason).toMatchObject({ failure: { code: 'transaction_conflict', retryable: true } });
    }
    expect(await rowCount(executor, t)).toBe(10 + ended.length - failures.length);
    expect(failures.length).toBeLessThan(10);
  });

  it('answers 2,000 statements with 256 in flight', async () => {
    const { executor } = openWarehouse();
    let left = 2_000;
    let done = 0;
    await Promise.all(
      Array.from({ length: 256 }, async () => {
        while (left > 0) {
          left -= 1;
          await executor.execute(script(['SELECT 42']));
          done += 1;
        }
      }),
    );
    expect(done).toBe(2_000);
  });
});
