import { chmodSync, mkdirSync, readdirSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import Database from 'better-sqlite3';
import { expect, onTestFinished, test } from 'vitest';
import { migrations } from '../../src/main/engine/store/migrations/index.ts';
import { openDatabase } from '../../src/main/engine/store/open.ts';
import { openHost } from '../../src/main/host.ts';
import { addJob, addModel, addShop, runJob } from '../support/engine.ts';
import { temporaryDirectory } from '../support/temporary.ts';

/** A directory that others may enter, made by somebody whose files others may read. */
function sharedDirectory(): string {
  const before = process.umask(0o022);
  onTestFinished(() => void process.umask(before));
  const directory = join(temporaryDirectory(), 'shared');
  mkdirSync(directory, { mode: 0o755 });
  expect(statSync(directory).mode & 0o777).toBe(0o755);
  return directory;
}

/** Everything below the directory that others may read, write or enter, with its mode. */
function openToOthers(directory: string): string[] {
  return readdirSync(directory, { recursive: true, withFileTypes: true }).flatMap(entry => {
    const path = join(entry.parentPath, entry.name);
    const mode = statSync(path).mode & 0o777;
    return (mode & 0o077) === 0 ? [] : [`${relative(directory, path)} ${mode.toString(8)}`];
  });
}

test.skipIf(process.platform === 'win32')(
  'what a hosted workspace writes is for its user only, in a directory that others can enter too',
  async () => {
    const directory = sharedDirectory();
    const host = await openHost({ directory, host: 'headless' });
    if (!host) throw new Error('somebody has this new workspace');
    onTestFinished(() => host.close());
    const { engine } = host.api('cli');
    await addShop(engine);
    await addModel(engine, 'orders', 'select * from lake_dev.raw.orders');
    expect(await runJob(engine, await addJob(engine, 'orders', 'dev'))).toMatchObject({ state: 'completed' });
    await engine.workspace.backup(join(directory, 'copy.db'));
    const names = readdirSync(directory, { recursive: true }).map(String);
    for (const name of ['slipway.db', 'slipway.db-wal', 'slipway.db-shm', 'copy.db', 'logs/slipway.log']) {
      expect(names).toContain(name);
    }
    expect(names.some(name => /^warehouse\/.*SHOP_DEV/i.test(name))).toBe(true);
    expect(openToOthers(directory)).toEqual([]);
    await host.close();
    expect(openToOthers(directory)).toEqual([]);
  },
);

test.skipIf(process.platform === 'win32')('a database that others could read is closed to them', () => {
  const directory = sharedDirectory();
  const file = join(directory, 'slipway.db');
  openDatabase(file, migrations.slice(0, 1), 0).close();
  chmodSync(file, 0o644);
  // As a crash leaves it, with files beside it.
  const reading = new Database(file);
  reading.prepare('SELECT count(*) FROM models').get();
  expect(openToOthers(directory)).toHaveLength(3);
  const db = openDatabase(file, migrations, 0);
  expect(readdirSync(directory).sort()).toEqual([
    'backups',
    'slipway.db',
    'slipway.db-shm',
    'slipway.db-wal',
  ]);
  expect(openToOthers(directory)).toEqual([]);
  db.close();
  reading.close();
});
