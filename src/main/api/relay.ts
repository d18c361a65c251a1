import { connect } from 'node:net';
import { WebSocket } from 'ws';
import { clientHeader, rpcPath } from './paths.ts';
import { listen, type Port } from './port.ts';

/** How long the engine that has the workspace may take to accept the connection. */
const answerWithinMs = 10_000;

/**
 * Carries messages, unread, between a port and the engine that listens on a local socket: both ends speak the same
 * protocol. When either end goes away, so does the other; a page then asks for a new port.
 */
export function relayPort(port: Port, path: string, via: 'desktop'): void {
  const socket = new WebSocket(`ws://localhost${rpcPath}`, {
    perMessageDeflate: false,
    handshakeTimeout: answerWithinMs,
    headers: { [clientHeader]: via },
    createConnection: () => connect({ path, timeout: answerWithinMs }),
  });
  const waiting: string[] = [];
  listen(port, 'message', ({ data }) => {
    if (typeof data !== 'string') return socket.close();
    if (socket.readyState === WebSocket.CONNECTING) waiting.push(data);
    else socket.send(data);
  });
  listen(port, 'close', () => socket.close());
  socket.on('open', () => {
    for (const message of waiting.splice(0)) socket.send(message);
  });
  socket.on('message', (data, isBinary) => {
    const bytes = data as Buffer;
    port.postMessage(isBinary ? new Uint8Array(bytes) : bytes.toString());
  });
  // An error closes the socket; that ends the port.
  socket.on('error', () => {});
  socket.on('close', () => port.close());
  port.start?.();
}
