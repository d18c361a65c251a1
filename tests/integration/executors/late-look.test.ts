import { DuckDBInstance } from '@duckdb/node-api';
import type * as files from 'node:fs/promises';
import { afterEach, expect, it, onTestFinished, vi } from 'vitest';
import { Databases } from '../../../src/main/executors/duckdb/databases.ts';
import { temporaryDirectory } from '../../support/temporary.ts';

/** Looking into a directory answers with what was there when it was asked, as late as a test wants. */
const held: Promise<void>[] = [];
vi.mock('node:fs/promises', async original => {
  const real: typeof files = await original();
  return {
    ...real,
    readdir: async (path: string) => {
      const until = held.shift();
      const found = await real.readdir(path);
      await until;
      return found;
    },
  };
});
afterEach(() => void held.splice(0));

async function openDatabases() {
  const directory = temporaryDirectory();
  const instance = await DuckDBInstance.create(':memory:');
  onTestFinished(() => instance.closeSync());
  const connection = await instance.connect();
  return { directory, databases: new Databases(instance, directory), connection };
}

it.each(['create', 'find'] as const)(
  'a database that was made while %s looked for its file is left as it is',
  async call => {
    const { directory, databases, connection } = await openDatabases();
    const { promise: created, resolve } = Promise.withResolvers<void>();
    held.push(created);
    const late = databases[call]('SHOP');
    const first = databases.create('SHOP');
    // The second either finds its way past the first, or waits for it.
    for (let turn = 0; turn < 50_000 && !databases.has('SHOP'); turn++) await new Promise(setImmediate);
    resolve();
    await first;
    await connection.run('CREATE TABLE SHOP.main.T AS SELECT 42 AS A; CHECKPOINT SHOP');
    await late;

    connection.closeSync();
    const again = await DuckDBInstance.create(`${directory}/SHOP.duckdb`, { access_mode: 'READ_ONLY' });
    onTestFinished(() => again.closeSync());
    const rows = await (await again.connect()).runAndReadAll('SELECT * FROM T');
    expect(rows.getRows()).toEqual([[42]]);
  },
);
