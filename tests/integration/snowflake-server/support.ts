import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { expect, onTestFinished } from 'vitest';
import type { Connection, ConnectionOptions, SnowflakeError, StatementOption } from 'snowflake-sdk';
import { temporaryDirectory } from '../../support/temporary.ts';
import { createKeyPair } from '../../support/snowflake-server/keys.ts';
import type { ServerOptions, UserScript } from '../../support/snowflake-server/options.ts';
import { type SnowflakeServer, startSnowflakeServer } from '../../support/snowflake-server/server.ts';

// Before the driver is loaded: it would look for clouds and tell home about the connection.
process.env['SNOWFLAKE_DISABLE_PLATFORM_DETECTION'] = 'true';
process.env['SF_TELEMETRY_DISABLE_CONNECTION_SHAPE'] = '1';

export const keys = createKeyPair();

export const ada: UserScript = {
  name: 'ADA',
  roles: ['TRANSFORMER', 'READER', 'OUTSIDER'],
  defaultRole: 'TRANSFORMER',
  publicKeys: [keys.publicKey],
};
export const admin: UserScript = {
  name: 'ADMIN',
  roles: ['ACCOUNTADMIN'],
  defaultRole: 'ACCOUNTADMIN',
  defaultWarehouse: 'COMPUTE_WH',
  publicKeys: [keys.publicKey],
};

/** A server for as long as the test lasts. A client that does not keep to the protocol fails the test, unless it is what the test is about. */
export async function start(options: ServerOptions & { strict?: boolean } = {}): Promise<SnowflakeServer> {
  const { strict = true, ...rest } = options;
  const server = await startSnowflakeServer({ users: [ada, admin], ...rest });
  onTestFinished(async () => {
    await server.close();
    if (strict) expect(server.log.violations).toEqual([]);
  });
  return server;
}

let configured: Promise<typeof import('snowflake-sdk')> | undefined;

/** The official driver, kept from writing logs into the current directory. */
export function driver(): Promise<typeof import('snowflake-sdk')> {
  configured ??= import('snowflake-sdk').then(({ default: sdk }) => {
    sdk.configure({
      logLevel: 'ERROR',
      logFilePath: join(temporaryDirectory(), 'snowflake.log'),
      additionalLogToConsole: false,
    });
    return sdk as unknown as typeof import('snowflake-sdk');
  });
  return configured;
}

/** Options of the driver that its types leave out. */
export type Options = Partial<ConnectionOptions> & Record<string, unknown>;

/** What every connection to the server has; with a key, unless `options` sign in otherwise. */
export async function open(server: SnowflakeServer, options: Options = {}): Promise<Connection> {
  const sdk = await driver();
  const signIn = options['authenticator'] === undefined ? byKey : {};
  return sdk.createConnection({
    accessUrl: server.url,
    account: server.account,
    username: 'ADA',
    warehouse: 'COMPUTE_WH',
    database: 'ANALYTICS',
    schema: 'MARTS',
    sfRetryMaxLoginRetries: 0,
    ...signIn,
    ...options,
  } as ConnectionOptions);
}

const byKey = { authenticator: 'SNOWFLAKE_JWT', privateKey: keys.privateKey };

/** Signs in; the connection ends with the test. */
export async function connect(server: SnowflakeServer, options: Options = {}): Promise<Connection> {
  const connection = await open(server, options);
  await new Promise<void>((resolve, reject) => {
    void connection.connectAsync(error => (error ? reject(error) : resolve())).catch(reject);
  });
  onTestFinished(() => end(connection));
  return connection;
}

/** Does nothing where it has ended. */
export function end(connection: Connection): Promise<void> {
  return new Promise(resolve => void connection.destroy(() => resolve()));
}

export interface Ran {
  id: string;
  /** As text, each cell as the driver gives it for `fetchAsString`. */
  rows: (string | null)[][];
  columns: { name: string; type: string; scale: number }[];
  updated: number | undefined;
}

/** Runs one statement to its end, with all cells as text. */
export function run(
  connection: Connection,
  sqlText: string,
  options: Partial<StatementOption> = {},
): Promise<Ran> {
  return new Promise((resolve, reject) => {
    connection.execute({
      sqlText,
      fetchAsString: ['Number', 'Date', 'JSON', 'Buffer', 'Boolean'],
      rowMode: 'array',
      ...options,
      complete(error, statement, rows) {
        if (error) return reject(error);
        resolve({
          id: statement.getQueryId(),
          rows: (rows ?? []) as (string | null)[][],
          columns: (statement.getColumns() ?? []).map(column => ({
            name: column.getName(),
            type: column.getType(),
            scale: column.getScale(),
          })),
          updated: statement.getNumUpdatedRows(),
        });
      },
    });
  });
}

/** Starts a statement that nobody waits for; its query id. */
export function submit(
  connection: Connection,
  sqlText: string,
  options: Partial<StatementOption> = {},
): Promise<string> {
  return new Promise((resolve, reject) => {
    connection.execute({
      sqlText,
      asyncExec: true,
      ...options,
      complete: (error, statement) => (error ? reject(error) : resolve(statement.getQueryId())),
    });
  });
}

/** The rows of a statement that was submitted, when it has ended. */
export async function resultOf(connection: Connection, queryId: string): Promise<unknown[]> {
  const statement = await connection.getResultsFromQueryId({ queryId, sqlText: '' });
  const rows: unknown[] = [];
  await new Promise<void>((resolve, reject) => {
    statement
      .streamRows()
      .on('data', row => rows.push(row))
      .on('end', resolve)
      .on('error', reject);
  });
  return rows;
}

/** What a statement fails with. */
export async function failureOf(work: Promise<unknown>): Promise<SnowflakeError> {
  try {
    await work;
  } catch (error) {
    return error as SnowflakeError;
  }
  throw new Error('it did not fail');
}

/** Code and sentence of a failure: what tests compare. */
export async function codeOf(work: Promise<unknown>): Promise<string> {
  const { code, message } = await failureOf(work);
  return `${code} ${message}`;
}

export interface RawAnswer {
  status: number;
  body: { success?: boolean; code?: string | null; message?: string; data?: Record<string, unknown> | null };
}

/** A request past the driver: what it says is the test's own. */
export async function raw(
  server: SnowflakeServer,
  path: string,
  request: {
    method?: string;
    token?: string | null;
    body?: unknown;
    headers?: Record<string, string>;
    params?: Record<string, string>;
  } = {},
): Promise<RawAnswer> {
  const { method = 'POST', token, body, headers = {}, params = {} } = request;
  const query = new URLSearchParams({ request_guid: randomUUID(), ...params });
  const response = await fetch(`${server.url}${path}?${query.toString()}`, {
    method,
    headers: {
      accept: 'application/json',
      'user-agent': 'test',
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(token === undefined || token === null ? {} : { authorization: `Snowflake Token="${token}"` }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  return {
    status: response.status,
    body: (text.startsWith('{') ? JSON.parse(text) : {}) as RawAnswer['body'],
  };
}
