import type { ApiContext } from './context.ts';
import { serveWire } from './wire.ts';

export type Listener = (event: { data: unknown }) => void;

/** What a browser's port and Node's have in common. */
export interface EventTargetPort {
  postMessage(message: string | Uint8Array): void;
  addEventListener(type: 'message' | 'close', listener: Listener): void;
  start?(): void;
  close(): void;
}

/** Electron's `MessagePortMain`. */
export interface EmitterPort {
  postMessage(message: string | Uint8Array): void;
  on(type: 'message' | 'close', listener: Listener): unknown;
  start?(): void;
  close(): void;
}

export type Port = EventTargetPort | EmitterPort;

/**
 * Serves the API to whoever has the other end of a message port, as the person in `context`. Ends when the port closes:
 * by the other side, with the page that had it, or by `port.close()`.
 */
export function serveMessagePort(port: Port, context: ApiContext): void {
  serveWire(
    {
      send: message => port.postMessage(message),
      onMessage: listener => listen(port, 'message', event => listener(event.data)),
      onClose: listener => listen(port, 'close', () => listener()),
      reject: () => port.close(),
    },
    context,
  );
  // Ports hold messages back until they are started; only Node's does it by itself.
  port.start?.();
}

/** Node's port has both ways to listen; only the one of event targets gives events. */
export function listen(port: Port, type: 'message' | 'close', listener: Listener): void {
  if ('addEventListener' in port) port.addEventListener(type, listener);
  else port.on(type, listener);
}
