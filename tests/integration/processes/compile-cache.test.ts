import { fork } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { entryPoint } from '../../../src/main/system/places.ts';
import { temporaryDirectory } from '../../support/temporary.ts';

test('what a child has compiled is kept although it will be killed', async () => {
  const cache = temporaryDirectory();
  const child = fork(fileURLToPath(entryPoint('analysis')), [], {
    execArgv: [],
    serialization: 'advanced',
    env: { ...process.env, NODE_COMPILE_CACHE: cache },
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  await once(child, 'message');
  await expect.poll(() => readdirSync(cache, { recursive: true }).length).toBeGreaterThan(20);
});
