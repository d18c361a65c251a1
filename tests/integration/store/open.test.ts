import { chmodSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import { migrations } from '../../../src/main/engine/store/migrations/index.ts';
import { migrationHash, openDatabase } from '../../../src/main/engine/store/open.ts';
import { SlipwayError } from '../../../src/shared/domain/errors.ts';
import { temporaryDirectory } from '../../support/temporary.ts';

const now = Date.parse('2026-03-01T12:00:00Z');
const newFile = () => join(temporaryDirectory(), 'slipway.db');

function failure(open: () => unknown): SlipwayError {
  try {
    open();
  } catch (cause) {
    if (cause instanceof SlipwayError) return cause;
    throw cause;
  }
  throw new Error('it opened');
}

const extra = (number: number, sql: string) => ({ number, name: `extra-${number}`, sql });

describe('a database', () => {
  test('is created with strict tables and opened again as it was', () => {
    const file = newFile();
    openDatabase(file, migrations, now).close();
    const db = openDatabase(file, migrations, now);
    const tables = db
      .prepare<[], { name: string; strict: number }>(
        "SELECT name, strict FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite_%'",
      )
      .all();
    expect(tables.length).toBeGreaterThan(10);
    expect(tables.filter(table => table.strict === 0)).toEqual([]);
    expect(db.pragma('synchronous', { simple: true })).toBe(2);
    expect(db.pragma('journal_mode', { simple: true })).toBe('wal');
    db.close();
  });

  test('of a newer Slipway is refused, untouched', () => {
    const file = newFile();
    openDatabase(file, [...migrations, extra(migrations.length + 1, 'CREATE TABLE later (x) ')], now).close();
    const before = readFileSync(file);
    const error = failure(() => openDatabase(file, migrations, now));
    expect(error.code).toBe('newer_database');
    expect(error.message).toContain(`schema ${migrations.length + 1}`);
    expect(error.message).toContain('Nothing was changed');
    expect(readFileSync(file).equals(before)).toBe(true);
  });

  test('whose migrations were others is refused', () => {
    const file = newFile();
    openDatabase(file, [extra(1, 'CREATE TABLE other (x TEXT) STRICT')], now).close();
    const error = failure(() => openDatabase(file, migrations, now));
    expect(error.code).toBe('precondition');
    expect(error.message).toContain('migration 1 "extra-1"');
  });

  test('that is damaged is refused with what to do', () => {
    const file = newFile();
    openDatabase(file, migrations, now).close();
    const bytes = readFileSync(file);
    writeFileSync(file, Buffer.concat([Buffer.from('this is no database header....'), bytes.subarray(30)]));
    const error = failure(() => openDatabase(file, migrations, now));
    expect(error.code).toBe('unavailable');
    expect(error.message).toContain('damaged');
    expect(error.details.hint).toContain('backup');
  });

  test('that belongs to another program is refused, untouched', () => {
    const file = newFile();
    const other = new Database(file);
    other.exec('CREATE TABLE notes (text)');
    other.close();
    const error = failure(() => openDatabase(file, migrations, now));
    expect(error.code).toBe('precondition');
    expect(error.message).toContain("not one of Slipway's");
  });

  test('in a place that is no directory is refused', () => {
    const file = join(newFile(), 'below-a-file', 'slipway.db');
    expect(failure(() => openDatabase(file, migrations, now)).code).toBe('unavailable');
  });

  test('that is read-only is refused', () => {
    const file = newFile();
    openDatabase(file, migrations, now).close();
    chmodSync(dirname(file), 0o555);
    chmodSync(file, 0o444);
    const error = failure(() => asOrdinaryUser(() => openDatabase(file, migrations, now)));
    expect(error.message).toContain('read-only');
  });
});

/** Root may write everywhere: then as somebody else, for as long as `work` takes. */
function asOrdinaryUser<T>(work: () => T): T {
  if (process.getuid?.() !== 0) return work();
  process.seteuid?.(65_534);
  try {
    return work();
  } finally {
    process.seteuid?.(0);
  }
}

describe('migrating', () => {
  const first = extra(1, 'CREATE TABLE a (x INTEGER) STRICT');
  const second = extra(2, 'ALTER TABLE a ADD COLUMN y INTEGER');

  test('keeps the data and makes a copy first', () => {
    const file = newFile();
    const old = openDatabase(file, [first], now);
    old.exec('INSERT INTO a VALUES (7)');
    old.close();
    const db = openDatabase(file, [first, second], now);
    expect(db.prepare('SELECT x, y FROM a').all()).toEqual([{ x: 7, y: null }]);
    db.close();
    const folder = join(file, '..', 'backups');
    const [copy] = readdirSync(folder);
    expect(copy).toBe('schema-1-2026-03-01T12-00-00-000Z.db');
    const backup = new Database(join(folder, copy ?? ''), { readonly: true });
    expect(backup.prepare('SELECT x FROM a').all()).toEqual([{ x: 7 }]);
    backup.close();
  });

  test('that fails changes nothing', () => {
    const file = newFile();
    openDatabase(file, [first], now).close();
    expect(() => openDatabase(file, [first, extra(2, 'CREATE TABLE b (x); NONSENSE')], now)).toThrow(
      /syntax/,
    );
    const db = new Database(file, { readonly: true });
    expect(db.pragma('user_version', { simple: true })).toBe(1);
    expect(db.prepare("SELECT count(*) AS n FROM sqlite_schema WHERE name = 'b'").get()).toEqual({ n: 0 });
    db.close();
  });

  test('whose copy cannot be made changes nothing', () => {
    const file = newFile();
    openDatabase(file, [first], now).close();
    writeFileSync(join(file, '..', 'backups'), 'a file where the folder should be');
    expect(() => openDatabase(file, [first, second], now)).toThrow(/EEXIST|not a directory|exists/);
    const db = new Database(file, { readonly: true });
    expect(db.pragma('user_version', { simple: true })).toBe(1);
    db.close();
  });

  test('a list with a gap is a defect found at once', () => {
    mkdirSync(temporaryDirectory(), { recursive: true });
    expect(() => openDatabase(newFile(), [extra(2, '')], now)).toThrow('has number 2, not 1');
  });

  /** Landed migrations never change: their hashes are part of every database out there. */
  test('landed migrations are as they were', () => {
    expect(
      migrations.map(migration => [migration.number, migration.name, migrationHash(migration).slice(0, 16)]),
    ).toMatchInlineSnapshot(`
      [
        [
          1,
          "base",
          "3d2dfa2dae02389b",
        ],
        [
          2,
          "revisions",
          "2a1f0fde1fdd3499",
        ],
        [
          3,
          "triggers",
          "9ccf08304e8948e8",
        ],
        [
          4,
          "notifications",
          "44a2a50eeaf89ae1",
        ],
        [
          5,
          "snowflake",
          "832bf25cb2177eda",
        ],
        [
          6,
          "catalog",
          "1ae6b62290b857df",
        ],
        [
          7,
          "queries",
          "542d8a1e8452127f",
        ],
        [
          8,
          "versions",
          "0d3ab24dc77da9fb",
        ],
        [
          9,
          "quality",
          "7668e4fdc6374677",
        ],
        [
          10,
          "builds",
          "528f3f6d316dc7ce",
        ],
        [
          11,
          "intervals",
          "892f3e8fb3874a8b",
        ],
      ]
    `);
  });
});
