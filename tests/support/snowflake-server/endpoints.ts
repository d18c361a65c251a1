import type { Catalog } from './catalog.ts';
import { sqlErrors } from './errors.ts';
import type { Faults } from './faults.ts';
import { refusal, type Reply, type Request, success, tokenOf, violation } from './http.ts';
import { physical, schemaSql } from './lake.ts';
import type { ServerLog } from './log.ts';
import type { Parameters } from './parameters.ts';
import type { Queries } from './queries.ts';
import type { Session, Sessions } from './sessions.ts';
import type { Statement, Statements } from './statements.ts';

/** What the endpoints work on. */
export interface Endpoints {
  catalog: Catalog;
  sessions: Sessions;
  statements: Statements;
  parameters: Parameters;
  queries: Queries;
  faults: Faults;
  log: ServerLog;
  answerWithinMs: number;
  /** Address of the server itself, for the chunks of results. */
  address: () => string;
  closing: AbortSignal;
  /** Sessions that are being let go of. */
  ending: Set<Promise<void>>;
}

const inProgress = { synchronous: '333333', asynchronous: '333334' } as const;

/** `POST /queries/v1/query-request`. A request id that was seen names the statement it started. */
export async function queryRequest(server: Endpoints, session: Session, request: Request): Promise<Reply> {
  const { body, params } = request;
  const requestId = params.get('requestId') ?? '';
  const { sqlText: sql } = body;
  if (typeof sql !== 'string') violation('sqlText is missing');
  if (body['bindStage'] !== undefined) violation('this server has no stages to read bindings from');
  const asynchronous = body['asyncExec'] === true;
  const known = server.statements.ofRequest(requestId);
  if (known !== undefined) {
    if (known.user !== session.user) violation(`the requestId ${requestId} is of another user's statement`);
    if (known.sent !== sql) violation(`the requestId ${requestId} is of another statement`);
    return asynchronous ? progress(known, inProgress.asynchronous) : await answerOf(server, session, known);
  }
  const statement = server.queries.submit({
    requestId,
    session,
    sql,
    bindings: body['bindings'],
    parameters: parametersOf(server, body['parameters']),
    asynchronous,
    describeOnly: body['describeOnly'] === true,
  });
  return asynchronous
    ? progress(statement, inProgress.asynchronous)
    : await answerOf(server, session, statement);
}

function parametersOf({ parameters }: Endpoints, given: unknown): Map<string, string> {
  const found = new Map<string, string>();
  for (const [name, value] of Object.entries((given ?? {}) as Record<string, unknown>)) {
    found.set(name.toUpperCase(), parameters.check(name.toUpperCase(), value));
  }
  return found;
}

/** `GET /queries/{id}/result`. */
export async function queryResult(server: Endpoints, session: Session, id: string): Promise<Reply> {
  const statement = server.statements.find(id, session.user);
  if (statement === undefined) throw sqlErrors.unknownStatement(id);
  return await answerOf(server, session, statement);
}

/** The result when it is there within the time a request may take; otherwise where to ask again. */
async function answerOf(server: Endpoints, session: Session, statement: Statement): Promise<Reply> {
  if (statement.running) {
    const late = Promise.withResolvers<void>();
    const timer = setTimeout(late.resolve, server.answerWithinMs);
    const closed = () => late.resolve();
    server.closing.addEventListener('abort', closed, { once: true });
    await Promise.race([statement.done, late.promise]);
    clearTimeout(timer);
    server.closing.removeEventListener('abort', closed);
  }
  if (statement.running) return progress(statement, inProgress.synchronous);
  if (statement.error !== null) return refusal(statement.error, statement.id);
  const data = resultData(server, session, statement);
  server.faults.spoil(statement, data);
  return success(data);
}

function progress({ id }: Statement, code: string): Reply {
  return success(
    {
      queryId: id,
      getResultUrl: `/queries/${id}/result`,
      queryAbortsAfterSecs: 300,
      progressDesc: null,
    },
    code,
    'Query execution in progress.',
  );
}

function resultData(server: Endpoints, session: Session, statement: Statement): Record<string, unknown> {
  const { answer, id } = statement;
  if (answer === null) throw sqlErrors.unknownStatement(id);
  const data: Record<string, unknown> = {
    parameters: server.parameters.wire(session.parameters),
    rowtype: answer.columns,
    rowset: answer.rowset,
    total: answer.total,
    returned: answer.total,
    queryId: id,
    databaseProvider: null,
    finalDatabaseName: session.database,
    finalSchemaName: session.schema,
    finalWarehouseName: session.warehouse,
    finalRoleName: session.role,
    numberOfBinds: 0,
    arrayBindSupported: false,
    statementTypeId: answer.typeId,
    version: 1,
    sendResultTime: statement.endedMs,
    queryResultFormat: 'json',
    queryContext: { entries: [{ id: 0, timestamp: statement.startedMs, priority: 0 }] },
  };
  if (answer.chunks.length > 0) {
    data['chunkHeaders'] = chunkHeaders(statement);
    data['chunks'] = answer.chunks.map(({ rowCount, uncompressedSize, compressed }, index) => ({
      url: `${server.address()}/chunks/${id}/${index}`,
      rowCount,
      uncompressedSize,
      compressedSize: compressed.length,
    }));
  }
  if (answer.children !== undefined) {
    data['resultIds'] = answer.children.map(child => child.id).join(',');
    data['resultTypes'] = answer.children.map(child => child.typeId).join(',');
  }
  return data;
}

/** The storage gives a chunk to who shows these and nothing else. */
function chunkHeaders({ chunkKey }: Statement): Record<string, string> {
  return {
    'x-amz-server-side-encryption-customer-algorithm': 'AES256',
    'x-amz-server-side-encryption-customer-key': chunkKey,
  };
}

/** `GET /chunks/{id}/{index}`: the storage behind the account, which knows no sessions. */
export function chunk(server: Endpoints, request: Request, id: string, index: number): Reply {
  if (request.headers.authorization !== undefined) violation('a session token must not go to the storage');
  const statement = server.statements.all.find(candidate => candidate.id === id);
  const found = statement?.answer?.chunks[index];
  if (statement === undefined || found === undefined) return nothing(404);
  for (const [name, value] of Object.entries(chunkHeaders(statement))) {
    if (request.headers[name] !== value) return nothing(403);
  }
  const headers = { 'content-type': 'application/octet-stream', 'content-encoding': 'gzip' };
  switch (server.faults.takeChunk(index)) {
    case 'lost':
      return nothing(404);
    case 'failing':
      return nothing(503);
    case 'corrupt':
      return { status: 200, body: Buffer.from('this is no gzip at all'), headers };
    case 'cut':
      return { status: 200, body: found.compressed, headers, cut: true };
    case undefined:
      return { status: 200, body: found.compressed, headers };
  }
}

function nothing(status: number): Reply {
  return { status, body: Buffer.alloc(0), headers: {} };
}

/** `GET /monitoring/queries/{id}`. */
export function monitoring({ statements }: Endpoints, session: Session, id: string): Reply {
  const statement = statements.find(id, session.user);
  if (statement === undefined) return success({ queries: [] });
  const { error, endedMs, startedMs } = statement;
  return success({
    queries: [
      {
        id: statement.id,
        status: statement.state,
        state: statement.state,
        sqlText: statement.sql,
        sessionId: statement.session.id,
        userName: statement.user,
        roleName: statement.role,
        warehouseName: statement.warehouse,
        databaseName: statement.database,
        schemaName: statement.schema,
        queryTag: statement.queryTag,
        startTime: startedMs,
        endTime: endedMs ?? 0,
        totalDuration: (endedMs ?? startedMs) - startedMs,
        errorCode: error?.code ?? null,
        errorMessage: error?.message ?? null,
        stats: { rowsProduced: statement.answer?.rowsProduced ?? null },
      },
    ],
  });
}

/** `POST /queries/{id}/abort-request`. */
export function abortQuery({ statements, queries, log }: Endpoints, session: Session, id: string): Reply {
  const found = queries.cancel(statements.find(id, session.user));
  log.cancellation({ queryId: id, requestId: null, found, via: 'query id' });
  if (found === 'unknown') throw sqlErrors.unknownStatement(id);
  if (found === 'ended') throw sqlErrors.notRunning();
  return success(null);
}

/** `POST /queries/v1/abort-request`: for a statement whose id the client does not know yet. */
export function abortRequest(server: Endpoints, session: Session, request: Request): Reply {
  const { requestId } = request.body;
  if (typeof requestId !== 'string') violation('requestId is missing');
  const statement = server.statements.ofRequest(requestId);
  const found = server.queries.cancel(statement?.user === session.user ? statement : undefined);
  server.log.cancellation({ queryId: statement?.id ?? null, requestId, found, via: 'request id' });
  if (found !== 'running') throw sqlErrors.notRunning();
  return success(null);
}

/** `POST /session/token-request`: a new session token for the master token. */
export function renew({ sessions }: Endpoints, request: Request): Reply {
  const { requestType, oldSessionToken } = request.body;
  if (requestType !== 'RENEW') violation('requestType must be RENEW');
  const token = tokenOf(request);
  const session = sessions.findByMaster(token);
  if (session === 'stranger') {
    if (sessions.ofToken(token) !== undefined) violation('a session token cannot renew itself');
    violation('no session has this master token');
  }
  if (typeof oldSessionToken !== 'string' || sessions.ofToken(oldSessionToken) !== session) {
    violation('oldSessionToken is not of this session');
  }
  sessions.renew(session);
  return success({
    sessionToken: session.sessionToken,
    validityInSecondsST: sessions.validity.sessionSeconds,
    masterToken: session.masterToken,
    validityInSecondsMT: sessions.validity.masterSeconds,
    sessionId: session.id,
  });
}

/** The session of a request; throws what a client is told whose token counts no more. */
export function sessionOf({ sessions }: Endpoints, request: Request): Session {
  const token = tokenOf(request);
  const session = sessions.find(token);
  if (session !== 'stranger') return session;
  if (sessions.isMasterToken(token)) violation('a master token is for renewal alone');
  violation('no session ever had this token');
}

/** `POST /session?delete=true`. What runs asynchronously goes on. */
export function endSession(server: Endpoints, session: Session): Reply {
  session.ended = true;
  const ending = finish(server, session).finally(() => server.ending.delete(ending));
  server.ending.add(ending);
  return success(null);
}

/** Lets go of a session's connection when its last statement has ended; what it left open is rolled back. */
async function finish({ statements, catalog }: Endpoints, session: Session): Promise<void> {
  const running = statements.all.filter(statement => statement.session === session && statement.running);
  await Promise.all(running.map(statement => statement.done));
  await session.lake.end('ROLLBACK');
  for (const schema of catalog.forgetTemporary(session.id)) {
    await session.lake.run(`DROP SCHEMA IF EXISTS ${schemaSql(physical(schema, session.id))} CASCADE`);
  }
  await session.lake.close();
}
