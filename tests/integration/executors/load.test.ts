import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { DuckDBInstance } from '@duckdb/node-api';
import { describe, expect, it } from 'vitest';
import {
  build,
  failureOf,
  openWarehouse,
  rowCount,
  rowsOf,
  session,
  table,
  type Warehouse,
} from './support.ts';

function withFiles(
  files: Record<string, string | Uint8Array>,
): Warehouse & { path: (name: string) => string } {
  const warehouse = openWarehouse();
  const folder = join(warehouse.directory, 'artifacts', 'my data');
  mkdirSync(folder, { recursive: true });
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
  return { ...warehouse, path: name => join(folder, name) };
}

const orders = table('ORDERS', 'RAW', 'DATALAKE');

describe('loading', () => {
  it('creates database, schema and table from a CSV file', async () => {
    const { executor, path } = withFiles({
      "o'rders.csv": 'id,amount,day\n1,1.5,2024-01-01\n2,2.5,2024-01-02\n',
    });
    const result = await executor.load({
      file: path("o'rders.csv"),
      relation: orders,
      select: `SELECT id AS "ID", amount::DECIMAL(10,2) AS "AMOUNT", 'FILE' AS "F", day AS "FILE" -- FILE\nFROM FILE`,
    });
    expect(result).toEqual({ rows: 2, bytes: null });
    expect(await rowsOf(executor, 'SELECT * FROM DATALAKE.RAW.ORDERS ORDER BY ID')).toEqual([
      [1, '1.50', 'FILE', '2024-01-01'],
      [2, '2.50', 'FILE', '2024-01-02'],
    ]);
  });

  it('reads Parquet, JSON lines and compressed CSV by their endings', async () => {
    const files = withFiles({
      'lines.ndjson': '{"A": 1}\n{"A": 2}\n',
      'packed.CSV.gz': gzipSync('A\n1\n2\n3\n'),
    });
    const instance = await DuckDBInstance.create();
    await (await instance.connect()).run(
      `COPY (SELECT range AS A FROM range(4)) TO '${files.path('r.parquet')}'`,
    );
    instance.closeSync();
    const load = (name: string) =>
      files.executor.load({ file: files.path(name), relation: orders, select: 'SELECT * FROM FILE' });
    expect((await load('lines.ndjson')).rows).toBe(2);
    expect((await load('packed.CSV.gz')).rows).toBe(3);
    expect((await load('r.parquet')).rows).toBe(4);
    expect(await rowCount(files.executor, orders)).toBe(4);
  });

  it('replaces what was there, a view too, and keeps it when the file is bad', async () => {
    const { executor, path } = withFiles({ 'a.csv': 'A\n1\n' });
    await executor.execute(build(orders, 'SELECT 7 AS A', 'view'));
    await executor.load({ file: path('a.csv'), relation: orders, select: 'SELECT * FROM FILE' });
    expect(await executor.catalog({ session, relations: [orders] })).toMatchObject([{ type: 'table' }]);
    const failure = await failureOf(
      executor.load({ file: path('a.csv'), relation: orders, select: "SELECT 'x'::INTEGER AS A FROM FILE" }),
    );
    expect(failure.code).toBe('conversion_error');
    expect(await rowsOf(executor, 'SELECT * FROM DATALAKE.RAW.ORDERS')).toEqual([[1]]);
  });

  it('replaces a view that another script makes meanwhile', async () => {
    const { executor, path } = withFiles({ 'a.csv': 'A\n1\n' });
    await executor.execute(build(table('OTHER', 'RAW', 'DATALAKE'), 'SELECT 1 AS A'));
    const view = build(orders, 'SELECT 7 AS A', 'view');
    view.statements.unshift(
      'CREATE TABLE "DATALAKE"."RAW"."SLOW" AS SELECT max(hash(range)) AS H FROM range(50000000)',
    );
    const { promise: working, resolve } = Promise.withResolvers<void>();
    const made = executor.execute(view, { onProgress: () => resolve() });
    await working;
    const loaded = executor.load({ file: path('a.csv'), relation: orders, select: 'SELECT * FROM FILE' });
    await made;
    expect(await loaded).toEqual({ rows: 1, bytes: null });
    expect(await executor.catalog({ session, relations: [orders] })).toMatchObject([{ type: 'table' }]);
  });

  it('refuses other places, other endings and other statements', async () => {
    const { executor, path, directory } = withFiles({ 'a.csv': 'A\n1\n', 'a.xlsx': '' });
    writeFileSync(join(directory, 'b.csv'), 'A\n1\n');
    const load = (file: string, select = 'SELECT * FROM FILE') =>
      failureOf(executor.load({ file, relation: orders, select }));
    expect(await load('/etc/passwd')).toMatchObject({ code: 'forbidden' });
    expect(await load(join(directory, 'b.csv'))).toMatchObject({ code: 'forbidden' });
    expect(await load(join(path('a.csv'), '../../../b.csv'))).toMatchObject({ code: 'forbidden' });
    expect(await load(path('none.csv'))).toMatchObject({ code: 'source_missing' });
    expect(await load(path('a.xlsx'))).toMatchObject({
      code: 'forbidden',
      message: expect.stringContaining('.xlsx'),
    });
    expect(await load(path('a.csv'), 'SELECT 1')).toMatchObject({ code: 'syntax_error' });
    expect(await load(path('a.csv'), 'SELECT * FROM FILE; DROP SCHEMA X')).toMatchObject({
      code: 'syntax_error',
    });
    expect(await load(path('a.csv'), 'DELETE FROM FILE')).toMatchObject({ code: 'forbidden' });
    expect(await executor.catalog({ session })).toEqual([]);
  });
});
