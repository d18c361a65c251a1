import { connect } from 'node:net';
import type { ChannelDefinition, NotificationMessage } from '../../shared/contract/notifications.ts';
import { networkProblem } from './problems.ts';

type SmtpChannel = Extract<ChannelDefinition, { kind: 'smtp' }>;

const timeoutMs = 10_000;

/** Sends one mail; resolves with the server's answer, rejects with its refusal. Aborting breaks the connection off. */
export async function sendMail(
  channel: SmtpChannel,
  password: string | null,
  message: NotificationMessage,
  text: string,
  signal: AbortSignal,
): Promise<string> {
  signal.throwIfAborted();
  const { default: nodemailer } = await import('nodemailer');
  const { host, user, security = 'starttls' } = channel;
  const port = channel.port ?? (security === 'tls' ? 465 : 587);
  // Ours, so that it can be broken off: nodemailer goes on waiting whatever becomes of a message.
  const socket = connect({ host, port, timeout: timeoutMs });
  const stop = () => socket.destroy(new Error('aborted'));
  signal.addEventListener('abort', stop);
  const transport = nodemailer.createTransport({
    host,
    port,
    secure: security === 'tls',
    requireTLS: security === 'starttls',
    ignoreTLS: security === 'none',
    auth: user === undefined || password === null ? undefined : { user, pass: password },
    disableFileAccess: true,
    disableUrlAccess: true,
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    getSocket(_, callback) {
      socket.once('connect', () => callback(null, { connection: socket }));
      socket.once('error', cause => callback(cause));
      socket.once('timeout', () =>
        socket.destroy(Object.assign(new Error('timeout'), { code: 'ETIMEDOUT' })),
      );
    },
  });
  try {
    const { response, rejected } = await transport.sendMail({
      from: channel.from,
      to: channel.to,
      subject: `[Slipway] ${message.message}`,
      text,
      headers: { 'X-Slipway-Delivery': message.id },
    });
    return rejected.length === 0
      ? `answered ${response}`
      : `answered ${response}; refused for ${rejected.join(', ')}`;
  } catch (cause) {
    throw new Error(problem(cause), { cause });
  } finally {
    signal.removeEventListener('abort', stop);
    transport.close();
    socket.destroy();
  }
}

/** What the server said, where it said something: its words are the ones to search for. */
function problem(cause: unknown): string {
  const { code, response, message } = cause as { code?: string; response?: string; message: string };
  if (response !== undefined) {
    const what = code === 'EAUTH' ? 'the server refused to sign in' : 'the server refused the mail';
    return `${what}: ${response.replaceAll(/\s+/g, ' ').slice(0, 300)}`;
  }
  if (code === 'ETLS') return `no encryption could be agreed on: ${message}`;
  return networkProblem(cause);
}
