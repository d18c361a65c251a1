import { RPCLink as PortLink } from '@orpc/client/message-port';
import { RPCLink as SocketLink } from '@orpc/client/websocket';
import { portsChannel, type ShellMessage } from '../shared/shell.ts';
import type { Wire } from './connection.ts';

const portsWithinMs = 10_000;
const socketWithinMs = 10_000;

export const isDesktop = document.documentElement.dataset.host === 'desktop';

/** A connection over a port that the preload hands over; the second port brings what the shell asks of the page. */
export function openDesktopWire(onShellMessage: (message: ShellMessage) => void): () => Promise<Wire> {
  return async () => {
    const [engine, shell] = await askForPorts();
    if (!engine) throw new Error('The application gave no way to reach the engine');
    const closed = new Promise<void>(resolve => engine.addEventListener('close', () => resolve()));
    const link = new PortLink({ port: engine });
    engine.start();
    if (shell) {
      shell.addEventListener('message', (event: MessageEvent<ShellMessage>) => onShellMessage(event.data));
      shell.start();
    }
    // The link listens for the same as we do.
    const drop = () => {
      engine.close();
      engine.dispatchEvent(new Event('close'));
    };
    return { link, closed, drop };
  };
}

function askForPorts(): Promise<readonly MessagePort[]> {
  return new Promise((resolve, reject) => {
    const onMessage = (event: MessageEvent) => {
      const fromPreload = event.source === window && event.data === portsChannel && event.ports.length > 0;
      if (!fromPreload) return;
      settle();
      resolve(event.ports);
    };
    const timer = setTimeout(() => {
      settle();
      reject(new Error('The application did not answer'));
    }, portsWithinMs);
    const settle = () => {
      clearTimeout(timer);
      removeEventListener('message', onMessage);
    };
    addEventListener('message', onMessage);
    window.postMessage(portsChannel, location.origin);
  });
}

/** A connection over a WebSocket to the server the page came from. */
export async function openBrowserWire(): Promise<Wire> {
  const url = new URL('/rpc', location.href);
  url.protocol = location.protocol === 'https:' ? 'wss:' : 'ws:';
  const socket = new WebSocket(url);
  const closed = new Promise<void>(resolve =>
    socket.addEventListener('close', () => resolve(), { once: true }),
  );
  const opened = new Promise<boolean>(resolve => {
    socket.addEventListener('open', () => resolve(true), { once: true });
    socket.addEventListener('close', () => resolve(false), { once: true });
  });
  const link = new SocketLink({ websocket: socket });
  // Where the network is silent a socket takes long to close; the link listens for the same as we do.
  const drop = () => {
    socket.close();
    socket.dispatchEvent(new CloseEvent('close'));
  };
  const timer = setTimeout(drop, socketWithinMs);
  const isOpen = await opened;
  clearTimeout(timer);
  if (!isOpen) throw new Error(await whyRefused());
  return { link, closed, drop };
}

/** A page is not told why its WebSocket failed; an ordinary request is. */
async function whyRefused(): Promise<string> {
  const answer = await fetch('/', {
    method: 'HEAD',
    headers: { accept: 'application/json' },
    signal: AbortSignal.timeout(socketWithinMs),
  }).catch(() => undefined);
  return answer?.status === 401
    ? 'This page is signed out: open the address that “slipway serve” printed'
    : 'The engine does not answer';
}
