import type { ApiContext } from './context.ts';
import { listen, type Port } from './port.ts';
import { serveWire } from './wire.ts';

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
