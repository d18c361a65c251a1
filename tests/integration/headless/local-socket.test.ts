import { existsSync, lstatSync, mkdirSync, rmdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { socketClient } from '../../../src/main/api/clients.ts';
import { openHost } from '../../../src/main/host.ts';
import { socketPath } from '../../../src/main/system/places.ts';
import { httpRequest } from '../../support/http-request.ts';
import { temporaryDirectory } from '../../support/temporary.ts';
import { openTestHost } from '../../support/workspace.ts';

// A named pipe is no file: its permissions are those of the process.
describe.skipIf(process.platform === 'win32')('the local socket', () => {
  afterEach(() => {
    vi.unstubAllEnvs();
  });

  test('is a file that only its user can open, gone with the engine', async () => {
    const host = await openTestHost();
    const path = socketPath(host.directory);
    expect(dirname(path)).toBe(host.directory);
    const status = lstatSync(path);
    expect(status.isSocket()).toBe(true);
    expect(status.mode & 0o777).toBe(0o600);
    await host.close();
    expect(existsSync(path)).toBe(false);
    expect(process.umask()).not.toBe(0o177);
  });

  test('is in a directory of the user where the path would be too long', async () => {
    const runtime = temporaryDirectory();
    vi.stubEnv('XDG_RUNTIME_DIR', join(runtime, 'run'));
    const directory = join(temporaryDirectory(), 'long-'.repeat(25));
    const host = await openTestHost(directory);
    const path = socketPath(directory);
    expect(dirname(path)).toBe(join(runtime, 'run'));
    expect(statSync(dirname(path)).mode & 0o777).toBe(0o700);
    const { client, close } = await socketClient(path);
    expect(await client.workspace.info()).toMatchObject({ directory });
    await close();
    await host.close();
    expect(existsSync(path)).toBe(false);
  });

  test('replaces what a process left that died', async () => {
    const directory = temporaryDirectory();
    const path = socketPath(directory);
    writeFileSync(path, '');
    const host = await openTestHost(directory);
    const { client, close } = await socketClient(path);
    expect(await client.workspace.info()).toMatchObject({ pid: process.pid });
    await close();
    await host.close();

    const target = join(directory, 'important.txt');
    writeFileSync(target, 'keep me');
    symlinkSync(target, path);
    const second = await openTestHost(directory);
    expect(lstatSync(path).isSocket()).toBe(true);
    expect(existsSync(target)).toBe(true);
    await second.close();
  });

  test('speaks REST too, without a token', async () => {
    const host = await openTestHost();
    const answer = await httpRequest({ socketPath: socketPath(host.directory), path: '/api/v1/workspace' });
    expect(answer.status).toBe(200);
    expect((await httpRequest({ socketPath: socketPath(host.directory), path: '/' })).status).toBe(404);
  });

  test('that cannot be opened lets go of the workspace again', async () => {
    const directory = temporaryDirectory();
    const path = socketPath(directory);
    mkdirSync(path);
    await expect(openHost({ directory, host: 'headless' })).rejects.toMatchObject({ code: 'unavailable' });
    rmdirSync(path);
    await openTestHost(directory);
  });

  test('nobody answers where no engine is', async () => {
    const path = socketPath(temporaryDirectory());
    await expect(socketClient(path)).rejects.toMatchObject({
      code: 'unavailable',
      message: expect.stringContaining(path),
    });
    const server = createServer(socket => socket.destroy());
    await new Promise<void>(resolve => server.listen(path, resolve));
    await expect(socketClient(path)).rejects.toMatchObject({ code: 'unavailable' });
    await new Promise(resolve => server.close(resolve));
  });
});
