import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { diskFullError, isDiskFull } from '../../shared/domain/disk-full.ts';
import { SlipwayError } from '../../shared/domain/errors.ts';
import { type FileLock, takeFileLock } from './file-lock.ts';

/** One engine per workspace; it ends with its process. */
export type WorkspaceLock = FileLock;

/** Creates the directory where needed and takes the lock; null when another engine has it, here or elsewhere. */
export function lockWorkspace(directory: string): WorkspaceLock | null {
  try {
    // Only its owner reads a workspace: table data and SQL are in it.
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    return takeFileLock(join(directory, 'engine.lock'));
  } catch (cause) {
    throw unusableWorkspace(directory, cause);
  }
}

/** The workspace's directory or something in it cannot be used. */
export function unusableWorkspace(directory: string, cause: unknown): SlipwayError {
  if (isDiskFull(cause)) return diskFullError(directory, 'it cannot be opened as a workspace', cause);
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new SlipwayError(
    'unavailable',
    `${directory} cannot be used as a workspace: ${reason}`,
    { hint: 'Choose a directory your user can write to' },
    cause,
  );
}
