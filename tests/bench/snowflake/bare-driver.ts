import { setTimeout as pause } from 'node:timers/promises';
import snowflake, { type Connection, type QueryStatus, type RowStatement } from 'snowflake-sdk';
import type { Session } from '../../../src/main/engine/ports.ts';

/**
 * The driver and nothing else: forked, it signs in with the first message and runs what the others say. Statements are
 * submitted without waiting, asked about every millisecond until they have ended, and their results fetched.
 */
export interface BareStart {
  url: string;
  account: string;
  user: string;
  privateKey: string;
  session: Session;
}

export type BareRequest =
  /** So many runs of a statement, up to `atOnce` at a time. */
  | { do: 'statements'; sql: string; count: number; atOnce: number }
  /** Reads all rows of a query, and keeps none. */
  | { do: 'rows'; sql: string };

/** What the driver can do and its types leave out. */
type Bare = Connection & {
  fetchResult(options: {
    queryId: string;
    streamResult: true;
    rowMode: 'array';
    complete: (error?: Error | null) => void;
  }): RowStatement;
};

const everyMs = 1;
let connection: Bare;

process.on('message', (message: BareStart | BareRequest) => {
  void handle(message).then(answer => process.send?.(answer));
});
process.once('disconnect', () => process.exit(0));

async function handle(message: BareStart | BareRequest): Promise<object> {
  if (!('do' in message)) {
    await connect(message);
    return {};
  }
  const begin = performance.now();
  if (message.do === 'rows') await readRows(message.sql);
  else {
    let left = message.count;
    const worker = async () => {
      while (left-- > 0) await resultOf(await submit(message.sql));
    };
    await Promise.all(Array.from({ length: message.atOnce }, worker));
  }
  return { ms: performance.now() - begin };
}

async function connect({ url, account, user, privateKey, session }: BareStart): Promise<void> {
  snowflake.configure({ logLevel: 'OFF', additionalLogToConsole: false, disableOCSPChecks: true });
  connection = snowflake.createConnection({
    accessUrl: url,
    account,
    username: user,
    authenticator: 'SNOWFLAKE_JWT',
    privateKey,
    role: session.role ?? '',
    warehouse: session.warehouse ?? '',
    database: session.database ?? '',
    schema: session.schema ?? '',
    // Without it, integers lose digits.
    fetchAsString: ['Number'],
  }) as Bare;
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  connection.connect(error => (error ? reject(error) : resolve()));
  await promise;
}

async function submit(sqlText: string): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  connection.execute({
    sqlText,
    asyncExec: true,
    complete: (error, statement) => (error ? reject(error) : resolve(statement.getQueryId())),
  });
  return await promise;
}

async function resultOf(queryId: string): Promise<RowStatement> {
  while (connection.isStillRunning((await connection.getQueryStatus(queryId)) as QueryStatus))
    await pause(everyMs);
  const { promise, resolve, reject } = Promise.withResolvers<RowStatement>();
  const statement = connection.fetchResult({
    queryId,
    streamResult: true,
    rowMode: 'array',
    complete: error => (error ? reject(error) : resolve(statement)),
  });
  return await promise;
}

async function readRows(sql: string): Promise<void> {
  const statement = await resultOf(await submit(sql));
  for await (const _ of statement.streamRows());
}
