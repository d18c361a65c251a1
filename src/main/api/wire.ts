import { RPCHandler } from '@orpc/server/ws';
import { SlipwayError } from '../../shared/domain/errors.ts';
import type { ApiContext } from './context.ts';
import { toCallError } from './errors.ts';
import { router } from './router.ts';

/** A connection to one client, whatever carries it. */
export interface Wire {
  /** Resolves when the message has left: a client that reads slowly then slows its streams down and fills no memory. */
  send(message: string | Uint8Array): Promise<void> | void;
  onMessage(listener: (message: unknown) => void): void;
  onClose(listener: () => void): void;
  /** Ends the connection because the other side does not speak our protocol. */
  reject(reason: string): void;
}

const handler = new RPCHandler<ApiContext>(router, {
  interceptors: [
    // Handlers' errors are mapped already; what is left is a message that could not be read, or a call nobody knows.
    async call => {
      try {
        const result = await call.next();
        if (result.matched) return result;
        const name = call.request.url.pathname.slice(1).replaceAll('/', '.');
        throw new SlipwayError('not_found', `This engine has no call "${name}"`, {
          hint: 'The engine and its client are of different versions: restart both',
        });
      } catch (cause) {
        throw toCallError(cause);
      }
    },
  ],
});

/**
 * Answers calls that come over a wire until it closes; then everything the client still waits for is aborted. The
 * library's handler for WebSockets does it, given any wire in the shape of one: of its handlers it alone lets no failure of
 * one message end the process.
 */
export function serveWire(wire: Wire, context: ApiContext): void {
  const socket = {
    async send(message: string | Uint8Array) {
      try {
        await wire.send(message);
      } catch {
        // A client that is gone gets nothing more; its close stops what it asked for.
      }
    },
    addEventListener(type: string, listener: (event: { data: unknown }) => void) {
      if (type === 'close') wire.onClose(() => listener({ data: undefined }));
      if (type === 'message') {
        wire.onMessage(data => {
          const reason = whyUnreadable(data);
          if (reason === undefined) return listener({ data });
          context.log.write('warn', 'a client was disconnected', { via: context.actor.via, reason });
          wire.reject(reason);
        });
      }
    },
  };
  // Of a WebSocket, the handler uses these two methods only; its type asks for a whole one.
  void handler.upgrade(socket as unknown as Parameters<typeof handler.upgrade>[0], { context });
}

/** Of the library's kinds of messages: a call has none, this one takes a call back. */
const abort = 4;

/**
 * A call or its abort, as the library's clients send it. Checked here because the library writes what it cannot read to the
 * console. Files and streams as input, which it knows as well, no call of ours takes.
 */
function whyUnreadable(data: unknown): string | undefined {
  if (typeof data !== 'string') return 'a message was not text';
  try {
    const message = JSON.parse(data) as { i?: unknown; t?: unknown; p?: { u?: unknown; h?: unknown } } | null;
    if (typeof message?.i !== 'string') return 'a message had no id';
    if (message.t === abort) return undefined;
    const { u: path, h: headers = {} } = message.p ?? {};
    const isCall = message.t === undefined && typeof path === 'string' && path.startsWith('/');
    return isCall && typeof headers === 'object' && headers !== null ? undefined : 'a message was no call';
  } catch {
    return 'a message was not JSON';
  }
}
