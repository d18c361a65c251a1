import { existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  build,
  failureOf,
  rowsOf,
  script,
  session,
  sharedWarehouse,
  table,
  temporaryDirectory,
} from './support.ts';

describe('the embedded engine', () => {
  const warehouse = sharedWarehouse(({ executor }) => executor.execute(build(table('T'), 'SELECT 1 AS A')));

  it.each([
    "read_csv('/etc/passwd')",
    "read_text('/etc/passwd')",
    "read_blob('/etc/passwd')",
    "read_parquet('/etc/passwd')",
    "read_json('/etc/passwd')",
    "glob('/etc/*')",
    "'/etc/passwd'",
    "'https://example.com/x.parquet'",
    "parquet_metadata('/etc/passwd')",
  ])('reads no file outside of the workspace: %s', async source => {
    const { executor } = warehouse();
    for (const work of [
      () => rowsOf(executor, `SELECT * FROM ${source}`),
      () => executor.describe({ session, sql: `SELECT * FROM ${source}` }),
      () => executor.execute(build(table('STOLEN'), `SELECT * FROM ${source}`)),
    ]) {
      const failure = await failureOf(work());
      expect(failure.code).toMatch(/^(forbidden|syntax_error|source_missing)$/);
    }
    expect(await executor.catalog({ session, relations: [table('STOLEN')] })).toEqual([]);
  });

  it('does not leave the artifacts folder by dots or links', async () => {
    const { executor, directory } = warehouse();
    const outside = temporaryDirectory();
    writeFileSync(join(outside, 'secret.csv'), 'A\n1\n');
    mkdirSync(join(directory, 'artifacts'), { recursive: true });
    symlinkSync(outside, join(directory, 'artifacts', 'link'));
    const dots = join(directory, 'artifacts', 'x').replace(/x$/, '../../secret.csv');
    expect(await failureOf(rowsOf(executor, `SELECT * FROM read_csv('${dots}')`))).toMatchObject({
      code: 'forbidden',
    });
    const linked = join(directory, 'artifacts', 'link', 'secret.csv');
    expect(
      await failureOf(
        executor.load({ file: linked, relation: table('STOLEN'), select: 'SELECT * FROM FILE' }),
      ),
    ).toMatchObject({ code: 'forbidden' });
  });

  it('has its settings locked, for queries and scripts alike', async () => {
    const { executor } = warehouse();
    const settings = await rowsOf(
      executor,
      `SELECT name, value FROM duckdb_settings()
       WHERE name IN ('lock_configuration', 'enable_external_access', 'autoinstall_known_extensions',
                      'autoload_known_extensions', 'TimeZone') ORDER BY name`,
    );
    expect(settings).toEqual([
      ['TimeZone', 'UTC'],
      ['autoinstall_known_extensions', 'false'],
      ['autoload_known_extensions', 'false'],
      ['enable_external_access', 'false'],
      ['lock_configuration', 'true'],
    ]);
    for (const sql of [
      "SET memory_limit = '1TB'",
      'RESET memory_limit',
      'SET lock_configuration = false',
      "INSTALL 'httpfs'",
    ]) {
      expect(await failureOf(rowsOf(executor, sql))).toMatchObject({ code: 'forbidden' });
      expect(await failureOf(executor.execute(script([sql])))).toMatchObject({ code: 'forbidden' });
    }
  });

  it('writes no file elsewhere', async () => {
    const { executor } = warehouse();
    const file = join(temporaryDirectory(), 'out.csv');
    expect(await failureOf(executor.execute(script([`COPY (SELECT 1) TO '${file}'`])))).toMatchObject({
      code: 'forbidden',
    });
    expect(existsSync(file)).toBe(false);
  });
});
