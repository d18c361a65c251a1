import { spawn } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { once } from 'node:events';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  build,
  failureOf,
  openWarehouse,
  question,
  rowCount,
  rowsOf,
  script,
  session,
  sharedWarehouse,
  table,
  temporaryDirectory,
} from './support.ts';

function warehouseFolder(): { directory: string; folder: string } {
  const directory = temporaryDirectory();
  const folder = join(directory, 'warehouse');
  mkdirSync(folder);
  return { directory, folder };
}

/** Another program that has a database open; it is ended by `release`. */
async function holdOpen(file: string): Promise<{ release: () => Promise<void> }> {
  const program = `
    import { DuckDBInstance } from '@duckdb/node-api';
    const instance = await DuckDBInstance.create(process.argv[1]);
    await (await instance.connect()).run('CREATE TABLE IF NOT EXISTS T AS SELECT 1 AS A');
    process.stdout.write('open');
    setInterval(() => {}, 1000);`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', program, file], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(child.stdout, 'data');
  return {
    async release() {
      const exit = once(child, 'exit');
      child.kill('SIGKILL');
      await exit;
    },
  };
}

describe('databases', () => {
  it('are files in the warehouse folder, found again by the next process', async () => {
    const { directory, folder } = warehouseFolder();
    const first = openWarehouse({ workspaceDirectory: directory });
    await first.executor.execute(build(table('T'), 'SELECT 1 AS A'));
    await first.executor.execute(build(table('T', 'PUBLIC', 'PROD'), 'SELECT 2 AS A'));
    await first.executors.close();
    // Nothing is left in logs after an orderly end.
    expect(readdirSync(folder).filter(file => !file.startsWith('.'))).toEqual(['DEV.duckdb', 'PROD.duckdb']);

    const second = openWarehouse({ workspaceDirectory: directory });
    expect(await rowsOf(second.executor, 'SELECT a.A, b.A FROM T a, PROD.PUBLIC.T b')).toEqual([[1, 2]]);
  });

  it('are created by scripts that write them, and by nothing else', async () => {
    const { executor, directory } = openWarehouse();
    expect(await failureOf(rowsOf(executor, 'SELECT * FROM DEV.PUBLIC.T'))).toMatchObject({
      code: 'source_missing',
      message: 'Database DEV does not exist',
    });
    await executor.describe({ session, sql: 'SELECT 1 AS A' });
    await executor.test(session);
    expect(existsSync(join(directory, 'warehouse', 'DEV.duckdb'))).toBe(false);
    await Promise.all(
      Array.from({ length: 20 }, () => executor.execute(script(['SELECT 1'], { writes: ['DEV'] }))),
    );
    expect(existsSync(join(directory, 'warehouse', 'DEV.duckdb'))).toBe(true);
  });

  it('keep the case of quoted names, and have one file for both spellings', async () => {
    const { executor, directory } = openWarehouse();
    await executor.execute(build({ database: 'Mixed', schema: 'Sch', name: 'tAb' }, 'SELECT 1 AS "aB"'));
    expect(await executor.catalog({ session })).toEqual([
      {
        database: 'Mixed',
        schema: 'Sch',
        name: 'tAb',
        type: 'table',
        columns: [{ name: 'aB', type: 'INTEGER' }],
      },
    ]);
    await executor.execute(script(['SELECT 1'], { writes: ['MIXED'] }));
    expect(readdirSync(join(directory, 'warehouse')).filter(file => file.endsWith('.duckdb'))).toEqual([
      'Mixed.duckdb',
    ]);
  });

  it('that are corrupt are named when they are used and leave the others alone', async () => {
    const { directory, folder } = warehouseFolder();
    const before = openWarehouse({ workspaceDirectory: directory });
    await before.executor.execute(build(table('T'), 'SELECT range AS I FROM range(100000)'));
    await before.executor.execute(build(table('T', 'PUBLIC', 'CUT'), 'SELECT range AS I FROM range(100000)'));
    await before.executors.close();
    writeFileSync(join(folder, 'JUNK.duckdb'), 'not a database'.repeat(1000));
    truncateSync(join(folder, 'CUT.duckdb'), 40_000);
    mkdirSync(join(folder, 'FOLDER.duckdb'));

    const { executor, log } = openWarehouse({ workspaceDirectory: directory });
    expect(await rowCount(executor, table('T'))).toBe(100000);
    for (const name of ['JUNK', 'CUT']) {
      const relation = table('T', 'PUBLIC', name);
      const expected = {
        code: 'corrupt_database',
        message: expect.stringContaining(`${name}.duckdb`),
        retryable: false,
      };
      expect(await failureOf(rowsOf(executor, `SELECT * FROM ${name}.PUBLIC.T`))).toMatchObject(expected);
      expect(await failureOf(executor.execute(build(relation, 'SELECT 1 AS I')))).toMatchObject(expected);
      expect(await failureOf(executor.catalog({ session, relations: [relation] }))).toMatchObject(expected);
      expect(await failureOf(executor.recall(question('q', { relation, type: 'table' })))).toMatchObject(
        expected,
      );
      expect(
        await failureOf(executor.describe({ session: { ...session, database: name }, sql: 'SELECT 1 AS A' })),
      ).toMatchObject(expected);
      const stages = await executor.test({ ...session, database: name });
      expect(stages.find(stage => stage.stage === 'database')).toMatchObject({ state: 'failed' });
    }
    expect(await failureOf(rowsOf(executor, 'SELECT * FROM FOLDER.PUBLIC.T'))).toMatchObject({
      code: 'warehouse_error',
    });
    expect(await executor.catalog({ session })).toHaveLength(1);
    expect(log.some(({ message }) => message.includes('JUNK'))).toBe(true);
    expect(readFileSync(join(folder, 'JUNK.duckdb'), 'utf8')).toContain('not a database');
  });

  it('whose creation was cut short are begun anew', async () => {
    const { directory, folder } = warehouseFolder();
    writeFileSync(join(folder, 'DEV.duckdb'), '');
    writeFileSync(join(folder, 'PROD.creating'), 'half a header');
    const { executor } = openWarehouse({ workspaceDirectory: directory });
    await executor.execute(build(table('T'), 'SELECT 1 AS A'));
    await executor.execute(build(table('T', 'PUBLIC', 'PROD'), 'SELECT 1 AS A'));
    expect(statSync(join(folder, 'PROD.duckdb')).size).toBeGreaterThan(1000);
    expect(existsSync(join(folder, 'PROD.creating'))).toBe(false);
  });

  it('that another process has open are waited for', async () => {
    const { directory, folder } = warehouseFolder();
    const holder = await holdOpen(join(folder, 'HELD.duckdb'));
    const { executor } = openWarehouse({ workspaceDirectory: directory });
    await executor.execute(build(table('T'), 'SELECT 1 AS A'));
    const waiting = rowsOf(executor, 'SELECT * FROM HELD.main.T');
    expect(await rowCount(executor, table('T'))).toBe(1);
    await holder.release();
    expect(await waiting).toEqual([[1]]);
  });

  it('that stay open elsewhere are named with the process that has them', async () => {
    const { directory, folder } = warehouseFolder();
    const holder = await holdOpen(join(folder, 'HELD.duckdb'));
    const { executor } = openWarehouse({ workspaceDirectory: directory });
    expect(
      await failureOf(executor.execute(build(table('T', 'PUBLIC', 'HELD'), 'SELECT 1 AS A'))),
    ).toMatchObject({
      code: 'database_locked',
      message: expect.stringMatching(/HELD\.duckdb/),
      retryable: true,
    });
    await holder.release();
  });

  it('put into the folder later are found when they are named', async () => {
    const { directory, folder } = warehouseFolder();
    const { executor } = openWarehouse({ workspaceDirectory: directory });
    await executor.test(session);
    await (await holdOpen(join(folder, 'LATER.duckdb'))).release();
    expect(await rowsOf(executor, 'SELECT * FROM LATER.main.T')).toEqual([[1]]);
    expect(await executor.catalog({ session })).toHaveLength(1);
  });
});

describe('a database cannot be named', () => {
  const warehouse = sharedWarehouse(({ executor }) => executor.test(session));

  it.each([
    '../DEV',
    'a/b',
    'a\\b',
    '',
    '.',
    'C:x',
    'memory',
    'SYSTEM',
    'temp',
    'CON',
    "a'b",
    'a"b',
    'a\nb',
    'x'.repeat(300),
  ])('%j', async name => {
    const { executor, directory } = warehouse();
    expect(await failureOf(executor.execute(script(['SELECT 1'], { writes: [name] })))).toMatchObject({
      code: 'invalid_name',
    });
    expect(readdirSync(join(directory, 'warehouse')).filter(file => !file.startsWith('.'))).toEqual([]);
  });
});
