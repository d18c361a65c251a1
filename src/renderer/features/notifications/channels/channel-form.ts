import type { ChannelDefinition } from '../../../../shared/contract/notifications.ts';
import { namePattern, nameRule } from '../../../../shared/domain/names.ts';
import { webAddressProblem } from '../../../../shared/domain/notices.ts';
import { type FormProblems, nameProblems } from '../edit/problems.ts';
import type { ChannelKind } from '../words.ts';

export type Security = NonNullable<Extract<ChannelDefinition, { kind: 'smtp' }>['security']>;

/** A channel as it is being edited: what was typed, for any kind of it. Never a secret's value. */
export interface ChannelForm {
  kind: ChannelKind;
  name: string;
  description: string;
  /** Whether the address is written in the channel or kept as a secret. */
  address: 'written' | 'secret';
  url: string;
  url_secret: string;
  /** Name of the secret: the signing key of a webhook, the password of a mail server's user. */
  secret: string;
  host: string;
  port: string;
  security: Security;
  user: string;
  from: string;
  to: string[];
}

export const emptyChannel: ChannelForm = {
  kind: 'webhook',
  name: '',
  description: '',
  address: 'written',
  url: '',
  url_secret: '',
  secret: '',
  host: '',
  port: '',
  security: 'starttls',
  user: '',
  from: '',
  to: [],
};

/** The fields as the screens call them, by their names in a definition. */
export const channelLabels: Readonly<Record<string, string>> = {
  name: 'Name',
  description: 'Description',
  url: 'Address',
  url_secret: 'Secret with the address',
  secret: 'Secret',
  host: 'Server',
  port: 'Port',
  security: 'Encryption',
  user: 'User',
  from: 'From',
  to: 'To',
};

export function formOf(definition: ChannelDefinition): ChannelForm {
  const { kind, name, description = '' } = definition;
  const form = { ...emptyChannel, kind, name, description };
  switch (definition.kind) {
    case 'desktop':
      return form;
    case 'smtp': {
      const { host, port, security = 'starttls', user = '', secret = '', from, to } = definition;
      return {
        ...form,
        host,
        port: port === undefined ? '' : String(port),
        security,
        user,
        secret,
        from,
        to,
      };
    }
    default: {
      const { url, url_secret = '' } = definition;
      const secret = definition.kind === 'webhook' ? (definition.secret ?? '') : '';
      return {
        ...form,
        address: url === undefined ? 'secret' : 'written',
        url: url ?? '',
        url_secret,
        secret,
      };
    }
  }
}

/** What was typed, as the definition it stands for: what its kind does not have is left out. */
export function definitionOf(form: ChannelForm): ChannelDefinition {
  const given = (text: string) => (text.trim() === '' ? undefined : text.trim());
  const common = { name: form.name.trim(), description: given(form.description) };
  const address =
    form.address === 'written' ? { url: form.url.trim() } : { url_secret: form.url_secret.trim() };
  switch (form.kind) {
    case 'desktop':
      return { kind: 'desktop', ...common };
    case 'webhook':
      return { kind: 'webhook', ...common, ...address, secret: given(form.secret) };
    case 'slack':
      return { kind: 'slack', ...common, ...address };
    case 'smtp': {
      const { host, port, security, user, secret, from, to } = form;
      return {
        kind: 'smtp',
        ...common,
        host: host.trim(),
        port: given(port) === undefined ? undefined : Number(port),
        security: security === 'starttls' ? undefined : security,
        user: given(user),
        secret: given(secret),
        from: from.trim(),
        to,
      };
    }
  }
}

/** The port that is used where none is given. */
export const defaultPort = (security: Security) => (security === 'tls' ? 465 : 587);

export function channelProblems(form: ChannelForm, others: readonly string[] = []): FormProblems {
  const own = nameProblems(form.name, 'channel', others);
  const wrong: Record<string, string> = { ...own.wrong };
  const missing: Record<string, string> = { ...own.missing };
  if (form.kind === 'smtp') addMailProblems(form, wrong, missing);
  if (form.kind === 'webhook' || form.kind === 'slack') addAddressProblems(form, wrong, missing);
  if (form.kind === 'webhook' || form.kind === 'smtp') addSecretProblem('secret', form.secret, wrong);
  return { wrong, missing };
}

type Found = Record<string, string>;

function addAddressProblems(form: ChannelForm, wrong: Found, missing: Found): void {
  if (form.address === 'secret') {
    if (form.url_secret.trim() === '') missing.url_secret = 'Name the secret that holds the address';
    addSecretProblem('url_secret', form.url_secret, wrong);
    return;
  }
  const url = form.url.trim();
  if (url === '') missing.url = 'Give the address';
  // Nobody types an address from its middle: what is not finished is not wrong yet.
  else if (/^h(t(t(p(s?(:\/?\/?)?)?)?)?)?$/i.test(url)) missing.url = 'The address is not finished';
  else if (form.kind === 'slack' && /^https?:\/\/hooks\.slack\.com\//i.test(url)) {
    wrong.url = 'Whoever has this address can post: keep it as a secret';
  } else {
    const problem = webAddressProblem(url);
    if (problem !== undefined) wrong.url = sentence(problem);
  }
}

function addMailProblems(form: ChannelForm, wrong: Found, missing: Found): void {
  const host = form.host.trim();
  if (host === '') missing.host = 'Name the server';
  else if (!/^[A-Za-z0-9.:_-]{1,253}$/.test(host)) wrong.host = 'The name or address of a server';
  const port = Number(form.port);
  if (form.port.trim() !== '' && !(Number.isInteger(port) && port >= 1 && port <= 65_535)) {
    wrong.port = 'A whole number from 1 to 65535';
  }
  if (form.user.trim() === '' && form.secret.trim() !== '') missing.user = 'Whose password is it?';
  if (form.user.trim() !== '' && form.secret.trim() === '')
    missing.secret = 'Name the secret with the password';
  if (form.from.trim() === '') missing.from = 'Give the address of the sender';
  else if (!isMailAddress(form.from)) missing.from = notAnAddress;
  if (form.to.length === 0) missing.to = 'Give at least one address';
  else if (form.to.length > 50) wrong.to = 'At most 50 addresses';
  const bad = form.to.filter(address => !isMailAddress(address));
  if (bad.length > 0) wrong.to = `No e-mail address: ${bad.join(', ')}`;
}

function addSecretProblem(field: string, name: string, wrong: Found): void {
  if (name.trim() === '' || namePattern.test(name.trim())) return;
  wrong[field] = `The name of a secret is ${nameRule}; never its value`;
}

const notAnAddress = 'One e-mail address, as in ops@example.com';
const isMailAddress = (text: string) => /^[^\s@<>,;]+@[^\s@<>,;]+\.[^\s@<>,;.]+$/.test(text.trim());

const sentence = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
