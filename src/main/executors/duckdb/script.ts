import { setTimeout as wait } from 'node:timers/promises';
import { StatementType, type DuckDBConnection, type DuckDBMaterializedResult } from '@duckdb/node-api';
import type { Script, ScriptResult } from '../../engine/ports.ts';
import type { Job } from '../job.ts';
import { interruptible, rollBack, type Connections, type Lease } from './connections.ts';
import { isConflict, parseDuckdbError, withSql } from './errors.ts';
import { keyOf, type Markers } from './markers.ts';
import type { ProgressReports } from './progress.ts';
import type { KeyedLock, Slots } from '../queues.ts';
import { scriptStatement, type ScriptStatement } from './statements.ts';

/** Waits before each further try after a conflict with another transaction, in milliseconds. */
const conflictWaitsMs = [1, 2, 5, 10, 20, 50, 100, 200, 400];

export interface ScriptParts {
  connections: Connections;
  markers: Markers;
  progress: ProgressReports;
  slots: Slots;
  targets: KeyedLock;
}

/**
 * Runs a script in one transaction, with the mark that tells later that it took effect. Scripts on one target take
 * turns: DuckDB would refuse the second with a conflict.
 */
export async function runScript(parts: ScriptParts, script: Script, job: Job): Promise<ScriptResult> {
  const statements = script.statements.map(scriptStatement);
  const key = script.target ? keyOf(script.target.relation) : null;
  return await parts.targets.run(key, job, () =>
    parts.slots.run(job, async () => {
      for (const waitMs of conflictWaitsMs) {
        try {
          return await attempt(parts, script, statements, job);
        } catch (cause) {
          if (job.cancelled || !isConflict(parseDuckdbError(cause))) throw cause;
          await wait(waitMs);
        }
      }
      return await attempt(parts, script, statements, job);
    }),
  );
}

async function attempt(
  parts: ScriptParts,
  script: Script,
  statements: ScriptStatement[],
  job: Job,
): Promise<ScriptResult> {
  job.throwIfCancelled();
  return await parts.connections.use(script.session, async lease => {
    const unwatch = parts.progress.watch(job, lease.duckdb);
    try {
      const rows = await transaction(parts, script, statements, job, lease);
      lease.soiled ||= statements.some(statement => statement.soils);
      return { rows, bytes: null };
    } finally {
      unwatch();
    }
  });
}

async function transaction(
  parts: ScriptParts,
  script: Script,
  statements: ScriptStatement[],
  job: Job,
  lease: Lease,
): Promise<number | null> {
  const { duckdb } = lease;
  const [only] = statements;
  if (only && statements.length === 1 && !script.target && only.reads) {
    return rowsOf(only, await interruptible(job, duckdb, () => send(duckdb, '', only)));
  }
  const mark = script.target ? await parts.markers.prepare(duckdb, script.target, script.queryId) : undefined;
  let rows: number | null = null;
  try {
    // What cannot swallow the text after it travels with it: a trip to a thread and back costs as much as a statement.
    let before = 'BEGIN TRANSACTION;\n';
    for (const statement of statements) {
      if (statement.joins && statement !== statements.at(-1)) {
        before += `${statement.sql};\n`;
        continue;
      }
      const result = await interruptible(job, duckdb, () => send(duckdb, before, statement));
      before = '';
      const written = rowsOf(statement, result);
      if (written !== null) rows = (rows ?? 0) + written;
    }
    job.throwIfCancelled();
    // No interrupting from here on: DuckDB would say "interrupted" of a commit that has taken effect.
    await duckdb.run(`${before}${mark ? `${mark.sql(rows)};\n` : ''}COMMIT`);
  } catch (cause) {
    await rollBack(lease);
    throw cause;
  }
  mark?.committed(rows);
  return rows;
}

async function send(
  duckdb: DuckDBConnection,
  before: string,
  statement: ScriptStatement,
): Promise<DuckDBMaterializedResult> {
  if (!statement.maybeSeveral) return await withSql(before + statement.sql, sql => duckdb.run(sql));
  if (before !== '') await duckdb.run(before);
  // Preparing refuses more than one statement, such as one that closes the transaction.
  return await withSql(statement.sql, async sql => {
    const prepared = await duckdb.prepare(sql);
    try {
      return await prepared.run();
    } finally {
      prepared.destroySync();
    }
  });
}

/** Rows the statement wrote; null for what does not count any. */
function rowsOf(statement: ScriptStatement, result: DuckDBMaterializedResult): number | null {
  if (!statement.writes) return null;
  switch (result.statementType) {
    case StatementType.INSERT:
    case StatementType.UPDATE:
    case StatementType.DELETE:
    case StatementType.MERGE_INTO:
      return result.rowsChanged;
    case StatementType.CREATE: {
      // CREATE TABLE … AS answers with a count, every other CREATE with nothing.
      if (result.columnCount !== 1 || result.rowCount !== 1) return null;
      const count = result.getChunk(0).getColumnVector(0).getItem(0);
      return typeof count === 'bigint' ? Number(count) : null;
    }
    default:
      return null;
  }
}
