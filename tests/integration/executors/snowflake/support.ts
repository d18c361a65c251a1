import { afterEach } from 'vitest';
import type { ConnectionSpec, Executor, Script, Session } from '../../../../src/main/engine/ports.ts';
import type { Cell } from '../../../../src/shared/contract/common.ts';
import type { SnowflakeConnection } from '../../../../src/shared/contract/connections.ts';
import type { Relation } from '../../../../src/shared/domain/relation.ts';
import { memorySecrets } from '../../../support/memory-secrets.ts';
import { createKeyPair } from '../../../support/snowflake-server/keys.ts';
import type { ServerOptions, UserScript } from '../../../support/snowflake-server/options.ts';
import { type SnowflakeServer, startSnowflakeServer } from '../../../support/snowflake-server/server.ts';
import { main, openWarehouse, type Warehouse } from '../support.ts';

/** Of the user who builds; made once, as it takes a while. */
export const keys = createKeyPair();

export const ada: UserScript = {
  name: 'ADA',
  publicKeys: [keys.publicKey],
  roles: ['TRANSFORMER', 'READER', 'OUTSIDER'],
  defaultRole: 'TRANSFORMER',
};

export const session: Session = {
  role: 'TRANSFORMER',
  warehouse: 'COMPUTE_WH',
  database: 'ANALYTICS',
  schema: 'MARTS',
};

export interface Account extends Warehouse {
  server: SnowflakeServer;
  executor: Executor;
  secrets: ReturnType<typeof memorySecrets>;
  /** The executor of another connection to the same account. */
  connect(changes: Partial<SnowflakeConnection>, trusted?: boolean): Executor;
}

export interface AccountOptions {
  server?: ServerOptions;
  secrets?: Record<string, string>;
  connection?: Partial<SnowflakeConnection>;
  workspaceDirectory?: string;
}

const servers: SnowflakeServer[] = [];
// Registered after the one that ends processes, so it runs before: sessions end while there is still a server.
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});

/** A server with a user, and an executor for it in a process of its own, through the real driver. */
export async function openAccount(options: AccountOptions = {}): Promise<Account> {
  const server = await startSnowflakeServer({ users: [ada], answerWithinMs: 500, ...options.server });
  servers.push(server);
  return openAt(server, options);
}

/** Another process for an account that is there already: as after a crash. */
export function openAt(server: SnowflakeServer, options: AccountOptions = {}): Account {
  const secrets = memorySecrets({ 'ada-key': keys.privateKey, ...options.secrets });
  const { workspaceDirectory } = options;
  const warehouse = openWarehouse({
    secrets,
    entries: { duckdb: main, snowflake: new URL('../../../support/snowflake-executor.ts', import.meta.url) },
    ...(workspaceDirectory === undefined ? {} : { workspaceDirectory }),
  });
  let id = 0;
  const connect = (changes: Partial<SnowflakeConnection>, trusted = true): Executor => {
    id += 1;
    const definition: SnowflakeConnection = {
      name: 'account',
      engine: 'snowflake',
      account: server.account,
      user: 'ADA',
      authenticator: 'key_pair',
      secret: 'ada-key',
      access_url: server.url,
      ...changes,
    };
    const host = new URL(definition.access_url ?? server.url).host;
    const spec: ConnectionSpec = { id, definition, trustedHosts: trusted ? [host] : [] };
    return warehouse.executors.for(spec);
  };
  return { ...warehouse, server, secrets, connect, executor: connect(options.connection ?? {}) };
}

export function mart(name: string, schema = 'MARTS', database = 'ANALYTICS'): Relation {
  return { database, schema, name };
}

let count = 0;
/** As the engine's ids are. */
export function newId(): string {
  count += 1;
  return `00000000-0000-4000-8000-${count.toString(16).padStart(12, '0')}`;
}

export function script(statements: string[], extra: Partial<Script> = {}): Script {
  return { queryId: newId(), session, statements, writes: [], ...extra };
}

export async function rowsOf(
  executor: Executor,
  sql: string,
  more: { session?: Session; pageRows?: number } = {},
): Promise<Cell[][]> {
  const rows: Cell[][] = [];
  const request = { queryId: newId(), session, sql, pageRows: 1_000, ...more };
  for await (const page of executor.query(request)) rows.push(...page.rows);
  return rows;
}

/** Sessions that are open in the account, its own inner one left out. */
export function openSessions(server: SnowflakeServer): number {
  return server.sessions.all.filter(each => !each.ended && each.user !== 'SNOWFLAKE').length;
}
