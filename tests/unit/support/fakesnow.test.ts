import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished, vi } from 'vitest';
import { prepareFakesnow } from '../../support/fakesnow/environment.ts';
import { temporaryDirectory } from '../../support/temporary.ts';

/** A machine with this program as its Python, or with none. */
function machine(python?: string): void {
  const directory = temporaryDirectory();
  if (python !== undefined) {
    const file = join(directory, process.platform === 'win32' ? 'python' : 'python3');
    writeFileSync(file, `#!/bin/sh\n${python}\n`);
    chmodSync(file, 0o755);
  }
  vi.stubEnv('PATH', directory);
  onTestFinished(() => void vi.unstubAllEnvs());
}

// Programs of one line are written otherwise there.
const elsewhere = process.platform === 'win32';

it.skipIf(elsewhere)('says that there is no Python', async () => {
  machine();
  expect(await prepareFakesnow()).toEqual({ unavailable: 'python3 is not installed' });
});

it.skipIf(elsewhere)('says that Python is too old', async () => {
  machine('echo Python 3.9.18');
  expect(await prepareFakesnow()).toEqual({
    unavailable: 'fakesnow needs Python 3.10, and this is Python 3.9.18',
  });
});

it.skipIf(elsewhere)('says which step failed, and of what', async () => {
  machine('[ "$1" = --version ] && echo Python 3.99.0 || { echo "Error: no ensurepip" >&2; exit 1; }');
  expect(await prepareFakesnow()).toEqual({
    unavailable: 'making a virtual environment failed: Error: no ensurepip',
  });
});
