import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { open } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { watchLeaks } from '../../support/leaks.ts';
import { temporaryDirectory } from '../../support/temporary.ts';

test('a child process, a server and an open file are seen, and their end too', async () => {
  const directory = temporaryDirectory();
  const check = watchLeaks(directory, 200);
  await check();

  const child = spawn(process.execPath, ['-e', 'process.stdin.resume()'], {
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  await expect(check()).rejects.toThrow(`process ${child.pid}`);
  child.kill();
  await once(child, 'exit');

  const server = createServer();
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  await expect(check()).rejects.toThrow('TCPServerWrap');
  await new Promise(resolve => server.close(resolve));
  await check();
});

test.skipIf(process.platform !== 'linux')('a file that stays open is seen', async () => {
  const directory = temporaryDirectory();
  const check = watchLeaks(directory, 200);
  const file = await open(join(directory, 'a.txt'), 'w');
  await expect(check()).rejects.toThrow('a.txt');
  await file.close();
  await check();
});
