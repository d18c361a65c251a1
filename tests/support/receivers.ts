import { type AddressInfo, createServer as createTcpServer, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';
import { type Answer, startWebhookReceiver, type WebhookReceiver } from './webhook-receiver.ts';

/** A receiver of webhooks for as long as the test lasts. */
export async function receiveWebhooks(
  answer: (nth: number) => Answer = () => ({ status: 200 }),
): Promise<WebhookReceiver> {
  const receiver = await startWebhookReceiver(answer);
  onTestFinished(() => receiver.close());
  return receiver;
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
