import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import type { ApiContext } from '../api/context.ts';
import { serveWire } from '../api/wire.ts';

/** Connections that became WebSockets, each with calls and streams of its own. */
export interface WebSockets {
  accept(request: IncomingMessage, socket: Duplex, head: Buffer, context: ApiContext): void;
  /** Tells every client that the server goes away. */
  close(): void;
  /** Ends those that have not gone. */
  terminate(): void;
}

/** The longest call, in bytes: files of definitions to import go in one. */
const maxMessageBytes = 64 * 1024 ** 2;
const goingAway = 1001;
const protocolError = 1002;

export function createWebSockets(): WebSockets {
  const server = new WebSocketServer({
    noServer: true,
    maxPayload: maxMessageBytes,
    perMessageDeflate: false,
  });
  return {
    accept(request, socket, head, context) {
      server.handleUpgrade(request, socket, head, client => {
        client.on('error', cause => {
          context.log.write('warn', 'a WebSocket failed', { via: context.actor.via, reason: cause.message });
        });
        serve(client, context);
      });
    },
    close() {
      for (const client of server.clients) client.close(goingAway, 'the engine is closing');
    },
    terminate() {
      for (const client of server.clients) client.terminate();
    },
  };
}

function serve(client: WebSocket, context: ApiContext): void {
  serveWire(
    {
      send: message =>
        new Promise((resolve, reject) => {
          client.send(message, cause => (cause ? reject(cause) : resolve()));
        }),
      onMessage: listener => client.addEventListener('message', event => listener(event.data)),
      onClose: listener => client.addEventListener('close', () => listener()),
      reject: reason => client.close(protocolError, reason),
    },
    context,
  );
}
