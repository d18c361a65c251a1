import { existsSync, mkdirSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import { ada, openTestEngine } from '../../support/engine.ts';
import { temporaryDirectory } from '../../support/temporary.ts';

/** Whether the event loop went on while something was waited for: everybody else is served in its turns. */
async function othersServedDuring(work: Promise<unknown>): Promise<boolean> {
  let turns = 0;
  let going = true;
  const turn = () => {
    turns += 1;
    if (going) setImmediate(turn);
  };
  setImmediate(turn);
  await work;
  going = false;
  return turns > 10;
}

describe('a backup', () => {
  test('is a database of its own with everything committed, made while others are served', async () => {
    const engine = await openTestEngine();
    await engine.workspace.setVariables(ada, { kept: 42 });
    const file = join(temporaryDirectory(), 'copy.db');
    const made = engine.workspace.backup(file);
    expect(await othersServedDuring(made)).toBe(true);
    expect(await made).toEqual({ file, bytes: statSync(file).size });
    const restored = temporaryDirectory();
    const db = new Database(file);
    db.exec(`VACUUM INTO '${join(restored, 'slipway.db')}'`);
    db.close();
    const other = await openTestEngine({}, restored);
    expect(other.workspace.variables()).toEqual({ kept: 42 });
  });

  test('holds all of a change or nothing, whatever is written meanwhile', async () => {
    const engine = await openTestEngine();
    const file = join(temporaryDirectory(), 'copy.db');
    let n = 0;
    let going = true;
    const writing = (async () => {
      while (going) await engine.workspace.setVariables(ada, { n: (n += 1) });
    })();
    await engine.workspace.backup(file);
    going = false;
    await writing;
    const db = new Database(file, { readonly: true });
    expect(db.pragma('quick_check', { simple: true })).toBe('ok');
    // Each change has its audit entry.
    const value = db.prepare("SELECT value_json ->> '$.n' FROM settings WHERE name = 'variables'").pluck();
    const entries = db.prepare("SELECT count(*) FROM audit WHERE action = 'workspace.variables'").pluck();
    expect(value.get() ?? 0).toBe(entries.get());
    db.close();
    expect(n).toBeGreaterThan(1);
  });

  test('never overwrites a file, and says where it could not write', async () => {
    const engine = await openTestEngine();
    const backup = (file: string) => engine.workspace.backup(file);
    const directory = temporaryDirectory();
    const there = join(directory, 'there.db');
    new Database(there).close();
    mkdirSync(join(directory, 'folder'));
    await expect(backup(there)).rejects.toMatchObject({ code: 'conflict' });
    await expect(backup(join(directory, 'folder'))).rejects.toMatchObject({ code: 'conflict' });
    const nowhere = join(directory, 'nowhere', 'copy.db');
    await expect(backup(nowhere)).rejects.toMatchObject({
      code: 'unavailable',
      message: expect.stringContaining(nowhere),
    });
    await expect(backup('copy.db')).rejects.toMatchObject({ code: 'validation' });
  });

  test('that Slipway is closed under leaves no half of a file', async () => {
    const engine = await openTestEngine();
    const directory = temporaryDirectory();
    const made = Promise.allSettled([engine.workspace.backup(join(directory, 'copy.db'))]);
    await engine.close();
    expect(await made).toMatchObject([{ status: 'rejected', reason: { code: 'unavailable' } }]);
    expect(readdirSync(directory)).toEqual([]);
  });
});

describe('the doctor', () => {
  test('says that a sound database is sound', async () => {
    const engine = await openTestEngine();
    const { checks } = await engine.workspace.doctor();
    expect(checks[0]).toMatchObject({
      name: 'database',
      state: 'ok',
      message: expect.stringMatching(/^sound, schema/),
    });
  });

  test('finds damage in a database that opens', async () => {
    const directory = temporaryDirectory();
    const first = await openTestEngine({}, directory);
    await first.close();
    const file = join(directory, 'slipway.db');
    const db = new Database(file);
    db.unsafeMode(true);
    db.pragma('writable_schema = ON');
    // An index that SQLite looks for where there is none.
    db.exec("UPDATE sqlite_schema SET rootpage = 2 WHERE name = 'audit_by_object'");
    db.close();
    const engine = await openTestEngine({}, directory);
    const { ok, checks } = await engine.workspace.doctor();
    expect(ok).toBe(false);
    expect(checks[0]).toMatchObject({
      name: 'database',
      state: 'failed',
      message: expect.stringMatching(/^damaged: /),
    });
    expect(existsSync(file)).toBe(true);
  });
});
