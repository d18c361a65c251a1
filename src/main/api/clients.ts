import { lstatSync } from 'node:fs';
import { connect } from 'node:net';
import { userInfo } from 'node:os';
import { createORPCClient, mapEventIterator, ORPCError } from '@orpc/client';
import { RPCLink } from '@orpc/client/websocket';
import { type ClientOptions, WebSocket } from 'ws';
import type { Client } from '../../shared/contract/index.ts';
import { type ErrorCode, type ErrorDetails, errorCodes, SlipwayError } from '../../shared/domain/errors.ts';
import { callError, isStream } from './call-error.ts';
import { clientHeader, rpcPath } from './paths.ts';
import { listen, type Listener, type Port } from './port.ts';

/** How long an engine may take to accept a connection: one that hangs or is suspended never does. */
const answerWithinMs = 10_000;

/** Calls the engine that serves the other end of a port. Calls fail with `unavailable` once the port is closed. */
export function portClient(port: Port): Client {
  let open = true;
  listen(port, 'close', () => (open = false));
  const socket = {
    get readyState() {
      return open ? WebSocket.OPEN : WebSocket.CLOSED;
    },
    send: (message: string) => port.postMessage(message),
    addEventListener(type: string, listener: Listener) {
      if (type === 'message' || type === 'close') listen(port, type, listener);
    },
    removeEventListener() {},
  };
  // Of a WebSocket, the library's link uses these members only; its type asks for a whole one.
  const client = linkedClient(socket as unknown as Socket);
  port.start?.();
  return client;
}

export interface ConnectedClient {
  client: Client;
  /** Ends the connection; calls that still wait fail with `unavailable`. */
  close: () => Promise<void>;
}

/**
 * Calls the engine that listens on a local socket, as the command line unless `via` says otherwise. Throws `unavailable`
 * when nobody does, or somebody else.
 */
export async function socketClient(path: string, via?: 'desktop'): Promise<ConnectedClient> {
  if (isForeign(path)) {
    throw new SlipwayError('unavailable', `${path} belongs to another user`, {
      hint: 'Remove it: it is not the engine of your workspace',
    });
  }
  return await webSocketClient('ws://localhost', {
    createConnection: () => connect(path),
    ...(via && { headers: { [clientHeader]: via } }),
  }).catch(cause => {
    throw new SlipwayError('unavailable', `No engine answers at ${path}`, {}, cause);
  });
}

/** In a shared place such as /tmp anybody could have put a socket where ours is expected. */
function isForeign(path: string): boolean {
  if (process.platform === 'win32') return false;
  const owner = lstatSync(path, { throwIfNoEntry: false })?.uid;
  return owner !== undefined && owner !== userInfo().uid;
}

/** The address is that of a server of ours, such as `ws://127.0.0.1:4000`. */
export async function webSocketClient(address: string, options: ClientOptions): Promise<ConnectedClient> {
  const socket = new WebSocket(`${address}${rpcPath}`, {
    perMessageDeflate: false,
    handshakeTimeout: answerWithinMs,
    ...options,
  });
  const closed = new Promise<void>(resolve => socket.once('close', () => resolve()));
  await new Promise<void>((resolve, reject) => {
    socket.once('open', resolve);
    socket.once('error', reject);
  });
  // An error of an open socket closes it; everything that waits learns of it by that.
  socket.on('error', () => {});
  return {
    client: linkedClient(socket),
    close: () => {
      socket.close();
      return closed;
    },
  };
}

/** What a failed call threw, as the one error the rest of the program knows. */
export function asSlipwayError(cause: unknown): SlipwayError {
  if (cause instanceof SlipwayError) return cause;
  const code = cause instanceof ORPCError ? errorCodes.find(known => known === cause.code) : undefined;
  if (code && cause instanceof ORPCError) {
    return new SlipwayError(code, cause.message, cause.data as ErrorDetails | undefined, cause);
  }
  const aborted = cause instanceof Error && cause.name === 'AbortError';
  const fallback: ErrorCode = aborted ? 'cancelled' : 'internal';
  return new SlipwayError(fallback, cause instanceof Error ? cause.message : String(cause), {}, cause);
}

type Socket = ConstructorParameters<typeof RPCLink>[0]['websocket'];

function linkedClient(websocket: Socket): Client {
  const link = new RPCLink({
    websocket,
    interceptors: [
      async ({ signal, ...call }) => {
        // Whoever aborts a call gets their own reason back, wherever the abort met it.
        const explain = (cause: unknown): unknown => {
          if (signal?.aborted) return signal.reason;
          return cause instanceof ORPCError ? cause : connectionLost(cause);
        };
        try {
          const output = await call.next();
          if (!isStream(output)) return output;
          return mapEventIterator(output, {
            value: async value => value,
            error: async cause => explain(cause),
          });
        } catch (cause) {
          throw explain(cause);
        }
      },
    ],
  });
  return createORPCClient(link);
}

function connectionLost(cause: unknown): unknown {
  return callError(
    new SlipwayError(
      'unavailable',
      'The connection to the engine was lost',
      { hint: 'Is it still running?' },
      cause,
    ),
  );
}
