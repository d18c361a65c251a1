import { createServer as createHttpServer, type IncomingHttpHeaders } from 'node:http';
import { type AddressInfo, createServer as createTcpServer, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';

export interface Received {
  path: string;
  headers: IncomingHttpHeaders;
  body: string;
}

/** What a receiver of webhooks does with a request: a status to answer, with headers, or nothing at all. */
export type Answer = { status: number; headers?: Record<string, string>; body?: string } | 'hang';

/** A real HTTP server on a free port of this machine, which keeps what it gets. */
export async function receiveWebhooks(
  answer: (nth: number) => Answer = () => ({ status: 200 }),
): Promise<{ url: string; received: Received[]; next(): Promise<Received> }> {
  const received: Received[] = [];
  let told = () => {};
  const server = createHttpServer((request, response) => {
    let body = '';
    request.setEncoding('utf8');
    request.on('data', chunk => (body += chunk));
    request.on('end', () => {
      received.push({ path: request.url ?? '', headers: request.headers, body });
      const reply = answer(received.length);
      if (reply !== 'hang') {
        response.writeHead(reply.status, reply.headers).end(reply.body ?? '');
      }
      told();
    });
  });
  const { promise, resolve } = Promise.withResolvers<void>();
  server.listen(0, '127.0.0.1', resolve);
  await promise;
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  let read = 0;
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    received,
    async next() {
      while (received.length <= read) await new Promise<void>(resolve => (told = resolve));
      return received[read++] as Received;
    },
  };
}

export interface Mail {
  from: string;
  to: string[];
  text: string;
  auth: string | null;
}

/** A small SMTP server: greets, takes AUTH PLAIN and mails, or refuses what `refuse` names (`MAIL`, `AUTH`, `GREETING`); it says nothing at all for the greeting `hang`. */
export async function receiveMails(
  refuse: Record<string, string> = {},
): Promise<{ host: string; port: number; mails: Mail[]; connected: Promise<void> }> {
  const mails: Mail[] = [];
  const sockets = new Set<Socket>();
  const connected = Promise.withResolvers<void>();
  const server = createTcpServer(socket => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => {});
    if (refuse.GREETING !== 'hang') serve(socket, refuse, mails);
    connected.resolve();
  });
  const { promise, resolve } = Promise.withResolvers<void>();
  server.listen(0, '127.0.0.1', resolve);
  await promise;
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return {
    host: '127.0.0.1',
    port: (server.address() as AddressInfo).port,
    mails,
    connected: connected.promise,
  };
}

function serve(socket: Socket, refuse: Record<string, string>, mails: Mail[]): void {
  const say = (line: string) => socket.write(`${line}\r\n`);
  let mail: Mail = { from: '', to: [], text: '', auth: null };
  let reading = false;
  let buffer = '';
  say(refuse.GREETING ?? '220 test ESMTP');
  socket.setEncoding('utf8');
  socket.on('data', chunk => {
    buffer += String(chunk);
    for (let end = buffer.indexOf('\r\n'); end >= 0; end = buffer.indexOf('\r\n')) {
      const line = buffer.slice(0, end);
      buffer = buffer.slice(end + 2);
      if (reading) {
        if (line === '.') {
          reading = false;
          mails.push(mail);
          mail = { ...mail, to: [], text: '' };
          say('250 queued as 7');
        } else mail.text += `${line}\n`;
        continue;
      }
      const verb = line.split(' ')[0]?.toUpperCase() ?? '';
      const refusal = refuse[verb];
      if (refusal !== undefined) say(refusal);
      else if (verb === 'EHLO') say('250-test\r\n250 AUTH PLAIN');
      else if (verb === 'AUTH') {
        mail.auth = Buffer.from(line.split(' ')[2] ?? '', 'base64').toString('utf8');
        say('235 signed in');
      } else if (verb === 'MAIL') {
        mail.from = line;
        say('250 ok');
      } else if (verb === 'RCPT') {
        mail.to.push(line);
        say('250 ok');
      } else if (verb === 'DATA') {
        reading = true;
        say('354 go on');
      } else if (verb === 'QUIT') {
        say('221 bye');
        socket.end();
      } else say('500 what?');
    }
  });
}
