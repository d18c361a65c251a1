import { quoteName } from '../../../shared/domain/relation.ts';
import type { Script, ScriptResult } from '../../engine/ports.ts';
import type { Job } from '../job.ts';
import type { DriverStatement } from './driver-types.ts';
import type { ErrorContext } from './error-context.ts';
import { statementParameters } from './parameters.ts';
import type { Patience } from './patience.ts';
import { rawCells } from './session.ts';
import { isAt, type Lease, type Sessions } from './sessions.ts';
import { StatementRun, type StatementRunOptions, transactionLost } from './statement-run.ts';
import { scriptStatements, soils } from './statements.ts';
import { countTarget } from './target-counts.ts';
import { abortTransaction, transactionName } from './transactions.ts';

export interface ScriptParts {
  sessions: Sessions;
  patience: Patience;
  /** Any error as one that may leave the executor. */
  mapped(cause: unknown, context: Partial<ErrorContext>): Error;
}

/**
 * Runs a script: a statement alone, which Snowflake commits by itself, or several in one transaction of one session. Throws
 * `ExecutionError`.
 */
export async function runScript(parts: ScriptParts, script: Script, job: Job): Promise<ScriptResult> {
  const statements = scriptStatements(script.statements);
  const lease = await parts.sessions.takeFor(job, script.session);
  try {
    const run = new ScriptRun(parts, script, job, lease);
    const [only = ''] = statements;
    const rows = statements.length === 1 ? await run.alone(only) : await run.together(statements);
    const counted = script.target?.type === 'table' ? await countTarget(lease, script.target.relation) : null;
    return { rows: rows ?? counted?.rows ?? null, bytes: counted?.bytes ?? null };
  } finally {
    parts.sessions.give(lease);
  }
}

class ScriptRun {
  private readonly parts: ScriptParts;
  private readonly script: Script;
  private readonly job: Job;
  private readonly lease: Lease;

  constructor(parts: ScriptParts, script: Script, job: Job, lease: Lease) {
    this.parts = parts;
    this.script = script;
    this.job = job;
    this.lease = lease;
  }

  async alone(sql: string): Promise<number | null> {
    this.lease.soiled ||= soils(sql);
    const statement = await this.send(sql, 1, 1, { onSubmitted: this.job.onSubmitted });
    if (/^\W*(CREATE|DROP|UNDROP)\b.*\b(SCHEMA|DATABASE)\b/is.test(sql)) await this.comeBack();
    return changedRows(statement);
  }

  /**
   * The transaction has the script's name, so that one whose session was lost can be found and ended. What is told as submitted
   * is every statement but BEGIN: of the last one told, the tag says whether it is the one that counts.
   */
  async together(statements: string[]): Promise<number | null> {
    const { job, lease, script } = this;
    const of = statements.length + 2;
    const told = { onSubmitted: job.onSubmitted };
    let rows: number | null = null;
    const name = transactionName(script.queryId);
    const { soiled } = lease;
    // Until it is committed or rolled back, the session is nobody else's.
    lease.soiled = true;
    await this.send(`BEGIN TRANSACTION NAME ${quoteName(name)}`, 1, of, { atOnce: true });
    const { session } = lease;
    try {
      for (const [index, sql] of statements.entries()) {
        const statement = await this.send(sql, index + 2, of, { inTransaction: true, ...told });
        // It was followed to its end in another session; what comes next would be no part of the transaction.
        if (lease.session !== session) throw transactionLost();
        const changed = changedRows(statement);
        if (changed !== null) rows = (rows ?? 0) + changed;
      }
      job.throwIfCancelled();
      const commit = { inTransaction: true, atOnce: true, unstoppable: true, ...told };
      await this.send('COMMIT', of, of, commit);
      lease.soiled = soiled;
      return rows;
    } catch (cause) {
      if (lease.session === session) lease.soiled = soiled || !(await this.rollBack());
      else await abortTransaction(lease, name).catch(() => {});
      throw cause;
    }
  }

  private async send(
    sql: string,
    statement: number,
    of: number,
    how: Partial<StatementRunOptions>,
  ): Promise<DriverStatement> {
    const { job, lease, script, parts } = this;
    let queryId: string | undefined;
    const run = new StatementRun({
      lease,
      job,
      sql,
      part: { script: script.queryId, statement, of },
      tag: script.tag,
      patience: parts.patience,
      database: script.session.database ?? script.target?.relation.database ?? null,
      ...how,
      onSubmitted: id => {
        queryId = id;
        how.onSubmitted?.(id);
      },
      onTrouble: cause =>
        job.onTrouble?.(cause === null ? null : parts.mapped(cause, { sql, queryId }).message),
    });
    try {
      return await run.run();
    } catch (cause) {
      throw parts.mapped(cause, { sql, queryId });
    }
  }

  /** Leaves the session as it was. False: it has to be ended, upon which Snowflake itself rolls back. */
  private async rollBack(): Promise<boolean> {
    const { lease } = this;
    const parameters = statementParameters(lease.surroundings, this.script.tag);
    return await lease.session.run({ sql: 'ROLLBACK', parameters }).then(
      () => true,
      () => false,
    );
  }

  /** What makes a schema moves its session there. */
  private async comeBack(): Promise<void> {
    const { lease } = this;
    const { database, schema } = lease.surroundings;
    try {
      if (database === null) throw new Error('There is no way back to nowhere');
      const place = schema === null ? quoteName(database) : `${quoteName(database)}.${quoteName(schema)}`;
      const statement = await lease.session.run({
        sql: `USE ${schema === null ? 'DATABASE' : 'SCHEMA'} ${place}`,
        parameters: statementParameters(lease.surroundings, this.script.tag),
      });
      lease.soiled = !isAt(statement, lease.surroundings);
    } catch {
      lease.soiled = true;
    }
  }
}

/** Rows that were inserted, updated, deleted or merged; null for what does not count any. */
export function changedRows(statement: DriverStatement): number | null {
  rawCells(statement);
  const rows = statement.getNumUpdatedRows();
  return rows === undefined || rows < 0 ? null : rows;
}
