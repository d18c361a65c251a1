import type { ResultColumn } from './types.ts';

/** What is used of snowflake-sdk, as it is at the version that is pinned: its own types leave out half of it. */

export interface DriverError extends Error {
  /** Snowflake's code of six digits as text, or one of the driver's own as a number. */
  code?: string | number;
  sqlState?: string;
  data?: { queryId?: string; [field: string]: unknown } | null;
  response?: { statusCode?: number; status?: number; headers?: Record<string, unknown>; data?: unknown };
  cause?: unknown;
}

export interface DriverColumn {
  getName(): string;
  getIndex(): number;
  getType(): string;
  getScale(): number | null | undefined;
  getPrecision(): number | null | undefined;
  /** Called for each cell; ours hands on what came over the wire. */
  _getRowValue(row: DriverRow): string | null;
}

export interface DriverRow {
  values: (string | null)[];
}

export interface DriverStatement {
  getQueryId(): string | undefined;
  getColumns(): DriverColumn[] | undefined;
  getNumRows(): number | undefined;
  /** −1 for what changes no rows. */
  getNumUpdatedRows(): number | undefined;
  getSessionState():
    | {
        getCurrentRole(): string | null | undefined;
        getCurrentWarehouse(): string | null | undefined;
        getCurrentDatabase(): string | null | undefined;
        getCurrentSchema(): string | null | undefined;
      }
    | undefined;
  streamRows(options: { start: number; end: number }): AsyncIterable<(string | null)[]> & {
    destroy(): void;
  };
  cancel(done: (error?: DriverError) => void): void;
}

export type Complete = (error: DriverError | null | undefined, statement: DriverStatement) => void;

export interface ExecuteOptions {
  sqlText: string;
  requestId?: string;
  asyncExec?: boolean;
  describeOnly?: boolean;
  parameters?: Record<string, string | number | boolean>;
  streamResult: true;
  rowMode: 'array';
  complete: Complete;
}

export interface DriverConnection {
  isUp(): boolean;
  /** Renews the session's token when it has run out; false when the session cannot be reached or has ended. */
  isValidAsync(): Promise<boolean>;
  connectAsync(done: (error?: DriverError) => void): Promise<unknown>;
  execute(options: ExecuteOptions): DriverStatement;
  fetchResult(
    options: Pick<ExecuteOptions, 'streamResult' | 'rowMode' | 'complete'> & { queryId: string },
  ): DriverStatement;
  getQueryStatus(queryId: string): Promise<string>;
  destroy(done: (error?: DriverError) => void): void;
  serialize(): string;
  /** The timer of an account that keeps sessions alive. */
  keepalive?: NodeJS.Timeout;
}

export type ConnectionOptions = Record<string, unknown>;

export interface DriverCore {
  configure(options: Record<string, unknown>): void;
  createConnection(options: ConnectionOptions): DriverConnection;
  deserializeConnection(options: ConnectionOptions, serialized: string): DriverConnection;
}

/** A request as the driver hands it to its HTTP client. */
export interface HttpRequest {
  method: string;
  url: string;
  headers?: Record<string, string>;
  callback?: HttpCallback;
  [option: string]: unknown;
}

export type HttpCallback = (
  error: (Error & { code?: string }) | null,
  response: HttpResponse | null,
  body: unknown,
) => unknown;

export interface HttpResponse {
  statusCode?: number;
  status?: number;
  headers?: Record<string, unknown>;
  body?: unknown;
  data?: unknown;
}

export interface HttpClient {
  request(options: HttpRequest): unknown;
  requestAsync(options: HttpRequest): Promise<HttpResponse>;
}

/** The part of an answer that describes a result. */
export interface ResultAnswer {
  success?: unknown;
  code?: unknown;
  data?: { queryId?: unknown; rowtype?: ResultColumn[]; [field: string]: unknown } | null;
}
