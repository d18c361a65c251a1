import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import Database from 'better-sqlite3';
import { statement } from './bench-engine.ts';

/**
 * The least any program could do for a durable run: a row in SQLite (WAL, `synchronous=FULL`) that is pending, running
 * and completed, each state on disk before the next step, and the statement in DuckDB in the same process. No frozen
 * specification, steps, log, audit, limits, process boundary or events.
 */
export async function openFloor(directory: string) {
  const db = new Database(join(directory, `floor-${Math.random().toString(36).slice(2)}.db`));
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = FULL');
  db.exec(
    'CREATE TABLE runs (id INTEGER PRIMARY KEY, job INTEGER, state INTEGER, created_ms INTEGER, ended_ms INTEGER)',
  );
  const insert = db.prepare('INSERT INTO runs (job, state, created_ms) VALUES (?, 0, ?)');
  const setState = db.prepare('UPDATE runs SET state = ? WHERE id = ?');
  const end = db.prepare('UPDATE runs SET state = 3, ended_ms = ? WHERE id = ?');
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();

  let queue: { write: () => void; done: () => void }[] = [];
  /** As the engine does it: everything written in one turn of the event loop shares a commit. */
  function grouped(write: () => void): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    if (queue.length === 0) setImmediate(flush);
    queue.push({ write, done: resolve });
    return promise;
  }
  function flush() {
    const batch = queue;
    queue = [];
    db.exec('BEGIN IMMEDIATE');
    for (const { write } of batch) write();
    db.exec('COMMIT');
    for (const { done } of batch) done();
  }

  return {
    grouped,
    /** One commit for all that is written. */
    together: db.transaction((write: () => void) => write()),
    createPending: (job: number): number => Number(insert.run(job, Date.now()).lastInsertRowid),
    setRunning: (id: number) => void setState.run(1, id),
    setCompleted: (id: number) => void end.run(Date.now(), id),
    connect: () => instance.connect(),
    statement: () => connection.run(statement),
    close() {
      db.close();
      connection.closeSync();
      instance.closeSync();
    },
  };
}
