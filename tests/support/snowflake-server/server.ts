import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Clock } from '../../../src/main/engine/ports.ts';
import { systemClock } from '../../../src/main/system/clock.ts';
import { createAccount } from './account.ts';
import {
  abortQuery,
  abortRequest,
  chunk,
  type Endpoints,
  endSession,
  monitoring,
  queryRequest,
  queryResult,
  renew,
  sessionOf,
} from './endpoints.ts';
import { SnowflakeError } from './errors.ts';
import { Faults, type Misanswer } from './faults.ts';
import {
  badRequest,
  checkRules,
  json,
  ProtocolViolation,
  readRequest,
  refusal,
  type Reply,
  type Request,
  type Rules,
  success,
} from './http.ts';
import { Lake } from './lake.ts';
import { ServerLog, type LoggedRequest } from './log.ts';
import { login, type SignIn } from './login.ts';
import type { ServerOptions } from './options.ts';
import { Parameters } from './parameters.ts';
import { Queries } from './queries.ts';
import { rowsOf } from './sql/result-scan.ts';
import type { Account } from './sql/work.ts';
import type { WireRow } from './results.ts';
import { type Session, Sessions } from './sessions.ts';
import { Statements } from './statements.ts';
import { Users } from './users.ts';
import { sqlErrors } from './errors.ts';

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
    grantToUser: (user, role, gives) => users.grant(user, role, gives),
    cancel(id, user) {
      const found = queries.cancel(statements.find(id, user));
      log.cancellation({ queryId: id, requestId: null, found, via: 'SYSTEM$CANCEL_QUERY' });
      return found === 'running' ? `query [${id}] terminated.` : sqlErrors.notRunning().message;
    },
  };
  const queries = new Queries(account, faults, log, clock);
  const closing = new AbortController();
  const endpoints: Endpoints = {
    sessions,
    statements,
    parameters,
    queries,
    faults,
    log,
    answerWithinMs: options.answerWithinMs ?? 45_000,
    address: () => url,
    closing: closing.signal,
  };
  const signIn: SignIn = {
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
  };
  const guids = new Set<string>();
  const server = createServer((incoming, outgoing) => {
    void serve({ endpoints, signIn, guids }, incoming, outgoing);
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
    const last = statement.children.at(-1) ?? statement;
    return last.answer === null ? [] : rowsOf(last.answer);
  };
  for (const text of [...grants.filter(grant => !/\bTABLE\b|\bVIEW\b/.test(grant)), ...(options.setup ?? [])])
    await sql(text);
  for (const grant of grants.filter(grant => /\bTABLE\b|\bVIEW\b/.test(grant))) await sql(grant);

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
    async close() {
      closing.abort();
      faults.clear();
      await statements.end();
      server.closeAllConnections();
      await new Promise<void>(resolve => server.close(() => resolve()));
      await lake.close();
    },
  };
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

interface Serving {
  endpoints: Endpoints;
  signIn: SignIn;
  guids: Set<string>;
}

async function serve(serving: Serving, incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  const { log, faults } = serving.endpoints;
  try {
    const request = await readRequest(incoming);
    const entry = log.request(summary(serving, request));
    const { method, path } = request;
    const before = faults.takeRequest(method, path, false);
    if (before !== undefined && before.how !== 'wait') {
      return answer(outgoing, entry, log, before, () => handle(serving, request));
    }
    if (before?.how === 'wait') await new Promise(resolve => setTimeout(resolve, before.ms));
    const reply = await handle(serving, request);
    const after = faults.takeRequest(method, path, true);
    if (after !== undefined) return await answer(outgoing, entry, log, after, () => Promise.resolve(reply));
    send(outgoing, entry, log, reply);
  } catch (cause) {
    // The client has gone, or the server is broken: tests see the latter as a violation of its own.
    if (outgoing.destroyed || incoming.destroyed) return;
    log.violation({ method: incoming.method ?? '', path: incoming.url ?? '', reason: String(cause) });
    outgoing.destroy();
  }
}

function summary({ endpoints }: Serving, { method, path, params, body, headers }: Request) {
  const token = /Token="([^"]+)"/.exec(headers.authorization ?? '')?.[1];
  const { sqlText, parameters } = body as { sqlText?: string; parameters?: Record<string, unknown> };
  return {
    method,
    path,
    requestId: params.get('requestId'),
    sessionId: (token === undefined ? undefined : endpoints.sessions.ofToken(token)?.id) ?? null,
    sql: sqlText ?? null,
    queryTag: parameters?.['QUERY_TAG'] === undefined ? null : String(parameters['QUERY_TAG']),
  };
}

function send(outgoing: ServerResponse, entry: LoggedRequest, log: ServerLog, reply: Reply | 'cut'): void {
  if (reply === 'cut') {
    outgoing.destroy();
  } else {
    outgoing.writeHead(reply.status, reply.headers).end(reply.body);
    entry.status = reply.status;
    if (typeof reply.body === 'string' && reply.headers['content-type'] === 'application/json') {
      entry.code = (JSON.parse(reply.body.slice(0, 2_000_000)) as { code?: string | null }).code ?? null;
    }
  }
  log.changed();
}

/** Something other than the answer; what happened to the request is the caller's. */
async function answer(
  outgoing: ServerResponse,
  entry: LoggedRequest,
  log: ServerLog,
  misanswer: Misanswer,
  right: () => Promise<Reply | 'cut'>,
): Promise<void> {
  switch (misanswer.how) {
    case 'status':
      return send(outgoing, entry, log, {
        status: misanswer.status,
        body: misanswer.body ?? '',
        headers: {},
      });
    case 'html': {
      const body = '<!doctype html><html><body><h1>Sign in to the network</h1></body></html>';
      return send(outgoing, entry, log, { status: 200, body, headers: { 'content-type': 'text/html' } });
    }
    case 'redirect':
      return send(outgoing, entry, log, { status: 302, body: '', headers: { location: misanswer.to } });
    case 'refuse':
      return send(
        outgoing,
        entry,
        log,
        json({ data: null, code: misanswer.code, message: misanswer.message, success: false }),
      );
    case 'cut':
      return send(outgoing, entry, log, 'cut');
    case 'hang':
      // Ended by the client, or by `close`.
      return;
    case 'half': {
      const reply = await right();
      if (reply === 'cut') return send(outgoing, entry, log, reply);
      const { body } = reply;
      // Without a code: what is left of the answer is no JSON.
      outgoing.writeHead(reply.status, reply.headers);
      outgoing.end(body.slice(0, Math.floor(body.length / 2)));
      entry.status = reply.status;
      return log.changed();
    }
    case 'wait': {
      const reply = await right();
      await new Promise(resolve => setTimeout(resolve, misanswer.ms));
      return send(outgoing, entry, log, reply);
    }
  }
}

async function handle(serving: Serving, request: Request): Promise<Reply | 'cut'> {
  try {
    return await route(serving, request);
  } catch (cause) {
    if (cause instanceof SnowflakeError) return refusal(cause);
    if (!(cause instanceof ProtocolViolation)) throw cause;
    const { method, path } = request;
    serving.endpoints.log.violation({ method, path, reason: cause.message });
    return badRequest(cause.message);
  }
}

const post = (params: string[], required: string[], keys?: string[]): Rules => ({
  method: 'POST',
  params,
  required,
  ...(keys === undefined ? {} : { keys }),
});
const get = (params: string[] = []): Rules => ({ method: 'GET', params, required: [] });

const rules = {
  login: post(['requestId', 'warehouse', 'databaseName', 'schemaName', 'roleName'], ['requestId'], ['data']),
  query: post(
    ['requestId'],
    ['requestId'],
    [
      'sqlText',
      'disableOfflineChunks',
      'bindings',
      'bindStage',
      'parameters',
      'isInternal',
      'queryContextDTO',
      'asyncExec',
      'describeOnly',
    ],
  ),
  result: get(['disableOfflineChunks']),
  monitoring: get(),
  abortQuery: post([], []),
  abortRequest: post([], [], ['requestId']),
  heartbeat: post(['requestId'], ['requestId']),
  renew: post([], [], ['requestType', 'oldSessionToken']),
  end: post(['delete', 'requestId'], ['delete', 'requestId']),
  telemetry: post([], [], ['logs']),
};

async function route({ endpoints, signIn, guids }: Serving, request: Request): Promise<Reply | 'cut'> {
  const { path } = request;
  const checked = (rule: Rules): Session => {
    checkRules(request, rule, guids);
    return sessionOf(endpoints, request);
  };
  switch (path) {
    case '/session/v1/login-request':
      checkRules(request, rules.login, guids);
      return await login(signIn, request);
    case '/session/token-request':
      checkRules(request, rules.renew, guids);
      return renew(endpoints, request);
    case '/session/heartbeat':
      checked(rules.heartbeat);
      return success(null);
    case '/session':
      return await endSession(endpoints, checked(rules.end));
    case '/telemetry/send':
      checked(rules.telemetry);
      return success('Log Received');
    case '/queries/v1/query-request':
      return await queryRequest(endpoints, checked(rules.query), request);
    case '/queries/v1/abort-request':
      return abortRequest(endpoints, checked(rules.abortRequest), request);
  }
  const [, first, id = '', last] = path.split('/');
  if (first === 'queries' && last === 'result')
    return await queryResult(endpoints, checked(rules.result), id);
  if (first === 'queries' && last === 'abort-request')
    return abortQuery(endpoints, checked(rules.abortQuery), id);
  if (first === 'monitoring' && id === 'queries')
    return monitoring(endpoints, checked(rules.monitoring), last ?? '');
  if (first === 'chunks') return chunk(endpoints, request, id, Number(last));
  throw new ProtocolViolation('there is no such endpoint');
}
