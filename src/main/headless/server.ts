import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { SlipwayError } from '../../shared/domain/errors.ts';
import type { ApiContext } from '../api/context.ts';
import { clientHeader, restPath, rpcPath } from '../api/paths.ts';
import type { Actor } from '../engine/actor.ts';
import { apiHeaders, type Refusal, refusalText, refuse, sendJson } from './answers.ts';
import { type Access, unauthorized } from './auth.ts';
import { readBody } from './request-body.ts';
import { sendText, servePage } from './static.ts';
import { createWebSockets } from './websockets.ts';

/** The engine as this server needs it; a `Host` is one. */
export interface ApiHost {
  directory: string;
  api(via: Actor['via']): ApiContext;
}

export interface ServerOptions {
  host: ApiHost;
  access: Access;
  /** What uses the WebSocket: the page over TCP, the command line over the local socket. */
  socketVia: Actor['via'];
  /** Folder of the built page; without it there is only the API. */
  page?: string;
}

/** How long requests may take to end by themselves when the server closes, in ms. */
const closeWithinMs = 2_000;

/**
 * Answers requests of a server that listens already: REST below `/api/v1`, a WebSocket at `/rpc`, the page everywhere
 * else. The same for TCP and for the local socket. Returns what stops it.
 */
export function serveApi(server: Server, options: ServerOptions): () => Promise<void> {
  const { host, access } = options;
  const { log } = host.api('rest');
  const sockets = createWebSockets();
  const streams = new Set<ServerResponse>();

  const refuseAndLog = (request: IncomingMessage, refusal: Refusal): Refusal => {
    const path = pathOf(request);
    log.write('warn', 'a request was refused', { status: refusal.status, method: request.method, path });
    return refusal;
  };

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const wrong = access.refuse(request);
    if (wrong) return refuse(response, refuseAndLog(request, wrong));
    const path = pathOf(request);
    if (path === rpcPath) return refuse(response, upgradeRequired);
    if (path === '/api' || path.startsWith('/api/')) return await answerApi(request, response, path);
    if (options.page === undefined) return refuse(response, unknown(request, path));
    await answerPage(request, response, path, options.page);
  }

  async function answerApi(request: IncomingMessage, response: ServerResponse, path: string): Promise<void> {
    if (!access.isProgram(request)) return refuse(response, refuseAndLog(request, unauthorized));
    if (request.method === 'GET' && path === `${restPath}/openapi.json`) {
      const { openApiDocument } = await import('./openapi.ts');
      return sendJson(response, 200, await openApiDocument(host.api('rest').info().version));
    }
    if (!path.startsWith(`${restPath}/`)) return refuse(response, unknown(request, path));
    const read = await readBody(request, response);
    if (!('body' in read)) return refuse(response, read);
    for (const [name, value] of Object.entries(apiHeaders)) response.setHeader(name, value);
    streams.add(response);
    response.once('close', () => streams.delete(response));
    const { answerRest } = await import('./rest.ts');
    if (!(await answerRest(request, response, read.body, host.api('rest')))) {
      refuse(response, unknown(request, path));
    }
  }

  async function answerPage(
    request: IncomingMessage,
    response: ServerResponse,
    path: string,
    directory: string,
  ): Promise<void> {
    const token = path === '/' ? urlOf(request).searchParams.get('token') : null;
    if (token !== null) {
      const cookie = access.cookieFor(token);
      if (cookie === undefined) return refuse(response, refuseAndLog(request, unauthorized));
      return signIn(request, response, cookie);
    }
    if (!access.isBrowser(request) && !access.isProgram(request)) {
      refuseAndLog(request, unauthorized);
      if (!(request.headers.accept ?? '').includes('text/html')) return refuse(response, unauthorized);
      const { status, headers } = unauthorized;
      return sendText(
        response,
        status,
        'Open the address that <code>slipway serve</code> printed. <a href="/">Try again</a>',
        headers,
      );
    }
    await servePage(directory, request, response, path);
  }

  function onRequest(request: IncomingMessage, response: ServerResponse): void {
    answer(request, response).catch(cause => {
      // A client that went away while it was still sending, or has its answer already, is told nothing.
      if (request.errored || response.destroyed) return;
      log.write('error', 'a request failed inside Slipway', {
        path: pathOf(request),
        stack: String(cause?.stack),
      });
      if (response.headersSent) response.destroy();
      else refuse(response, failed);
    });
  }

  function onUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    socket.on('error', () => socket.destroy());
    const refusal = whyNotUpgrade(request);
    if (refusal) {
      socket.end(refusalText(refuseAndLog(request, refusal.refusal), refusal.reason));
      return;
    }
    sockets.accept(request, socket, head, host.api(viaOf(request)));
  }

  /** Who can open the local socket is believed; a page over TCP is always the page. */
  function viaOf(request: IncomingMessage): Actor['via'] {
    const isDesktop = options.socketVia === 'cli' && request.headers[clientHeader] === 'desktop';
    return isDesktop ? 'desktop' : options.socketVia;
  }

  function whyNotUpgrade(request: IncomingMessage): { refusal: Refusal; reason: string } | undefined {
    const wrong = access.refuse(request);
    if (wrong) return { refusal: wrong, reason: 'Forbidden' };
    const path = pathOf(request);
    if (path !== rpcPath) return { refusal: unknown(request, path), reason: 'Not Found' };
    if (access.isBrowser(request) || access.isProgram(request)) return undefined;
    return { refusal: unauthorized, reason: 'Unauthorized' };
  }

  // Such as too many open files: what is connected goes on.
  server.on('error', cause => log.write('error', 'the server failed', { reason: cause.message }));
  server.on('request', onRequest);
  // Whoever asks before sending a body is told to go on by the reader of the body, if at all.
  server.on('checkContinue', onRequest);
  server.on('upgrade', onUpgrade);

  return async () => {
    const closed = new Promise<void>(resolve => server.close(() => resolve()));
    sockets.close();
    server.closeIdleConnections();
    for (const response of streams) {
      if (isEventStream(response)) response.destroy();
    }
    const late = setTimeout(() => {
      sockets.terminate();
      server.closeAllConnections();
    }, closeWithinMs);
    await closed;
    clearTimeout(late);
  };
}

/** What a browser gets for bringing the token: the cookie, and an address without the token in it. */
function signIn(request: IncomingMessage, response: ServerResponse, cookie: string): void {
  const headers = { 'set-cookie': cookie };
  if (request.headers['sec-fetch-site'] === 'cross-site') {
    // A redirect would still count as coming from the site or file that linked here, and go without the new cookie.
    const text = '<meta http-equiv="refresh" content="0; url=/"><a href="/">Open Slipway</a>';
    return sendText(response, 200, text, headers);
  }
  sendText(response, 303, '<a href="/">Open Slipway</a>', { ...headers, location: '/' });
}

function urlOf(request: IncomingMessage): URL {
  const url = request.url ?? '/';
  // Two slashes at the start would be taken for the name of a host.
  const whole = url.startsWith('/') ? `http://localhost${url}` : url;
  return new URL(URL.canParse(whole, 'http://localhost') ? whole : '/', 'http://localhost');
}

/** Never with the query: it may hold the token. */
function pathOf(request: IncomingMessage): string {
  return urlOf(request).pathname;
}

function unknown(request: IncomingMessage, path: string): Refusal {
  const error = new SlipwayError('not_found', `There is no "${request.method} ${path}"`, {
    hint: `${restPath}/openapi.json lists what there is`,
  });
  return { status: 404, error };
}

const upgradeRequired: Refusal = {
  status: 426,
  error: new SlipwayError('validation', `${rpcPath} is a WebSocket`, { hint: `REST is below ${restPath}` }),
  headers: { upgrade: 'websocket', connection: 'upgrade' },
};

const failed: Refusal = {
  status: 500,
  error: new SlipwayError('internal', 'Slipway failed inside; the application log has the details'),
};

function isEventStream(response: ServerResponse): boolean {
  return String(response.getHeader('content-type')).startsWith('text/event-stream');
}
