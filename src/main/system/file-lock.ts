import { closeSync, openSync, realpathSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import Database from 'better-sqlite3';

/**
 * An exclusive transaction on a database of its own. The operating system ends it with the process, however that dies, so no
 * stale lock can be left behind.
 */
export interface FileLock {
  release(): void;
}

/**
 * Lock files this process holds, by their true path. The system's file locks belong to the process, and closing any
 * descriptor of such a file drops them all: a file that is held must not even be opened again.
 */
const held = new Set<string>();

/** Takes the lock, making its file where needed, in a directory that exists; null when it is taken, here or elsewhere. */
export function takeFileLock(path: string): FileLock | null {
  // The native one: where letters' case does not matter, it gives a directory one spelling only.
  const file = join(realpathSync.native(dirname(path)), basename(path));
  if (held.has(file)) return null;
  let db: Database.Database | undefined;
  try {
    // On a file that may only be read SQLite would take a lock that does not exclude another reader's.
    closeSync(openSync(file, 'a', 0o600));
    db = new Database(file, { timeout: 0 });
    db.pragma('locking_mode = EXCLUSIVE');
    db.exec('BEGIN EXCLUSIVE');
  } catch (cause) {
    db?.close();
    if (cause instanceof Database.SqliteError && cause.code === 'SQLITE_BUSY') return null;
    throw cause;
  }
  const locked = db;
  held.add(file);
  return {
    release: () => {
      locked.close();
      held.delete(file);
    },
  };
}
