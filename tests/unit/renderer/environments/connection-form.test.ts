import { describe, expect, test } from 'vitest';
import {
  type ConnectionForm,
  definitionOf,
  emptyConnection,
  formOf,
  withItsSecrets,
} from '../../../../src/renderer/features/environments/connections/connection-form.ts';
import {
  type ConnectionDefinition,
  connectionDefinition,
} from '../../../../src/shared/contract/connections.ts';
import { secretsOf } from '../../../../src/shared/domain/connection-secrets.ts';

const snowflake = (changes: Partial<ConnectionForm> = {}): ConnectionForm => ({
  ...emptyConnection,
  engine: 'snowflake',
  name: 'prod_sf',
  account: 'myorg-myaccount',
  user: 'LOADER',
  ...changes,
});

const definitions: ConnectionDefinition[] = [
  { name: 'embedded', engine: 'duckdb' },
  { name: 'a', engine: 'snowflake', account: 'o-a', user: 'u', authenticator: 'key_pair' },
  {
    name: 'a',
    engine: 'snowflake',
    description: 'all of it',
    account: 'o-a',
    user: 'u',
    authenticator: 'key_pair',
    secret: 'key',
    passphrase_secret: 'phrase',
    access_url: 'https://private.example.com',
    network: { proxy: 'http://proxy.example.com:8080', sign_in_timeout: '90s' },
  },
  {
    name: 'a',
    engine: 'snowflake',
    account: 'o-a',
    authenticator: 'oauth_client_credentials',
    oauth: { token_url: 'https://login.example.com/token', client_id: 'slipway', scope: 'session:role:L' },
  },
  { name: 'a', engine: 'snowflake', account: 'o-a', user: 'u', authenticator: 'external_browser' },
  { name: 'a', engine: 'snowflake', account: 'o-a', user: 'u', authenticator: 'password', mfa: false },
];

test.each(definitions)('$name ($engine, $authenticator) is the same again after the form', definition => {
  expect(connectionDefinition.parse(definitionOf(formOf(definition)))).toEqual(definition);
});

describe('what was typed for something else is kept in the form and left out of the definition', () => {
  const filled = snowflake({
    secret: 'key',
    encrypted: true,
    passphrase_secret: 'phrase',
    mfa: false,
    token_url: 'https://login.example.com/token',
    client_id: 'slipway',
  });

  test('of another engine', () => {
    expect(definitionOf({ ...filled, engine: 'duckdb' })).toEqual({ name: 'prod_sf', engine: 'duckdb' });
  });

  test.each([
    ['key_pair', ['secret', 'passphrase_secret']],
    ['programmatic_access_token', ['secret']],
    ['oauth', ['secret']],
    ['oauth_client_credentials', ['secret', 'oauth']],
    ['external_browser', []],
    ['password', ['secret', 'mfa']],
  ] as const)('of another way to sign in than %s', (authenticator, own) => {
    const definition = definitionOf({ ...filled, authenticator });
    expect(Object.keys(definition).toSorted()).toEqual(
      ['engine', 'name', 'account', 'user', 'authenticator', ...own].toSorted(),
    );
    expect(connectionDefinition.safeParse(definition).success).toBe(true);
  });
});

describe('secrets that nobody names', () => {
  const names = (form: ConnectionForm) => {
    const definition = definitionOf(form);
    return definition.engine === 'snowflake' ? secretsOf(definition).map(({ name }) => name) : [];
  };

  test('are called like the connection, and after it', () => {
    expect(names(snowflake({ encrypted: true }))).toEqual(['prod_sf', 'prod_sf_passphrase']);
  });

  test('stay unnamed in the form when it is opened again', () => {
    expect(formOf(definitionOf(snowflake({ encrypted: true })))).toMatchObject({
      secret: '',
      encrypted: true,
      passphrase_secret: '',
    });
  });

  test('stay where they are when the connection is renamed', () => {
    const saved = snowflake({ encrypted: true });
    const renamed = withItsSecrets(saved, { ...saved, name: 'live' });
    expect(names(renamed)).toEqual(['prod_sf', 'prod_sf_passphrase']);
    expect(withItsSecrets(saved, { ...saved, name: ' prod_sf ' }).secret).toBe('');
  });

  test('are others for another way to sign in, and where somebody names others', () => {
    const saved = snowflake();
    const token = { ...saved, name: 'live', authenticator: 'oauth' as const };
    expect(names(withItsSecrets(saved, token))).toEqual(['live']);
    expect(names(withItsSecrets(saved, { ...saved, name: 'live', secret: 'key' }))).toEqual(['key']);
  });
});
