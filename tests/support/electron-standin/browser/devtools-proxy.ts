import { randomUUID } from 'node:crypto';
import { type RawData, WebSocket, WebSocketServer } from 'ws';
import { toApp, toChromium } from './url-map.ts';

const maxPayload = 256 * 1024 * 1024;

/**
 * Lets DevTools clients (Playwright) connect as they would to Electron: on the way through, mapped URLs become the
 * application's own and back. Resolves with the address once it listens.
 */
export async function startDevToolsProxy(port: number, chromiumUrl: string): Promise<string> {
  const path = `/devtools/browser/${randomUUID()}`;
  const server = new WebSocketServer({ host: '127.0.0.1', port, path, maxPayload, perMessageDeflate: false });
  server.on('connection', (client, request) => {
    // Web pages always send an origin: none may drive the application.
    if (request.headers.origin === undefined) join(client, chromiumUrl);
    else client.terminate();
  });
  await new Promise<void>((resolve, reject) => server.once('listening', resolve).once('error', reject));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The DevTools proxy has no port');
  return `ws://127.0.0.1:${address.port}${path}`;
}

function text(data: RawData): string {
  return (Array.isArray(data) ? Buffer.concat(data) : Buffer.from(new Uint8Array(data))).toString('utf8');
}

function join(client: WebSocket, chromiumUrl: string): void {
  const chromium = new WebSocket(chromiumUrl, { maxPayload, perMessageDeflate: false });
  const waiting: string[] = [];
  client.on('message', data => {
    const message = toChromium(text(data));
    if (chromium.readyState === WebSocket.OPEN) chromium.send(message);
    else waiting.push(message);
  });
  chromium.on('open', () => {
    for (const message of waiting.splice(0)) chromium.send(message);
  });
  chromium.on('message', data => client.send(toApp(text(data))));
  client.on('close', () => chromium.terminate());
  chromium.on('close', () => client.terminate());
  for (const end of [client, chromium]) end.on('error', () => end.terminate());
}
