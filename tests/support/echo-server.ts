import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { onTestFinished } from 'vitest';

/** A server that refuses everything and repeats all that it was sent, in its answer's headers, status and body. */
export async function startEchoServer(): Promise<{ url: string; host: string; requests: string[] }> {
  const requests: string[] = [];
  const answerAll = async (request: IncomingMessage, response: ServerResponse) => {
    const body = await text(request);
    const all = JSON.stringify({ url: request.url, headers: request.headers, body });
    requests.push(all);
    const answer = { success: false, code: '390100', message: `Refused ${all}`, data: null, error: all };
    response.writeHead(401, { 'content-type': 'application/json', 'x-echo': encodeURIComponent(all) });
    response.end(JSON.stringify(answer));
  };
  const server = createServer((request, response) => void answerAll(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, host: `127.0.0.1:${port}`, requests };
}
