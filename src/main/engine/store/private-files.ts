import { chmodSync, closeSync, openSync, statSync } from 'node:fs';

/**
 * A database holds the SQL of models and who did what, also in a directory that others can enter. On Windows none of
 * this has an effect: there the directory's access list counts.
 */
const ownerOnly = 0o600;
const others = 0o077;

/** Creates an empty file for SQLite to write a copy into. Throws `EEXIST` where there is one. */
export function createPrivateFile(file: string): void {
  closeSync(openSync(file, 'wx', ownerOnly));
}

/** For a database that SQLite has open. The files that it puts beside it later get the mode of the database. */
export function makePrivate(database: string): void {
  for (const file of [database, `${database}-wal`, `${database}-shm`]) {
    const mode = statSync(file, { throwIfNoEntry: false })?.mode ?? 0;
    if ((mode & others) === 0) continue;
    try {
      chmodSync(file, mode & 0o777 & ~others);
    } catch {
      // Somebody else's file, or a file system without modes: as private as it was.
    }
  }
}
