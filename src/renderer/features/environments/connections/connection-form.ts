import type { ConnectionDefinition, SnowflakeConnection } from '../../../../shared/contract/connections.ts';
import { secretKindOf } from '../../../../shared/domain/secrets.ts';
import type { Authenticator, EngineName } from '../../../../shared/domain/engines.ts';

/** A connection as it is being edited: what was typed, for any engine and way to sign in. Never a secret's value. */
export interface ConnectionForm {
  engine: EngineName;
  name: string;
  description: string;
  account: string;
  user: string;
  authenticator: Authenticator;
  /** Name of the secret; empty where it is called like the connection. */
  secret: string;
  /** The private key is encrypted. */
  encrypted: boolean;
  /** Name of the secret with the passphrase; empty where it is called after the connection. */
  passphrase_secret: string;
  mfa: boolean;
  token_url: string;
  client_id: string;
  scope: string;
  access_url: string;
  proxy: string;
  sign_in_timeout: string;
}

export const emptyConnection: ConnectionForm = {
  engine: 'duckdb',
  name: '',
  description: '',
  account: '',
  user: '',
  authenticator: 'key_pair',
  secret: '',
  encrypted: false,
  passphrase_secret: '',
  mfa: true,
  token_url: '',
  client_id: '',
  scope: '',
  access_url: '',
  proxy: '',
  sign_in_timeout: '',
};

export function formOf(definition: ConnectionDefinition): ConnectionForm {
  const { engine, name, description = '' } = definition;
  const form = { ...emptyConnection, engine, name, description };
  if (definition.engine === 'duckdb') return form;
  const { account, user = '', authenticator, secret = '', passphrase_secret, mfa = true } = definition;
  const { oauth, access_url = '', network } = definition;
  return {
    ...form,
    account,
    user,
    authenticator,
    secret,
    encrypted: passphrase_secret !== undefined,
    passphrase_secret: passphrase_secret === defaultPassphrase(name) ? '' : (passphrase_secret ?? ''),
    mfa,
    token_url: oauth?.token_url ?? '',
    client_id: oauth?.client_id ?? '',
    scope: oauth?.scope ?? '',
    access_url,
    proxy: network?.proxy ?? '',
    sign_in_timeout: network?.sign_in_timeout ?? '',
  };
}

/** What was typed, as the definition it stands for: what its engine or its way to sign in does not have is left out. */
export function definitionOf(form: ConnectionForm): ConnectionDefinition {
  const common = { name: form.name.trim(), ...given({ description: form.description }) };
  if (form.engine === 'duckdb') return { engine: 'duckdb', ...common };
  const { authenticator } = form;
  const network = given({ proxy: form.proxy, sign_in_timeout: form.sign_in_timeout });
  const definition: SnowflakeConnection = {
    engine: 'snowflake',
    ...common,
    account: form.account.trim(),
    ...given({ user: form.user }),
    authenticator,
    ...(authenticator === 'external_browser' ? {} : given({ secret: form.secret })),
    ...given({ access_url: form.access_url }),
  };
  if (authenticator === 'key_pair' && form.encrypted) {
    definition.passphrase_secret = filled(form.passphrase_secret) ?? defaultPassphrase(common.name);
  }
  if (authenticator === 'password' && !form.mfa) definition.mfa = false;
  if (authenticator === 'oauth_client_credentials') {
    const { token_url, client_id, scope } = form;
    definition.oauth = { token_url: token_url.trim(), client_id: client_id.trim(), ...given({ scope }) };
  }
  if (Object.keys(network).length > 0) definition.network = network;
  return definition;
}

/** How the secret with the passphrase is called where nobody says otherwise. */
export const defaultPassphrase = (connection: string) => `${connection.trim()}_passphrase`;

/**
 * The form of a connection that was `saved` under another name: secrets that were called after that name stay where they are,
 * as the engine keeps them.
 */
export function withItsSecrets(saved: ConnectionForm, form: ConnectionForm): ConnectionForm {
  const isRenamed = saved.name !== form.name.trim() && saved.engine === form.engine;
  if (!isRenamed || saved.authenticator !== form.authenticator) return form;
  const keeps = saved.secret === '' && form.secret === '' && secretKindOf[form.authenticator] !== null;
  const keepsPassphrase = saved.encrypted && saved.passphrase_secret === '' && form.passphrase_secret === '';
  return {
    ...form,
    secret: keeps ? saved.name : form.secret,
    passphrase_secret: keepsPassphrase ? defaultPassphrase(saved.name) : form.passphrase_secret,
  };
}

function filled(text: string): string | undefined {
  return text.trim() === '' ? undefined : text.trim();
}

/** The fields that somebody has filled in, trimmed. */
function given<Field extends string>(fields: Record<Field, string>): Partial<Record<Field, string>> {
  const entries = Object.entries<string>(fields).filter(([, text]) => text.trim() !== '');
  return Object.fromEntries(entries.map(([field, text]) => [field, text.trim()])) as Partial<
    Record<Field, string>
  >;
}
