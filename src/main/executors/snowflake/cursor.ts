import type { Cell, Column } from '../../../shared/contract/common.ts';
import type { Cursor } from '../backend.ts';
import type { Job } from '../job.ts';
import type { CallInput } from '../protocol.ts';
import { cellConverter, type CellConverter, rawSize } from './cells.ts';
import type { DriverStatement } from './driver-types.ts';
import { Unanswered } from './errors.ts';
import { type Patience, within } from './patience.ts';
import { rawRows } from './session.ts';
import type { Lease, Sessions } from './sessions.ts';
import { StatementRun } from './statement-run.ts';
import { assertQuery } from './statements.ts';
import { columnOf } from './types.ts';

/** Text and bytes of a page, roughly; it ends early when it has more. */
const maxPageSize = 8_000_000;

/** Runs a query to its end in Snowflake and opens its result for reading. Errors are the driver's own. */
export async function openCursor(
  sessions: Sessions,
  request: CallInput<'open'>,
  job: Job,
  patience: Patience,
): Promise<SnowflakeCursor> {
  assertQuery(request.sql);
  const lease = await sessions.takeFor(job, request.session);
  try {
    const statement = await new StatementRun({
      lease,
      job,
      sql: request.sql,
      part: { script: request.queryId, statement: 1, of: 1 },
      tag: request.tag,
      patience,
      database: request.session.database,
      reads: true,
    }).run();
    return new SnowflakeCursor(sessions, lease, statement, request.pageRows, patience);
  } catch (cause) {
    sessions.give(lease);
    throw cause;
  }
}

/** The result is in Snowflake: nothing runs for it any more, and rows are fetched as they are read. */
export class SnowflakeCursor implements Cursor {
  readonly columns: Column[];
  /** Called when the session was given back. */
  onClosed: () => void = () => {};

  private readonly sessions: Sessions;
  private readonly lease: Lease;
  private readonly stream: ReturnType<typeof rawRows>;
  private readonly rows: AsyncIterator<(string | null)[]>;
  private readonly converters: CellConverter[];
  private readonly pageRows: number;
  private readonly patience: Patience;
  private closed = false;

  constructor(
    sessions: Sessions,
    lease: Lease,
    statement: DriverStatement,
    pageRows: number,
    patience: Patience,
  ) {
    this.sessions = sessions;
    this.lease = lease;
    this.pageRows = pageRows;
    this.patience = patience;
    const columns = lease.session.columnsOf(statement);
    this.columns = columns.map(columnOf);
    this.converters = columns.map(cellConverter);
    this.stream = rawRows(statement);
    this.rows = this.stream[Symbol.asyncIterator]();
  }

  async next(): Promise<{ rows: Cell[][]; done: boolean }> {
    try {
      const late = () => new Unanswered('the rows did not arrive in time');
      const page = await within(this.patience.rowsMs, this.readPage(), late);
      if (page.done) await this.close();
      return page;
    } catch (cause) {
      await this.close();
      throw cause;
    }
  }

  close(): Promise<void> {
    if (!this.closed) {
      this.closed = true;
      this.stream.destroy();
      this.sessions.give(this.lease);
      this.onClosed();
    }
    return Promise.resolve();
  }

  private async readPage(): Promise<{ rows: Cell[][]; done: boolean }> {
    const rows: Cell[][] = [];
    let size = 0;
    while (rows.length < this.pageRows && size < maxPageSize) {
      const { value, done } = await this.rows.next();
      if (done === true) return { rows, done: true };
      rows.push(this.converters.map((convert, index) => convert(value[index] ?? null)));
      for (const text of value) size += rawSize(text);
    }
    return { rows, done: false };
  }
}
