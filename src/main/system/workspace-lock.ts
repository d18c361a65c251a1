import { closeSync, mkdirSync, openSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { diskFullError, isDiskFull } from '../../shared/domain/disk-full.ts';
import { SlipwayError } from '../../shared/domain/errors.ts';

/**
 * One engine per workspace: an exclusive transaction on a database of its own. The operating system ends it with the
 * process, however that dies, so no stale lock can be left behind.
 */
export interface WorkspaceLock {
  release(): void;
}

/**
 * Lock files this process holds, by their true path. The system's file locks belong to the process, and closing any
 * descriptor of such a file drops them all: a file that is held must not even be opened again.
 */
const held = new Set<string>();

/** Creates the directory where needed and takes the lock; null when another engine has it, here or elsewhere. */
export function lockWorkspace(directory: string): WorkspaceLock | null {
  try {
    // Only its owner reads a workspace: table data and SQL are in it.
    mkdirSync(directory, { recursive: true, mode: 0o700 });
  } catch (cause) {
    throw unusableWorkspace(directory, cause);
  }
  let db: Database.Database | undefined;
  try {
    // The native one: where letters' case does not matter, it gives a directory one spelling only.
    const file = join(realpathSync.native(directory), 'engine.lock');
    if (held.has(file)) return null;
    // On a file that may only be read SQLite would take a lock that does not exclude another reader's.
    closeSync(openSync(file, 'a', 0o600));
    db = new Database(file, { timeout: 0 });
    db.pragma('locking_mode = EXCLUSIVE');
    db.exec('BEGIN EXCLUSIVE');
    const locked = db;
    held.add(file);
    return {
      release: () => {
        locked.close();
        held.delete(file);
      },
    };
  } catch (cause) {
    db?.close();
    if (cause instanceof Database.SqliteError && cause.code === 'SQLITE_BUSY') return null;
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
