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

/** Node's port has both ways to listen; only the one of event targets gives events. */
export function listen(port: Port, type: 'message' | 'close', listener: Listener): void {
  if ('addEventListener' in port) port.addEventListener(type, listener);
  else port.on(type, listener);
}
