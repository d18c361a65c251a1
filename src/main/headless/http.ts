import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SlipwayError } from '../../shared/domain/errors.ts';
import { rendererDirectory } from '../system/places.ts';
import { tokenAccess } from './auth.ts';
import { type ApiHost, serveApi } from './server.ts';

export interface HttpOptions {
  /** 0 or none: any free port. */
  port?: number | undefined;
  /** What callers must know; see `chooseToken`. */
  token: string;
  /** Folder of the built page, where it is not the usual one. */
  page?: string;
}

export interface HttpListener {
  /** `http://127.0.0.1:PORT`, without the token. */
  url: string;
  port: number;
  close(): Promise<void>;
}

/** The only address listened at: nobody reaches the engine from another machine. */
const address = '127.0.0.1';
const maxPort = 65_535;

/** Serves the API and the page over HTTP on this machine. Throws `conflict` when the port is taken. */
export async function listenOnHttp(host: ApiHost, options: HttpOptions): Promise<HttpListener> {
  const wanted = options.port ?? 0;
  if (!Number.isInteger(wanted) || wanted < 0 || wanted > maxPort) {
    throw new SlipwayError('validation', `"${wanted}" is no port: give a whole number up to ${maxPort}`, {
      problems: [{ path: 'port', message: `must be a whole number from 0 to ${maxPort}` }],
    });
  }
  const server = createServer();
  await listen(server, wanted);
  const { port } = server.address() as AddressInfo;
  const stop = serveApi(server, {
    host,
    access: tokenAccess(options.token, port),
    socketVia: 'web',
    page: options.page ?? rendererDirectory,
  });
  host.api('rest').log.write('info', 'serving over HTTP', { address, port });
  return { url: `http://${address}:${port}`, port, close: stop };
}

async function listen(server: Server, port: number): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  server.once('error', reject);
  server.listen({ host: address, port, exclusive: true }, resolve);
  try {
    await promise;
  } catch (cause) {
    throw listenError(cause, port);
  }
  server.off('error', reject);
}

function listenError(cause: unknown, port: number): SlipwayError {
  const code = (cause as NodeJS.ErrnoException).code;
  if (code === 'EADDRINUSE') {
    return new SlipwayError(
      'conflict',
      `Port ${port} on ${address} is taken by another program`,
      { hint: 'Choose another port, or none to get a free one', related: { port } },
      cause,
    );
  }
  if (code === 'EACCES') {
    return new SlipwayError(
      'precondition',
      `Your user may not listen on port ${port}`,
      { hint: 'Choose a port above 1023', related: { port } },
      cause,
    );
  }
  return new SlipwayError('unavailable', `Cannot listen on ${address}:${port}: ${String(cause)}`, {}, cause);
}
