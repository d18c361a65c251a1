import { randomUUID } from 'node:crypto';
import { chmodSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileError } from './inputs.ts';

/**
 * Writes a file so that there is never half of it: readers see the old content or the new. Its mode is kept. A new one
 * has the mode that the user's umask gives: unlike what is in a workspace, what they export is theirs to share.
 */
export function writeFileAtomically(file: string, content: string): void {
  const temporary = join(dirname(file), `.${basename(file)}.${randomUUID().slice(0, 8)}.tmp`);
  try {
    writeFileSync(temporary, content, { flag: 'wx', flush: true });
    const mode = statSync(file, { throwIfNoEntry: false })?.mode;
    if (mode !== undefined) chmodSync(temporary, mode);
    renameSync(temporary, file);
  } catch (cause) {
    rmSync(temporary, { force: true });
    throw fileError(cause, file);
  }
}
