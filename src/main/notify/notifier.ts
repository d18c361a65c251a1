import type { ChannelDefinition, NotificationMessage } from '../../shared/contract/notifications.ts';
import { SlipwayError } from '../../shared/domain/errors.ts';
import { webAddressProblem } from '../../shared/domain/notices.ts';
import { secretVariable } from '../../shared/domain/secrets.ts';
import type { Clock, Notifier, Redact, Secrets } from '../engine/ports.ts';
import { sendMail } from './smtp.ts';
import { post } from './http.ts';
import { signatureOf } from './signature.ts';
import { messageText, slackText } from './text.ts';

/** Shows a notification of the operating system; throws where it shows none. */
export type ShowOnDesktop = (message: NotificationMessage) => void;

interface Parts {
  secrets: Secrets;
  clock: Clock;
  /** Of what receivers answer: some repeat what they were sent. */
  redact: Redact;
  showOnDesktop?: ShowOnDesktop | undefined;
}

/** Sends messages over the network and to the desktop. Whatever goes wrong is told without the secrets it was done with. */
export function createNotifier({ secrets, clock, redact, showOnDesktop }: Parts): Notifier {
  return {
    async send(channel, message, signal) {
      try {
        return redact(await sendTo(channel, message, { secret, signal }));
      } catch (cause) {
        // oxlint-disable-next-line eslint/preserve-caught-error -- it may hold the address or the password
        throw new Error(redact(inWords(cause)));
      }
    },
  };

  async function secret(name: string): Promise<string> {
    const value = await secrets.get(name);
    if (value === undefined) throw new Error(missing(name));
    return value;
  }

  async function sendTo(
    channel: ChannelDefinition,
    message: NotificationMessage,
    { secret, signal }: { secret: (name: string) => Promise<string>; signal: AbortSignal },
  ): Promise<string> {
    switch (channel.kind) {
      case 'desktop':
        showOnDesktop?.(message);
        return showOnDesktop
          ? 'shown on the desktop'
          : 'kept in this log: the engine has no desktop to show it on';
      case 'webhook': {
        const body = JSON.stringify(message);
        const headers: Record<string, string> = { 'Slipway-Delivery': message.id };
        if (channel.secret !== undefined) {
          const at = Math.floor(clock.now() / 1_000);
          headers['Slipway-Signature'] = signatureOf(await secret(channel.secret), at, body);
        }
        return await post(await addressOf(channel, secret), body, headers, signal);
      }
      case 'slack':
        return await post(
          await addressOf(channel, secret),
          JSON.stringify({ text: slackText(message) }),
          {},
          signal,
        );
      case 'smtp': {
        const pass = channel.secret === undefined ? null : await secret(channel.secret);
        return await sendMail(channel, pass, message, messageText(message), signal);
      }
    }
  }
}

async function addressOf(
  channel: { url?: string | undefined; url_secret?: string | undefined },
  secret: (name: string) => Promise<string>,
): Promise<URL> {
  if (channel.url_secret === undefined) {
    const { url = '' } = channel;
    if (!URL.canParse(url)) throw new Error(`${url} is no address`);
    return new URL(url);
  }
  const text = (await secret(channel.url_secret)).trim();
  const problem = webAddressProblem(text);
  // What is wrong in detail would show parts of it.
  if (problem !== undefined || !URL.canParse(text)) {
    throw new Error(
      `the secret "${channel.url_secret}" holds no address that begins with https:// or http://`,
    );
  }
  return new URL(text);
}

function missing(name: string): string {
  return `the secret "${name}" is not set: run "slipway secret set ${name}", or give it to Slipway as the environment variable ${secretVariable(name)}`;
}

function inWords(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause);
  const hint = cause instanceof SlipwayError ? cause.details.hint : undefined;
  return hint === undefined ? cause.message : `${cause.message}. ${hint}`;
}
