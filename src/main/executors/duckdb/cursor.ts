import {
  StatementType,
  type DuckDBConnection,
  type DuckDBDataChunk,
  type DuckDBPreparedStatement,
  type DuckDBResult,
} from '@duckdb/node-api';
import type { Cell, Column } from '../../../shared/contract/common.ts';
import type { Cursor } from '../backend.ts';
import { executionError } from '../failures.ts';
import type { Job } from '../job.ts';
import type { CallInput } from '../protocol.ts';
import { cellConverter, cellSize, type CellConverter } from './cells.ts';
import { interruptible, rollBack, type Connections, type Lease } from './connections.ts';
import { assertQueryWord, notAQuery } from './statements.ts';
import { withSql } from './errors.ts';
import type { TypeNames } from './type-names.ts';

/** Text and bytes of a page, roughly; it ends early when it has more. */
const maxPageSize = 8_000_000;

/** Prepares exactly one statement that only reads; DuckDB itself refuses several. */
export async function prepareQuery(duckdb: DuckDBConnection, sql: string): Promise<DuckDBPreparedStatement> {
  assertQueryWord(sql);
  const prepared = await withSql(sql, text => duckdb.prepare(text));
  if (prepared.statementType === StatementType.SELECT && prepared.parameterCount === 0) return prepared;
  const type = StatementType[prepared.statementType];
  const parameters = prepared.parameterCount;
  prepared.destroySync();
  if (parameters > 0) {
    throw executionError({
      code: 'syntax_error',
      message: `The query has ${parameters} parameter${parameters === 1 ? '' : 's'} ("?" or "$1") and nothing to put there`,
      sqlstate: '42601',
    });
  }
  throw notAQuery(type ?? 'this');
}

export function columnsOf(
  described: Pick<DuckDBPreparedStatement, 'columnCount' | 'columnName' | 'columnType'>,
  typeNames: TypeNames,
): Column[] {
  return Array.from({ length: described.columnCount }, (_, index) => ({
    name: described.columnName(index),
    type: typeNames(described.columnType(index)),
  }));
}

/**
 * Opens a query for reading: in a transaction that may only read, so that sequences and the like are out of reach of a
 * model's query, and all pages see the same data.
 */
export async function openCursor(
  connections: Connections,
  typeNames: TypeNames,
  request: CallInput<'open'>,
  job: Job,
): Promise<DuckdbCursor> {
  const lease = await connections.take(request.session);
  const { duckdb } = lease;
  try {
    const result = await interruptible(job, duckdb, async () => {
      await duckdb.run('BEGIN TRANSACTION READ ONLY');
      const prepared = await prepareQuery(duckdb, request.sql);
      try {
        job.throwIfCancelled();
        return await prepared.stream();
      } finally {
        prepared.destroySync();
      }
    });
    return new DuckdbCursor(connections, lease, result, columnsOf(result, typeNames), request.pageRows, job);
  } catch (cause) {
    await rollBack(lease);
    connections.give(lease);
    throw cause;
  }
}

class DuckdbCursor implements Cursor {
  readonly columns: Column[];
  /** Called when the connection was given back. */
  onClosed: () => void = () => {};

  private readonly connections: Connections;
  private readonly lease: Lease;
  private readonly result: DuckDBResult;
  private readonly pageRows: number;
  private readonly job: Job;
  private readonly converters: CellConverter[];
  private chunk: DuckDBDataChunk | null = null;
  /** The first row of the chunk not yet given out. */
  private row = 0;
  private reading: Promise<unknown> = Promise.resolve();
  private closed: Promise<void> | undefined;

  constructor(
    connections: Connections,
    lease: Lease,
    result: DuckDBResult,
    columns: Column[],
    pageRows: number,
    job: Job,
  ) {
    this.connections = connections;
    this.lease = lease;
    this.result = result;
    this.columns = columns;
    this.pageRows = pageRows;
    this.job = job;
    this.converters = columns.map((_, index) => cellConverter(result.columnType(index)));
  }

  async next(): Promise<{ rows: Cell[][]; done: boolean }> {
    const page = interruptible(this.job, this.lease.duckdb, () => this.readPage());
    this.reading = page.catch(() => {});
    try {
      const read = await page;
      if (read.done) await this.close();
      return read;
    } catch (cause) {
      await this.close();
      throw cause;
    }
  }

  close(): Promise<void> {
    this.closed ??= this.end();
    return this.closed;
  }

  private async readPage(): Promise<{ rows: Cell[][]; done: boolean }> {
    const rows: Cell[][] = [];
    let size = 0;
    while (rows.length < this.pageRows && size < maxPageSize) {
      if (!this.chunk || this.row >= this.chunk.rowCount) {
        if (this.closed) break;
        this.chunk = await this.result.fetchChunk();
        this.row = 0;
        if (!this.chunk || this.chunk.rowCount === 0) return { rows, done: true };
      }
      size += this.takeRows(this.chunk, rows, size);
    }
    return { rows, done: false };
  }

  /** Converts rows of a chunk until it or the page is at its end; returns the size of what it took. */
  private takeRows(chunk: DuckDBDataChunk, rows: Cell[][], sizeBefore: number): number {
    let size = 0;
    const vectors = this.converters.map((_, index) => chunk.getColumnVector(index));
    while (this.row < chunk.rowCount && rows.length < this.pageRows && sizeBefore + size < maxPageSize) {
      const cells: Cell[] = [];
      for (const [index, convert] of this.converters.entries()) {
        const cell = convert(vectors[index]?.getItem(this.row) ?? null);
        size += cellSize(cell);
        cells.push(cell);
      }
      rows.push(cells);
      this.row += 1;
    }
    return size;
  }

  private async end(): Promise<void> {
    this.lease.duckdb.interrupt();
    await this.reading;
    this.chunk = null;
    await rollBack(this.lease);
    this.connections.give(this.lease);
    this.onClosed();
  }
}
