import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { lockWorkspace } from '../../../src/main/system/workspace-lock.ts';
import { temporaryDirectory } from '../../support/temporary.ts';

const program = join(import.meta.dirname, '../../../src/main/system/workspace-lock.ts');

/** Whether another process gets the lock; it ends, and so gives it back, at once. */
function anotherProcessGets(directory: string): boolean {
  const script = `import(${JSON.stringify(program)}).then(m => console.log(m.lockWorkspace(process.argv[1]) !== null))`;
  return execFileSync(process.execPath, ['-e', script, directory], { encoding: 'utf8' }).trim() === 'true';
}

test('a workspace is locked once, and asking again in the same process does not give the lock away', () => {
  const directory = join(temporaryDirectory(), 'workspace');
  const link = join(temporaryDirectory(), 'link');
  mkdirSync(directory);
  symlinkSync(directory, link);
  const lock = lockWorkspace(directory);
  onTestFinished(() => lock?.release());
  expect(lock).not.toBeNull();
  expect(lockWorkspace(directory)).toBeNull();
  expect(lockWorkspace(link)).toBeNull();
  expect(anotherProcessGets(directory)).toBe(false);
  lock?.release();
  expect(anotherProcessGets(link)).toBe(true);
  const again = lockWorkspace(link);
  expect(again).not.toBeNull();
  expect(anotherProcessGets(directory)).toBe(false);
  again?.release();
});
