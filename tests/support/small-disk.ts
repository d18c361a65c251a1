import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { temporaryDirectory } from './temporary.ts';

/** A disk of its own that is soon full; undefined where this user may not mount one. */
export function smallDisk(size: string): string | undefined {
  const directory = join(temporaryDirectory(), 'disk');
  mkdirSync(directory);
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', directory], { stdio: 'ignore' });
  } catch {
    return undefined;
  }
  onTestFinished(() => void execFileSync('umount', ['--lazy', directory]));
  return directory;
}

/** Takes all the space there is. */
export function fill(file: string): void {
  try {
    writeFileSync(file, Buffer.alloc(64 * 1024 ** 2));
  } catch {
    // As meant.
  }
}

/** From now on nothing on it can be changed. */
export function makeReadOnly(disk: string): void {
  execFileSync('mount', ['-o', 'remount,ro', disk], { stdio: 'ignore' });
}
