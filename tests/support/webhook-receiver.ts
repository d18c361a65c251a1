import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Received {
  path: string;
  headers: IncomingHttpHeaders;
  body: string;
}

/** What a receiver of webhooks does with a request: a status to answer, with headers, or nothing at all. */
export type Answer =
  | { status: number; headers?: Record<string, string>; body?: string; endless?: boolean }
  | 'hang';

export interface WebhookReceiver {
  url: string;
  received: Received[];
  next(): Promise<Received>;
  close(): void;
}

/** A real HTTP server on a free port of this machine, which keeps what it gets until it is closed. */
export async function startWebhookReceiver(answer: (nth: number) => Answer): Promise<WebhookReceiver> {
  const received: Received[] = [];
  let told = () => {};
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8');
    request.on('data', chunk => (body += chunk));
    request.on('end', () => {
      received.push({ path: request.url ?? '', headers: request.headers, body });
      const reply = answer(received.length);
      if (reply !== 'hang') {
        response.writeHead(reply.status, reply.headers).write(reply.body ?? ' ');
        if (!reply.endless) response.end();
      }
      told();
    });
  });
  const { promise, resolve } = Promise.withResolvers<void>();
  server.listen(0, '127.0.0.1', resolve);
  await promise;
  let read = 0;
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    received,
    async next() {
      while (received.length <= read) await new Promise<void>(next => (told = next));
      return received[read++] as Received;
    },
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
