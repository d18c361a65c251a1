import { randomUUID } from 'node:crypto';
import assert from 'node:assert/strict';
import {
  type ExecutionFailure,
  ExecutionError,
  type Executor,
  type QueryPage,
  type Script,
  type ScriptHooks,
  type ScriptResult,
  type Session,
} from '../../src/main/engine/ports.ts';
import type { Cell, Column } from '../../src/shared/contract/common.ts';
import { quoteRelation, type Relation } from '../../src/shared/domain/relation.ts';
import type { WireColumn, WireRow } from '../support/snowflake-server/results.ts';
import type { SnowflakeServer } from '../support/snowflake-server/server.ts';
import type { Account } from './accounts/account.ts';
import type { AccountExecutors } from './executors.ts';

/** What a case works with: the executor of an account, and short ways to say what cases often say. */
export class Trial {
  readonly account: Account;
  readonly executors: AccountExecutors;
  private readonly suffix: string;

  /** @param number of the case, which makes the names of what it creates its own */
  constructor(account: Account, executors: AccountExecutors, number: number) {
    this.account = account;
    this.executors = executors;
    this.suffix = `_${number}`;
  }

  get executor(): Executor {
    return this.executors.executor;
  }

  get session(): Session {
    return this.account.session;
  }

  /** The protocol server; only for cases that need `script`. */
  get server(): SnowflakeServer {
    const { server } = this.account;
    assert(server, 'The case must say that it needs "script"');
    return server;
  }

  /** A query of one row that lasts; only for cases that need `slow statements`. */
  slow(seconds: number): string {
    const { slowQuery } = this.account;
    assert(slowQuery, 'The case must say that it needs "slow statements"');
    return slowQuery(seconds);
  }

  /** The role of the session; only for cases that need `roles`. */
  get role(): string {
    assert(this.session.role !== null, 'The case must say that it needs "roles"');
    return this.session.role;
  }

  newId(): string {
    return randomUUID();
  }

  /** The full name of a table or view of this case. */
  relation(name: string): Relation {
    const { database, schema } = this.session;
    assert(database !== null && schema !== null);
    return { database, schema, name: `${name}${this.suffix}` };
  }

  /** The same as it is written in SQL. */
  sql(name: string): string {
    return quoteRelation(this.relation(name));
  }

  script(statements: string | string[], change: Partial<Script> = {}): Script {
    const list = typeof statements === 'string' ? [statements] : statements;
    return { queryId: this.newId(), session: this.session, statements: list, writes: [], ...change };
  }

  run(
    statements: string | string[],
    change: Partial<Script> = {},
    hooks?: ScriptHooks,
  ): Promise<ScriptResult> {
    return this.executor.execute(this.script(statements, change), hooks);
  }

  /** Builds as the engine does. */
  async build(relation: Relation, query: string, type: 'table' | 'view' = 'table'): Promise<ScriptResult> {
    const sql = `CREATE OR REPLACE ${type.toUpperCase()} ${quoteRelation(relation)} AS\n${query}`;
    return await this.run(sql, { target: { relation, type } });
  }

  /** A table of this case, with the rows of a query. */
  async table(name: string, query: string): Promise<string> {
    const relation = this.relation(name);
    await this.build(relation, query);
    return quoteRelation(relation);
  }

  pages(
    sql: string,
    change: { session?: Session; pageRows?: number; queryId?: string; signal?: AbortSignal } = {},
  ) {
    const { session = this.session, pageRows = 1_000, queryId = this.newId(), signal } = change;
    return this.executor.query({ queryId, session, sql, pageRows }, signal);
  }

  /**
   * Has the protocol server answer a query as Snowflake does, where DuckDB cannot hold what is asked for. Every other account
   * answers for itself.
   */
  foretell(sql: string, columns: WireColumn[], row: WireRow): void {
    this.account.server?.faults.rows(columns, [row], { sql, times: 1 });
  }

  async query(sql: string, session: Session = this.session): Promise<{ columns: Column[]; rows: Cell[][] }> {
    const rows: Cell[][] = [];
    let columns: Column[] = [];
    for await (const page of this.pages(sql, { session })) {
      ({ columns } = page);
      rows.push(...page.rows);
    }
    return { columns, rows };
  }

  async rows(sql: string, session: Session = this.session): Promise<Cell[][]> {
    return (await this.query(sql, session)).rows;
  }

  /** The only row of a query. */
  async row(sql: string, session: Session = this.session): Promise<Cell[]> {
    const rows = await this.rows(sql, session);
    assert.equal(rows.length, 1, `One row was expected of ${sql}`);
    return rows[0] ?? [];
  }

  /** Its rows by the names of its columns in lower case: for SHOW. */
  async records(sql: string): Promise<Record<string, Cell>[]> {
    const { columns, rows } = await this.query(sql);
    return rows.map(row =>
      Object.fromEntries(columns.map(({ name }, index) => [name.toLowerCase(), row[index] ?? null])),
    );
  }

  async count(table: string): Promise<number> {
    return Number((await this.row(`SELECT COUNT(*) AS N FROM ${table}`))[0]);
  }

  /** Whether a table or view of this name is there. */
  async exists(relation: Relation): Promise<boolean> {
    return (await this.executor.catalog({ session: this.session, relations: [relation] })).length > 0;
  }
}

/** The failure that work ends in; an assertion where it does not fail, or in another way. */
export async function failureOf(work: Promise<unknown>): Promise<ExecutionFailure> {
  try {
    await work;
  } catch (cause) {
    if (cause instanceof ExecutionError) return cause.failure;
    throw cause;
  }
  throw new assert.AssertionError({ message: 'It was to fail, and did not' });
}

/** That work fails with a code of the executor's. */
export async function fails(work: Promise<unknown>, code: string): Promise<ExecutionFailure> {
  const failure = await failureOf(work);
  assert.equal(failure.code, code, `${failure.code}: ${failure.message}`);
  return failure;
}

/** Everything of a query. */
export async function all(pages: AsyncIterable<QueryPage>): Promise<QueryPage[]> {
  const found: QueryPage[] = [];
  for await (const page of pages) found.push(page);
  return found;
}

/** A cell that is text. */
export function textOf(cell: Cell | undefined): string {
  assert(typeof cell === 'string', `${JSON.stringify(cell)} is no text`);
  return cell;
}
