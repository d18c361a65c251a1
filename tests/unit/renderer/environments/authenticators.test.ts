import { expect, test } from 'vitest';
import {
  asksSomebody,
  askedOfSomebody,
  sentTo,
} from '../../../../src/renderer/features/environments/connections/authenticators.ts';
import type { SnowflakeConnection } from '../../../../src/shared/contract/connections.ts';
import { authenticators } from '../../../../src/shared/domain/engines.ts';

const host = '127.0.0.1:8085';
const connection: SnowflakeConnection = {
  name: 'fake',
  engine: 'snowflake',
  account: 'o-a',
  user: 'LOADER',
  authenticator: 'key_pair',
  access_url: `http://${host}`,
};

test('a foreign host is sent what signs in, and every statement', () => {
  expect(sentTo(connection, host)).toEqual([
    'the user LOADER and a proof signed with the private key; the key itself is sent nowhere',
    'every statement, and with it all that is read and written',
  ]);
  expect(sentTo({ ...connection, authenticator: 'password' }, host)[0]).toBe(
    'the user LOADER and the password',
  );
});

test('an identity provider is sent the client secret and no statement', () => {
  const definition: SnowflakeConnection = {
    name: 'fake',
    engine: 'snowflake',
    account: 'o-a',
    authenticator: 'oauth_client_credentials',
    oauth: { token_url: 'https://login.example.com/token', client_id: 'slipway' },
  };
  expect(sentTo(definition, 'login.example.com')).toEqual([
    'the client ID slipway and the client secret, for a token',
  ]);
});

test('a host that the connection does not name is sent nothing', () => {
  expect(sentTo(connection, 'elsewhere.example.com')).toEqual([]);
  expect(sentTo({ name: 'embedded', engine: 'duckdb' }, host)).toEqual([]);
});

test('somebody has to be there for a browser and a second device alone', () => {
  const asking = authenticators.filter(authenticator => asksSomebody({ ...connection, authenticator }));
  expect(asking).toEqual(['external_browser', 'password']);
  expect(asksSomebody({ ...connection, authenticator: 'password', mfa: false })).toBe(false);
  expect(askedOfSomebody({ ...connection, authenticator: 'external_browser' })).toContain('browser');
  expect(askedOfSomebody(connection)).toBeUndefined();
});
