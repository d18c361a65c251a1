import type { IncomingMessage, ServerResponse } from 'node:http';
import { SnowflakeError } from './errors.ts';
import type { Misanswer } from './faults.ts';
import {
  badRequest,
  json,
  ProtocolViolation,
  readRequest,
  refusal,
  type Reply,
  type Request,
} from './http.ts';
import type { LoggedRequest, ServerLog } from './log.ts';
import { type RemoteControl, remoteControl } from './remote-control.ts';
import { route, type Routes } from './routes.ts';

export interface Serving extends Routes {
  control: RemoteControl;
}

/** One request from its first byte to the last of its answer, with the faults that it meets. */
export async function serve(
  serving: Serving,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  const { log, faults } = serving.endpoints;
  try {
    const request = await readRequest(incoming);
    const { method, path } = request;
    if (path.startsWith('/__fake/')) return plain(outgoing, await remoteControl(serving.control, request));
    const entry = log.request(summary(serving, request));
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

function plain(outgoing: ServerResponse, { status, headers, body }: Reply): void {
  outgoing.writeHead(status, headers).end(body);
}

function summary({ endpoints }: Serving, { method, path, params, body, headers }: Request) {
  const token = /Token="([^"]+)"/.exec(headers.authorization ?? '')?.[1];
  const { sqlText, parameters } = body as { sqlText?: string; parameters?: Record<string, unknown> };
  const tag = parameters?.['QUERY_TAG'];
  return {
    method,
    path,
    requestId: params.get('requestId'),
    sessionId: (token === undefined ? undefined : endpoints.sessions.ofToken(token)?.id) ?? null,
    sql: sqlText ?? null,
    queryTag: typeof tag === 'string' ? tag : null,
  };
}

function send(outgoing: ServerResponse, entry: LoggedRequest, log: ServerLog, reply: Reply): void {
  const { status, headers, body, cut } = reply;
  entry.status = status;
  if (typeof body === 'string' && headers['content-type'] === 'application/json') {
    entry.code = (JSON.parse(body) as { code?: string | null }).code ?? null;
  }
  if (cut) {
    outgoing.writeHead(status, { ...headers, 'content-length': String(body.length) });
    outgoing.write(body.slice(0, Math.floor(body.length / 2)), () => outgoing.destroy());
  } else outgoing.writeHead(status, headers).end(body);
  log.changed();
}

/** Something other than the answer; what happened to the request is the caller's. */
async function answer(
  outgoing: ServerResponse,
  entry: LoggedRequest,
  log: ServerLog,
  misanswer: Misanswer,
  right: () => Promise<Reply>,
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
      outgoing.destroy();
      return log.changed();
    case 'hang':
      // Ended by the client, or by `close`.
      return log.changed();
    case 'half': {
      const reply = await right();
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

async function handle(serving: Serving, request: Request): Promise<Reply> {
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
