import type { Column } from '../../../shared/contract/common.ts';
import { ForeignAnswer, type Wire } from './http-guard.ts';
import type { DriverConnection, DriverError, DriverStatement, ExecuteOptions } from './driver-types.ts';
import { Unanswered } from './errors.ts';
import { type Patience, within } from './patience.ts';
import { columnOf, type ResultColumn } from './types.ts';

/** The parameters of one statement, by upper-case name. */
export type Parameters = Record<string, string | number | boolean>;

export interface StatementRequest {
  sql: string;
  parameters: Parameters;
  /** Under which Snowflake takes the statement on once; see `requestIdOf`. Made up by the driver where there is none. */
  requestId?: string;
}

/** A statement that was sent: its own handle at once, and what became of it. */
export interface Sent {
  statement: DriverStatement;
  /** The same, once it was answered. */
  answered: Promise<DriverStatement>;
}

/** Rows of a short answer as they were sent, with what is needed to read them. */
export interface Answer {
  columns: ResultColumn[];
  rows: (string | null)[][];
}

/** More than these are not read of an answer that is kept in memory as a whole. */
const maxRows = 250_000;

/**
 * A session in Snowflake: the driver's connection with promises for its callbacks, and a time limit for each, as the driver
 * may forget to call back. Errors are the driver's own.
 */
export class SnowflakeSession {
  readonly connection: DriverConnection;
  private readonly wire: Wire;
  private readonly patience: Patience;

  constructor(connection: DriverConnection, wire: Wire, patience: Patience) {
    this.connection = connection;
    this.wire = wire;
    this.patience = patience;
  }

  /** Hands a statement to Snowflake without waiting for its end; it has its query id once it is answered. */
  submit(request: StatementRequest): Sent {
    return this.send(request, { asyncExec: true }, this.patience.requestMs);
  }

  /** Hands a statement over that ends soon, and is answered when it has. */
  start(request: StatementRequest): Sent {
    return this.send(request, {}, this.patience.lookupMs);
  }

  /** Runs a statement that ends soon. */
  async run(request: StatementRequest): Promise<DriverStatement> {
    const { statement, answered } = this.start(request);
    try {
      return await answered;
    } catch (cause) {
      // Nobody waits for it any more.
      if (cause instanceof Unanswered) statement.cancel(() => {});
      throw cause;
    }
  }

  /** The same, with all of its answer. */
  async ask(request: StatementRequest): Promise<Answer> {
    const statement = await this.run(request);
    return { columns: this.columnsOf(statement), rows: await this.allRows(statement) };
  }

  /** The columns of a query, which does not run. */
  async describe(request: StatementRequest): Promise<Column[]> {
    const { statement, answered } = this.send(request, { describeOnly: true }, this.patience.lookupMs);
    await answered;
    return this.columnsOf(statement).map(columnOf);
  }

  /** The result of a statement that has ended; rejects with its error when it failed. */
  async resultOf(queryId: string): Promise<DriverStatement> {
    const { promise, resolve, reject } = Promise.withResolvers<DriverStatement>();
    const statement = this.connection.fetchResult({
      queryId,
      streamResult: true,
      rowMode: 'array',
      complete: error => (error ? reject(error) : resolve(statement)),
    });
    return complete(await within(this.patience.requestMs, promise, late));
  }

  /** How a statement is, in Snowflake's word for it. */
  async statusOf(queryId: string): Promise<string> {
    return await within(this.patience.requestMs, this.connection.getQueryStatus(queryId), late);
  }

  /** Asks for a statement to be stopped: by its query id where that is known, else by its request id. */
  async abort(statement: DriverStatement): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    statement.cancel(error => (error ? reject(error) : resolve()));
    await within(this.patience.requestMs, promise, late);
  }

  /** Gives the session a new token where the old one has run out. False: it has ended, or cannot be reached. */
  async revive(): Promise<boolean> {
    if (!this.connection.isUp()) return false;
    return await within(this.patience.requestMs, this.connection.isValidAsync(), late).catch(() => false);
  }

  get isUp(): boolean {
    return this.connection.isUp();
  }

  columnsOf(statement: DriverStatement): ResultColumn[] {
    const described = this.wire.columnsOf(statement.getQueryId());
    if (described) return described;
    return (statement.getColumns() ?? []).map(column => ({
      name: column.getName(),
      type: column.getType(),
      precision: column.getPrecision() ?? null,
      scale: column.getScale() ?? null,
    }));
  }

  /** Ends the session in Snowflake, with the transaction that may be open in it. Never rejects. */
  async end(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    try {
      this.connection.destroy(() => resolve());
      await within(this.patience.requestMs, promise, late);
    } catch {
      // It ends by itself in some hours.
    }
  }

  private send(request: StatementRequest, how: Partial<ExecuteOptions>, limitMs: number): Sent {
    const { promise, resolve, reject } = Promise.withResolvers<DriverStatement>();
    const statement = this.connection.execute({
      sqlText: request.sql,
      parameters: request.parameters,
      ...(request.requestId !== undefined && { requestId: request.requestId }),
      ...how,
      streamResult: true,
      rowMode: 'array',
      complete: (error: DriverError | null | undefined) => (error ? reject(error) : resolve(statement)),
    });
    const answered = within(limitMs, promise, late);
    return { statement, answered: how.asyncExec === true ? answered : answered.then(complete) };
  }

  private async allRows(statement: DriverStatement): Promise<(string | null)[][]> {
    const rows: (string | null)[][] = [];
    const read = async () => {
      for await (const row of rawRows(statement)) if (rows.push(row) >= maxRows) break;
    };
    await within(this.patience.rowsMs, read(), late);
    return rows;
  }
}

/** The rows of a result, one after the other and not ahead of what is read, each cell as it came over the wire. */
export function rawRows(statement: DriverStatement): ReturnType<DriverStatement['streamRows']> {
  rawCells(statement);
  // With an end the driver does not need to know how many there are, which an answer may not tell.
  return statement.streamRows({ start: 0, end: Number.MAX_SAFE_INTEGER });
}

/**
 * The driver converts each cell on its way out, which runs what is no JSON, rounds what is long, wants formats from the
 * session and tells its maker of some. Every column has its own converter; ours does nothing.
 */
export function rawCells(statement: DriverStatement): void {
  for (const column of statement.getColumns() ?? []) {
    const index = column.getIndex();
    // oxlint-disable-next-line eslint/no-underscore-dangle -- its name, not ours
    column._getRowValue = row => row.values[index] ?? null;
  }
}

/** An answer that does not say how many rows it has would be waited for without end. */
function complete(statement: DriverStatement): DriverStatement {
  if (typeof statement.getNumRows() === 'number') return statement;
  throw new ForeignAnswer('The answer is not complete: it does not say how many rows it has');
}

function late(): Error {
  return new Unanswered('it did not answer in time');
}
