import { createHash } from 'node:crypto';
import { existsSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import Database from 'better-sqlite3';
import { diskFullError, isDiskFull } from '../../../shared/domain/disk-full.ts';
import { SlipwayError } from '../../../shared/domain/errors.ts';
import type { Migration } from './migrations/migration.ts';
import { createPrivateFile, makePrivate } from './private-files.ts';

export type Db = Database.Database;

/** "SLPW": tells a Slipway database from any other SQLite file. */
const applicationId = 0x53_4c_50_57;

/**
 * Opens the database, creating or migrating it. A copy is made before a migration. A database that is newer, damaged,
 * not ours or read-only is refused and left untouched.
 */
export function openDatabase(file: string, migrations: readonly Migration[], nowMs: number): Db {
  checkList(migrations);
  const isNew = !existsSync(file);
  let db: Db;
  try {
    db = new Database(file, { timeout: 5_000 });
  } catch (cause) {
    throw openError(file, cause);
  }
  try {
    identify(db, file, isNew, migrations);
    db.pragma('journal_mode = WAL');
    makePrivate(file);
    db.pragma('synchronous = FULL');
    db.pragma('foreign_keys = ON');
    db.pragma('cache_size = -65536');
    db.pragma('mmap_size = 268435456');
    migrate(db, file, migrations, nowMs);
    return db;
  } catch (cause) {
    db.close();
    throw cause instanceof SlipwayError ? cause : openError(file, cause);
  }
}

function checkList(migrations: readonly Migration[]): void {
  for (const [index, migration] of migrations.entries()) {
    if (migration.number !== index + 1) {
      throw new RangeError(`migration "${migration.name}" has number ${migration.number}, not ${index + 1}`);
    }
  }
}

/** Refuses what we must not write to, before anything is written. */
function identify(db: Db, file: string, isNew: boolean, migrations: readonly Migration[]): void {
  const version = Number(db.pragma('user_version', { simple: true }));
  const owner = Number(db.pragma('application_id', { simple: true }));
  const tables = db.prepare<[], { n: number }>('SELECT count(*) AS n FROM sqlite_schema').get()?.n ?? 0;
  if (!isNew && tables > 0 && owner !== applicationId) {
    throw new SlipwayError('precondition', `${file} is a SQLite database, but not one of Slipway's`, {
      hint: 'Choose another workspace directory',
    });
  }
  if (version > migrations.length) {
    throw new SlipwayError(
      'newer_database',
      `${file} was written by a newer Slipway (schema ${version}; this one knows ${migrations.length}). Nothing was changed`,
      { hint: 'Open it with that version, or restore a backup made before the update' },
    );
  }
}

function migrate(db: Db, file: string, migrations: readonly Migration[], nowMs: number): void {
  const current = Number(db.pragma('user_version', { simple: true }));
  if (current > 0) verifyApplied(db, file, migrations.slice(0, current));
  if (current === migrations.length) return;
  if (current > 0) copyBefore(db, file, current, nowMs);
  const pending = migrations.slice(current);
  const rebuilds = pending.some(migration => migration.rebuilds);
  // Within a transaction it cannot be changed, and a table that others refer to cannot be dropped otherwise.
  if (rebuilds) db.pragma('foreign_keys = OFF');
  db.transaction(() => {
    if (current === 0) {
      db.pragma(`application_id = ${applicationId}`);
      db.exec(
        'CREATE TABLE migrations (number INTEGER PRIMARY KEY, name TEXT NOT NULL, hash TEXT NOT NULL, applied_at_ms INTEGER NOT NULL) STRICT',
      );
    }
    const record = db.prepare('INSERT INTO migrations VALUES (?, ?, ?, ?)');
    for (const migration of pending) {
      db.exec(migration.sql);
      record.run(migration.number, migration.name, migrationHash(migration), nowMs);
    }
    if (rebuilds) requireForeignKeys(db, file);
    db.pragma(`user_version = ${migrations.length}`);
  }).immediate();
  db.pragma('foreign_keys = ON');
}

function requireForeignKeys(db: Db, file: string): void {
  const broken = db.pragma('foreign_key_check') as { table: string; parent: string }[];
  const [first] = broken;
  if (!first) return;
  throw new SlipwayError(
    'unavailable',
    `${file} cannot be updated: rows of "${first.table}" refer to rows of "${first.parent}" that are not there. Nothing was changed`,
    { hint: `Restore a backup: copies made before updates are in ${join(dirname(file), 'backups')}` },
  );
}

/** SHA-256 of a migration's SQL, blanks folded so that re-indenting does not count as a change. */
export function migrationHash(migration: Migration): string {
  return createHash('sha256').update(migration.sql.replaceAll(/\s+/g, ' ').trim()).digest('hex');
}

function verifyApplied(db: Db, file: string, expected: readonly Migration[]): void {
  const applied = db
    .prepare<[], { number: number; name: string; hash: string }>('SELECT * FROM migrations ORDER BY number')
    .all();
  for (const migration of expected) {
    const row = applied[migration.number - 1];
    if (row?.hash !== migrationHash(migration)) {
      throw new SlipwayError(
        'precondition',
        `${file}: migration ${migration.number} "${row?.name ?? 'missing'}" is not the one this Slipway knows as "${migration.name}". Nothing was changed`,
        { hint: 'The database was made by another build; open it with that one or restore a backup' },
      );
    }
  }
}

function copyBefore(db: Db, file: string, version: number, nowMs: number): void {
  const directory = join(dirname(file), 'backups');
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const stamp = new Date(nowMs).toISOString().replaceAll(/[:.]/g, '-');
  const copy = join(directory, `schema-${version}-${stamp}.db`);
  createPrivateFile(copy);
  db.prepare('VACUUM INTO ?').run(copy);
}

function openError(file: string, cause: unknown): SlipwayError {
  if (isDiskFull(cause)) return diskFullError(file, 'it cannot be opened', cause);
  const code = sqliteCode(cause);
  if (code.startsWith('SQLITE_NOTADB') || code.startsWith('SQLITE_CORRUPT')) {
    return new SlipwayError(
      'unavailable',
      `${file} is damaged or no SQLite database. Nothing was changed`,
      { hint: `Restore a backup: copies made before updates are in ${join(dirname(file), 'backups')}` },
      cause,
    );
  }
  return (
    storageError(cause, file) ??
    new SlipwayError('unavailable', `${file} cannot be opened: ${String(cause)}`, {}, cause)
  );
}

export function closedError(): SlipwayError {
  return new SlipwayError('unavailable', 'The workspace has been closed');
}

/** What reading from a database that was closed throws: the driver has no class or code for it. */
export function isClosedError(cause: unknown): boolean {
  return cause instanceof TypeError && cause.message === 'The database connection is not open';
}

export function sqliteCode(cause: unknown): string {
  return cause instanceof Database.SqliteError ? cause.code : '';
}

/** A failure of the disk below the database as an error people can act on; `undefined` for anything else. */
export function storageError(cause: unknown, file: string): SlipwayError | undefined {
  const code = sqliteCode(cause);
  if (isDiskFull(cause)) return diskFullError(file, 'the change was not saved', cause);
  if (code.startsWith('SQLITE_READONLY') || code === 'SQLITE_CANTOPEN' || code === 'SQLITE_PERM') {
    return new SlipwayError(
      'unavailable',
      `${file} cannot be written: the file or its directory is read-only or not accessible`,
      { hint: 'Give your user write access to the workspace directory, or choose another one' },
      cause,
    );
  }
  if (
    code.startsWith('SQLITE_IOERR') ||
    code.startsWith('SQLITE_CORRUPT') ||
    code.startsWith('SQLITE_NOTADB')
  ) {
    return new SlipwayError(
      'unavailable',
      `${file} could not be read or written (${code}): the change was not saved`,
      { hint: 'Check the disk, then restart; `slipway doctor` checks the database' },
      cause,
    );
  }
  return undefined;
}
