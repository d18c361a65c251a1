import { createHash } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, onTestFinished, test } from 'vitest';
import { socketClient } from '../../../src/main/api/clients.ts';
import { lockWorkspace } from '../../../src/main/system/workspace-lock.ts';
import { socketPath } from '../../../src/main/system/places.ts';
import { temporaryDirectory } from '../../support/temporary.ts';
import { addJob, addModel, endlessSql } from '../../support/shop.ts';
import { idleWorkspace, newWorkspace, oneDocument, servedWorkspace, slipway, Workspace } from './support.ts';

const nobody = 65_534;

function hashes(directory: string): Record<string, string> {
  return Object.fromEntries(
    readdirSync(directory)
      .filter(name => name.startsWith('slipway.db'))
      .map(name => [
        name,
        createHash('sha256')
          .update(readFileSync(join(directory, name)))
          .digest('hex'),
      ]),
  );
}

test('several commands at once on a workspace nobody has: all of them are carried out', async () => {
  const workspace = newWorkspace();
  mkdirSync(workspace.directory);
  const names = ['a', 'b', 'c', 'd', 'e'];
  const ended = await Promise.all(names.map(name => workspace.run(['model', 'create', name, '--json'])));
  for (const [index, { code, stdout, stderr }] of ended.entries()) {
    expect({ code, stderr }).toMatchObject({ code: 0 });
    expect(oneDocument(stdout)).toMatchObject({ name: names[index] });
  }
  const { models } = (await workspace.json('model', 'list')) as { models: { name: string }[] };
  expect(models.map(model => model.name)).toEqual(names);
});

test('an engine of a command does not end under those who attached to it', async () => {
  const workspace = await idleWorkspace(async client => {
    await addModel(client, 'slow', endlessSql.replace('1000000000', '10000'));
    await addJob(client, 'slow', 'dev');
  });
  const first = workspace.start(['job', 'run', 'slow_dev']);
  await first.line(/waiting for run #1/);
  const { client, close } = await socketClient(socketPath(workspace.directory));
  for await (const update of await client.runs.follow({ run: 1 })) if (update.type === 'ended') break;
  // The command has done what it was asked for.
  await first.line(/^Run #1 of slow_dev: completed/, 'stdout');
  expect(await client.workspace.info()).toMatchObject({ host: 'cli', pid: first.child.pid });
  await client.jobs.run({ job: 'slow_dev' });
  await close();
  expect(await first.ended).toMatchObject({ code: 0 });
  expect(await workspace.json('run', 'show', '2')).toMatchObject({ state: 'completed' });
});

test('a command that waits for runs of others can be ended, and cancels them', async () => {
  const workspace = await idleWorkspace(async client => {
    for (const name of ['endless', 'another']) {
      await addModel(client, name, endlessSql);
      await addJob(client, name, 'dev');
    }
  });
  const first = workspace.start(['job', 'run', 'another_dev']);
  await first.line(/waiting for run #1/);
  const { client, close } = await socketClient(socketPath(workspace.directory));
  await client.jobs.run({ job: 'endless_dev' });
  // Only now may the command's own run end.
  await client.runs.cancel({ run: 1 });
  await close();
  await first.line(/^Run #1 of another_dev/, 'stdout');
  await first.line(/^Waiting for a run of this workspace to end …/);
  first.child.kill('SIGINT');
  const { code, stderr } = await first.ended;
  expect({ code, stderr }).toMatchObject({
    code: 130,
    stderr: expect.stringContaining('Ending now: runs are cancelled …'),
  });
  expect(await workspace.json('run', 'show', '2')).toMatchObject({ state: 'cancelled' });
});

test('a process that has the workspace and does not answer', async () => {
  const locked = await idleWorkspace();
  const lock = lockWorkspace(locked.directory);
  onTestFinished(() => lock?.release());
  const stopped = await idleWorkspace();
  const serving = stopped.start(['serve', '--no-build']);
  await serving.line(/^Serving /);
  serving.child.kill('SIGSTOP');
  const started = performance.now();
  const ended = await Promise.all([
    locked.run(['model', 'list', '--json']),
    stopped.run(['model', 'list', '--json']),
    stopped.run(['serve', '--no-build', '--json']),
    stopped.run(['doctor', '--json']),
  ]);
  serving.child.kill('SIGCONT');
  expect(performance.now() - started).toBeLessThan(40_000);
  for (const { code, stdout } of ended.slice(0, 3)) {
    expect({ code, document: oneDocument(stdout) }).toEqual({
      code: 1,
      document: {
        error: {
          code: 'unavailable',
          message: expect.stringMatching(/^The workspace .* is in use: another process has it open/),
          details: { hint: expect.any(String) },
        },
      },
    });
  }
  expect(ended[0]?.stderr).toContain('Another process has the workspace and does not answer yet; waiting …');
  expect(oneDocument(ended[3]?.stdout ?? '')).toMatchObject({
    ok: false,
    checks: [{ name: 'engine', state: 'failed', hint: expect.any(String) }],
  });
});

test('a lock that is given back in time is waited for', async () => {
  const workspace = await idleWorkspace();
  const lock = lockWorkspace(workspace.directory);
  onTestFinished(() => lock?.release());
  const listing = workspace.start(['model', 'list']);
  await listing.line(/does not answer yet; waiting/);
  lock?.release();
  expect(await listing.ended).toMatchObject({ code: 0, stdout: expect.stringContaining('orders') });
});

test('a socket left by a process that died is no obstacle', async () => {
  const workspace = await idleWorkspace();
  const serving = workspace.start(['serve', '--no-build']);
  await serving.line(/^Serving /);
  serving.child.kill('SIGKILL');
  await serving.ended;
  expect(existsSync(socketPath(workspace.directory))).toBe(true);
  expect(await workspace.words('model', 'list')).toContain('orders');
});

test('a workspace one may not write', async () => {
  const workspace = await idleWorkspace();
  const root = process.getuid?.() === 0;
  chmodSync(join(workspace.directory, '..'), 0o755);
  for (const name of ['', ...readdirSync(workspace.directory)]) {
    const path = join(workspace.directory, name);
    chmodSync(path, statSync(path).isDirectory() ? 0o555 : 0o444);
  }
  onTestFinished(() => chmodSync(workspace.directory, 0o755));
  const before = hashes(workspace.directory);
  const { code, stdout, stderr } = await workspace.run(
    ['model', 'list', '--json'],
    root ? { uid: nobody } : {},
  );
  expect({ code, stderr }).toMatchObject({ code: 1, stderr: expect.stringMatching(/^error: /) });
  expect(oneDocument(stdout)).toMatchObject({
    error: {
      code: 'unavailable',
      message: expect.stringContaining(workspace.directory),
      details: { hint: expect.stringContaining('write') },
    },
  });
  expect(hashes(workspace.directory)).toEqual(before);
});

test('a database of a newer Slipway is refused and left as it is', async () => {
  const workspace = await idleWorkspace();
  const db = new Database(join(workspace.directory, 'slipway.db'));
  db.pragma('user_version = 999');
  db.close();
  const before = hashes(workspace.directory);
  expect(await workspace.failure(4, 'model', 'list')).toMatchObject({
    error: { code: 'newer_database', message: expect.stringContaining('newer Slipway') },
  });
  expect(hashes(workspace.directory)).toEqual(before);
});

test('a damaged database is told from an empty one, also by the doctor', async () => {
  const workspace = await idleWorkspace();
  const database = join(workspace.directory, 'slipway.db');
  writeFileSync(database, Buffer.alloc(8_192, 'not a database '));
  const before = hashes(workspace.directory);
  expect(await workspace.failure(1, 'model', 'list')).toMatchObject({
    error: {
      code: 'unavailable',
      message: expect.stringContaining('damaged'),
      details: { hint: expect.any(String) },
    },
  });
  const { code, stdout } = await workspace.run(['doctor']);
  expect({ code, stdout }).toMatchObject({
    code: 1,
    stdout: expect.stringMatching(/^engine +✗ failed +.*damaged/m),
  });
  expect(hashes(workspace.directory)).toEqual(before);
});

test('a backup holds everything and takes no file that is there', async () => {
  const workspace = await servedWorkspace();
  const cwd = temporaryDirectory();
  const { code, stdout } = await workspace.run(['backup', 'copy.db'], { cwd });
  const copy = join(cwd, 'copy.db');
  expect({ code, stdout }).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/copy\.db: [\d.]+ kB\n$/),
  });
  const restored = new Workspace(join(cwd, 'restored'));
  mkdirSync(restored.directory);
  writeFileSync(join(restored.directory, 'slipway.db'), readFileSync(copy));
  expect(await restored.words('model', 'list')).toContain('orders');
  expect(await workspace.failure(4, 'backup', copy)).toMatchObject({ error: { code: 'conflict' } });
  rmSync(copy);
  expect(await workspace.json('backup', copy)).toEqual({ file: copy, bytes: statSync(copy).size });
});

test('the workspace is that of $SLIPWAY_WORKSPACE unless one is named', async () => {
  const workspace = await servedWorkspace();
  const env = { SLIPWAY_WORKSPACE: workspace.directory };
  expect(await slipway(['model', 'list'], { env })).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('orders'),
  });
  const other = newWorkspace();
  expect(await other.run(['model', 'list'], { env })).toMatchObject({ code: 3 });
});
