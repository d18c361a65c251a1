import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Clock } from '../../../src/main/engine/ports.ts';
import { systemClock } from '../../../src/main/system/clock.ts';
import { quoteRelation, type Relation } from '../../../src/shared/domain/relation.ts';
import { createAccount } from './account.ts';
import type { Endpoints } from './endpoints.ts';
import { sqlErrors } from './errors.ts';
import { Faults } from './faults.ts';
import type { Identity } from './identity.ts';
import { Lake, physical } from './lake.ts';
import { ServerLog } from './log.ts';
import type { SignIn } from './login.ts';
import type { ServerOptions } from './options.ts';
import { Parameters } from './parameters.ts';
import { Queries } from './queries.ts';
import type { WireRow } from './results.ts';
import { serve } from './serving.ts';
import { type Session, Sessions } from './sessions.ts';
import { rowsOf } from './sql/result-scan.ts';
import type { Account } from './sql/work.ts';
import { Statements } from './statements.ts';
import { Users } from './users.ts';

/** A server that is up. */
export interface SnowflakeServer {
  /** For the driver's `accessUrl`. */
  url: string;
  port: number;
  account: string;
  log: ServerLog;
  faults: Faults;
  sessions: Sessions;
  statements: Statements;
  users: Users;
  /** Runs SQL as ACCOUNTADMIN, past the protocol and the log; the rows of the last statement. */
  sql(text: string): Promise<WireRow[]>;
  /** Makes a table of a query in DuckDB's SQL, which may read files; how many rows it has. It belongs to ACCOUNTADMIN. */
  load(relation: Relation, query: string): Promise<number>;
  close(): Promise<void>;
}

/** Starts a server on this machine. Nothing is left of it after `close`. */
export async function startSnowflakeServer(options: ServerOptions = {}): Promise<SnowflakeServer> {
  const clock: Clock = options.clock ?? systemClock;
  const lake = await Lake.open();
  const users = new Users(options.users ?? [], clock);
  const { name, catalog, access, grants } = await createAccount(options, users, lake, clock);
  const log = new ServerLog(clock);
  const faults = new Faults();
  const parameters = new Parameters();
  const statements = new Statements(clock);
  const sessions = new Sessions(clock, {
    sessionSeconds: options.sessionValiditySeconds ?? 3_600,
    masterSeconds: options.masterValiditySeconds ?? 14_400,
  });
  const account: Account = {
    name,
    catalog,
    access,
    sessions,
    statements,
    parameters,
    sizes: { inlineRows: options.inlineRows ?? 1_000, chunkRows: options.chunkRows ?? 20_000 },
    rolesOfUser: user => users.rolesOf(user),
    usersWith: role => users.all.filter(user => user.roles?.includes(role)).map(user => user.name),
    grantToUser: (user, role, gives) => users.grant(user, role, gives),
    cancel(id, user) {
      const found = queries.cancel(statements.find(id, user));
      log.cancellation({ queryId: id, requestId: null, found, via: 'SYSTEM$CANCEL_QUERY' });
      return found === 'running' ? `query [${id}] terminated.` : sqlErrors.notRunning().message;
    },
  };
  const queries = new Queries(account, lake, faults, log, clock);
  const closing = new AbortController();
  const endpoints: Endpoints = {
    catalog,
    sessions,
    statements,
    parameters,
    queries,
    faults,
    log,
    answerWithinMs: options.answerWithinMs ?? 45_000,
    address: () => url,
    closing: closing.signal,
    ending: new Set(),
  };
  const signIn: SignIn & Identity = {
    account: name,
    users,
    catalog,
    access,
    sessions,
    parameters,
    lake,
    faults,
    log,
    clock,
    address: () => url,
  };
  const guids = new Set<string>();
  const serving = new Set<Promise<void>>();
  const server = createServer((incoming, outgoing) => {
    const control = { faults, log, sessions, sql };
    const served = serve({ endpoints, signIn, control, guids }, incoming, outgoing).finally(() =>
      serving.delete(served),
    );
    serving.add(served);
  });
  const listening = Promise.withResolvers<void>();
  server.once('error', listening.reject);
  server.listen(options.port ?? 0, '127.0.0.1', listening.resolve);
  await listening.promise;
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  const inside = await openInside(sessions, lake, catalog.warehouses.keys().next().value ?? null);

  const sql = async (text: string): Promise<WireRow[]> => {
    const statement = queries.submitQuietly({
      requestId: null,
      session: inside,
      sql: text,
      parameters: new Map([['MULTI_STATEMENT_COUNT', '0']]),
      asynchronous: false,
      describeOnly: false,
    });
    await statement.done;
    if (statement.error !== null) throw statement.error;
    const last = statement.answer?.children === undefined ? statement : statement.children.at(-1);
    return last?.answer ? rowsOf(last.answer) : [];
  };
  // Rights on tables come when there are tables.
  const onTables = (grant: string) => / ON (TABLE|VIEW|ALL) /.test(grant);
  for (const grant of grants.filter(each => !onTables(each))) await sql(grant);
  for (const text of options.setup ?? []) await sql(text);
  for (const grant of grants.filter(onTables)) await sql(grant);

  return {
    url,
    port,
    account: name,
    log,
    faults,
    sessions,
    statements,
    users,
    sql,
    async load(relation, query) {
      const { database, schema, name } = relation;
      await sql(`create or replace table ${quoteRelation(relation)} as select null as n`);
      const [[rows] = []] = await inside.lake.rows(
        `CREATE OR REPLACE TABLE ${quoteRelation(physical(relation))} AS ${query}`,
      );
      const table = catalog.schema(database, schema)?.objects.get(name);
      if (table !== undefined) table.declared = [];
      return Number(rows);
    },
    async close() {
      faults.clear();
      // Whoever waits for a statement is told that it was stopped.
      await statements.end();
      closing.abort();
      await within(graceMs, Promise.all(serving));
      server.closeAllConnections();
      await new Promise<void>(resolve => server.close(() => resolve()));
      await Promise.all(endpoints.ending);
      await lake.close();
    },
  };
}

/** How long answers may take to be on their way when the server ends; who has sent half a request is not waited for. */
const graceMs = 500;

async function within(ms: number, work: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>(resolve => (timer = setTimeout(resolve, ms)));
  await Promise.race([work, late]);
  clearTimeout(timer);
}

/** The session of who set the server up. */
async function openInside(sessions: Sessions, lake: Lake, warehouse: string | null): Promise<Session> {
  return sessions.open({
    user: 'SNOWFLAKE',
    role: 'ACCOUNTADMIN',
    secondaryRoles: false,
    warehouse,
    database: null,
    schema: null,
    parameters: new Map(),
    lake: await lake.connect(),
  });
}
