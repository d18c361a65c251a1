import type { ConnectionDefinition, SnowflakeConnection } from '../../../../shared/contract/connections.ts';
import { type NamedSecret, secretsOf } from '../../../../shared/domain/connection-secrets.ts';
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

/** The secrets that the connection would sign in with; none while it has no name that they could be called after. */
export function secretsOfForm(form: ConnectionForm): NamedSecret[] {
  const definition = definitionOf(form);
  if (definition.engine === 'duckdb') return [];
  return secretsOf(definition).filter(({ name }) => name !== '');
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
