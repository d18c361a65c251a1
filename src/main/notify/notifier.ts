import type { ChannelDefinition, NotificationMessage } from '../../shared/contract/notifications.ts';
import { secretVariable, webAddressProblem } from '../../shared/domain/notices.ts';
import type { Clock, Notifier, Secrets } from '../engine/ports.ts';
import { sendMail } from './smtp.ts';
import { post } from './http.ts';
import { signatureOf } from './signature.ts';
import { messageText, slackText } from './text.ts';

/** Shows a notification of the operating system; throws where it shows none. */
export type ShowOnDesktop = (message: NotificationMessage) => void;

interface Parts {
  secrets: Secrets;
  clock: Clock;
  showOnDesktop?: ShowOnDesktop | undefined;
}

/** Sends messages over the network and to the desktop. Whatever goes wrong is told without the secrets it was done with. */
export function createNotifier({ secrets, clock, showOnDesktop }: Parts): Notifier {
  return {
    async send(channel, message, signal) {
      const used: string[] = [];
      const secret = async (name: string) => {
        const value = await secrets.get(name);
        if (value === undefined) throw new Error(missing(name));
        used.push(value);
        return value;
      };
      try {
        return await sendTo(channel, message, { secret, signal });
      } catch (cause) {
        // oxlint-disable-next-line eslint/preserve-caught-error -- it may hold the address or the password
        throw new Error(redact(cause instanceof Error ? cause.message : String(cause), used));
      }
    },
  };

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

/** Replaces secrets, also as servers and mail programs repeat them: within Base64, say, together with the user's name. */
export function redact(text: string, secrets: readonly string[]): string {
  const forms = secrets
    .flatMap(value => [value, value.trim(), encodeURIComponent(value)])
    .filter(form => form.length > 0)
    .sort((a, b) => b.length - a.length);
  const plain = forms.reduce((left, form) => left.replaceAll(form, '[redacted]'), text);
  // A few letters are in many words by chance.
  const long = forms.filter(form => form.length > 3);
  return plain.replace(/[\w+/-]+={0,2}/g, word => {
    // Some write the first of several characters in front: Base64 says the same at each of four places.
    const read = [0, 1, 2, 3].map(skip => Buffer.from(word.slice(skip), 'base64').toString());
    return read.some(said => long.some(form => said.includes(form))) ? '[redacted]' : word;
  });
}
