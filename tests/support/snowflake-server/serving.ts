import type { IncomingMessage, ServerResponse } from 'node:http';
import { SnowflakeError } from './errors.ts';
import type { Misanswer } from './faults.ts';
import {
  badRequest,
  html,
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

/** One request from its first byte until its answer is handed over, with the faults that it meets. */
export async function serve(
  serving: Serving,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  const { log, faults, closing } = serving.endpoints;
  try {
    const request = await readRequest(incoming);
    const { method, path } = request;
    if (path.startsWith('/__fake/'))
      return await write(outgoing, await remoteControl(serving.control, request));
    const exchange = new Exchange(outgoing, log.request(summary(serving, request)), log, closing);
    const before = faults.takeRequest(method, path, false);
    if (before !== undefined) return await exchange.misanswer(before, () => handle(serving, request));
    const reply = await handle(serving, request);
    const after = faults.takeRequest(method, path, true);
    if (after !== undefined) await exchange.misanswer(after, () => Promise.resolve(reply));
    else await exchange.send(reply);
  } catch (cause) {
    // The client has gone, or the server is broken: tests see the latter as a violation of its own.
    if (outgoing.destroyed || incoming.destroyed) return;
    log.violation({ method: incoming.method ?? '', path: incoming.url ?? '', reason: String(cause) });
    outgoing.destroy();
  }
}

function write(outgoing: ServerResponse, { status, headers, body }: Reply): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  outgoing.once('close', resolve);
  outgoing.writeHead(status, headers).end(body, resolve);
  return promise;
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

/** A request being answered, and its line in the log. */
class Exchange {
  readonly #outgoing: ServerResponse;
  readonly #entry: LoggedRequest;
  readonly #log: ServerLog;
  readonly #closing: AbortSignal;

  constructor(outgoing: ServerResponse, entry: LoggedRequest, log: ServerLog, closing: AbortSignal) {
    this.#outgoing = outgoing;
    this.#entry = entry;
    this.#log = log;
    this.#closing = closing;
  }

  async send(reply: Reply): Promise<void> {
    const { status, headers, body, cut } = reply;
    this.#entry.status = status;
    this.#entry.code = codeOf(reply);
    this.#log.changed();
    if (!cut) return await write(this.#outgoing, reply);
    const half = body.subarray(0, Math.floor(body.length / 2));
    this.#outgoing.writeHead(status, { ...headers, 'content-length': String(body.length) });
    this.#outgoing.write(half, () => this.#outgoing.destroy());
  }

  /** Something other than the answer; `right` is that one. */
  async misanswer(misanswer: Misanswer, right: () => Promise<Reply>): Promise<void> {
    switch (misanswer.how) {
      case 'status':
        return await this.send({
          status: misanswer.status,
          body: Buffer.from(misanswer.body ?? ''),
          headers: {},
        });
      case 'html':
        return await this.send(html('<h1>Sign in to the network</h1>', 200));
      case 'redirect':
        return await this.send({ status: 302, body: Buffer.alloc(0), headers: { location: misanswer.to } });
      case 'refuse': {
        const { code, message } = misanswer;
        return await this.send(json({ data: null, code, message, success: false }));
      }
      case 'cut':
        this.#outgoing.destroy();
        return this.#log.changed();
      case 'hang':
        // Ended by the client, or by the end of the server.
        return this.#log.changed();
      case 'half': {
        const { body, ...reply } = await right();
        return await this.send({ ...reply, body: body.subarray(0, Math.floor(body.length / 2)) });
      }
      case 'wait': {
        const reply = await right();
        await this.#sleep(misanswer.ms);
        return await this.send(reply);
      }
    }
  }

  async #sleep(ms: number): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, ms);
    const closed = () => resolve();
    this.#closing.addEventListener('abort', closed, { once: true });
    await promise;
    clearTimeout(timer);
    this.#closing.removeEventListener('abort', closed);
  }
}

/** Snowflake's code of an answer; null where it has none, or is cut short. */
function codeOf({ headers, body }: Reply): string | null {
  if (headers['content-type'] !== 'application/json') return null;
  try {
    return (JSON.parse(body.toString('utf8')) as { code?: string | null }).code ?? null;
  } catch {
    return null;
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
