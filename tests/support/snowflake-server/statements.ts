import { randomBytes } from 'node:crypto';
import type { Clock } from '../../../src/main/engine/ports.ts';
import { SnowflakeError, sqlErrors } from './errors.ts';
import type { Answer } from './results.ts';
import type { Session } from './sessions.ts';

/** As the monitoring endpoint tells it; BLOCKED waits for a table that another transaction changes. */
export type State = 'RUNNING' | 'BLOCKED' | 'SUCCESS' | 'FAILED_WITH_ERROR' | 'ABORTED';

export interface NewStatement {
  requestId: string | null;
  session: Session;
  /** As the client sent it. */
  sent: string;
  sql: string;
  queryTag: string;
  describeOnly: boolean;
}

/** One statement, from its submission on; it outlives its session. */
export class Statement {
  readonly id: string = queryId();
  readonly requestId: string | null;
  readonly session: Session;
  readonly user: string;
  readonly role: string;
  readonly warehouse: string | null;
  readonly database: string | null;
  readonly schema: string | null;
  readonly sent: string;
  readonly sql: string;
  readonly queryTag: string;
  readonly describeOnly: boolean;
  readonly startedMs: number;
  endedMs: number | null = null;
  state: State = 'RUNNING';
  error: SnowflakeError | null = null;
  answer: Answer | null = null;
  /** `SELECT`, `CREATE_TABLE_AS_SELECT`: as QUERY_HISTORY tells it. */
  queryType = 'UNKNOWN';
  /** What the storage wants to see for the chunks of its result. */
  readonly chunkKey: string = randomBytes(32).toString('base64');
  /** Aborted with the error that it ends with. */
  readonly abort = new AbortController();
  /** SQL that takes away what only this statement needed. */
  readonly leftovers: string[] = [];
  /** Those of several statements in one request. */
  readonly children: Statement[] = [];
  /** What LAST_QUERY_ID() says within it. */
  readonly previousQueryId: string | null;
  readonly done: Promise<void>;
  readonly #settle: () => void;
  readonly #clock: Clock;

  constructor(fields: NewStatement, clock: Clock) {
    const { session } = fields;
    this.requestId = fields.requestId;
    this.session = session;
    this.user = session.user;
    this.role = session.role;
    this.warehouse = session.warehouse;
    this.database = session.database;
    this.schema = session.schema;
    this.sent = fields.sent;
    this.sql = fields.sql;
    this.queryTag = fields.queryTag;
    this.describeOnly = fields.describeOnly;
    this.previousQueryId = session.lastQueryId;
    this.startedMs = clock.now();
    this.#clock = clock;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.done = promise;
    this.#settle = resolve;
  }

  get running(): boolean {
    return this.state === 'RUNNING' || this.state === 'BLOCKED';
  }

  /** Runs it to its end; `timeoutSeconds` is kept by the clock. */
  async run(timeoutSeconds: number, work: (signal: AbortSignal) => Promise<Answer>): Promise<void> {
    const untime =
      timeoutSeconds === 0
        ? () => {}
        : this.#clock.timer(timeoutSeconds * 1_000, () =>
            this.abort.abort(sqlErrors.timeout(timeoutSeconds)),
          );
    try {
      this.answer = await work(this.abort.signal);
      this.state = 'SUCCESS';
    } catch (cause) {
      // DuckDB's own word for an interruption says nothing of who did it.
      const reason: unknown = this.abort.signal.aborted ? this.abort.signal.reason : cause;
      this.error = asSnowflakeError(reason);
      this.state = this.error.code === sqlErrors.cancelled().code ? 'ABORTED' : 'FAILED_WITH_ERROR';
    } finally {
      untime();
      this.endedMs = this.#clock.now();
      this.#settle();
    }
  }

  /** Stops it, unless it has ended. */
  cancel(): boolean {
    if (!this.running) return false;
    this.abort.abort(sqlErrors.cancelled());
    return true;
  }
}

/** All statements there ever were. */
export class Statements {
  readonly all: Statement[] = [];
  readonly #byId = new Map<string, Statement>();
  readonly #byRequest = new Map<string, Statement>();
  readonly clock: Clock;

  constructor(clock: Clock) {
    this.clock = clock;
  }

  add(fields: NewStatement): Statement {
    const statement = new Statement(fields, this.clock);
    this.all.push(statement);
    this.#byId.set(statement.id, statement);
    if (fields.requestId !== null) this.#byRequest.set(fields.requestId, statement);
    fields.session.lastQueryId = statement.id;
    return statement;
  }

  /** Only its own user's; anybody else's is as if it were not there. */
  find(id: string, user: string): Statement | undefined {
    const statement = this.#byId.get(id.toLowerCase());
    return statement?.user === user ? statement : undefined;
  }

  ofRequest(requestId: string): Statement | undefined {
    return this.#byRequest.get(requestId);
  }

  /** Stops all that run, for the server's own end. */
  async end(): Promise<void> {
    for (const statement of this.all) statement.cancel();
    await Promise.all(this.all.map(statement => statement.done));
  }
}

/** Like a UUID, but of no version: as Snowflake's are. */
function queryId(): string {
  const hex = `01c0${randomBytes(14).toString('hex')}`;
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join(
    '-',
  );
}

function asSnowflakeError(cause: unknown): SnowflakeError {
  if (cause instanceof SnowflakeError) return cause;
  const message = cause instanceof Error ? (cause.stack ?? cause.message) : String(cause);
  return new SnowflakeError('300002', 'XX000', `The test server broke: ${message}`);
}
