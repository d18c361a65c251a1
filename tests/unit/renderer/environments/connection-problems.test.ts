import { describe, expect, test } from 'vitest';
import {
  type ConnectionForm,
  emptyConnection,
} from '../../../../src/renderer/features/environments/connections/connection-form.ts';
import {
  accountIn,
  connectionProblems,
  engineProblems,
} from '../../../../src/renderer/features/environments/connections/connection-problems.ts';

const good: ConnectionForm = {
  ...emptyConnection,
  engine: 'snowflake',
  name: 'prod_sf',
  account: 'myorg-myaccount',
  user: 'LOADER',
};
const oauth = {
  authenticator: 'oauth_client_credentials' as const,
  token_url: 'https://login.example.com/token',
  client_id: 'slipway',
};
const found = (changes: Partial<ConnectionForm>, others: string[] = []) =>
  connectionProblems({ ...good, ...changes }, others);

test('a good connection has no problems', () => {
  expect(found({})).toEqual({ wrong: {}, missing: {} });
  expect(found({ ...oauth, user: '' })).toEqual({ wrong: {}, missing: {} });
  expect(found({ engine: 'duckdb', account: '', user: '' })).toEqual({ wrong: {}, missing: {} });
});

describe('not filled in yet', () => {
  test.each<[string, Partial<ConnectionForm>, string[]]>([
    ['an empty form', { name: '', account: ' ', user: '' }, ['name', 'account', 'user']],
    ['client credentials', { ...oauth, token_url: '', client_id: '' }, ['token_url', 'client_id']],
    ['an address that is being typed', { access_url: 'https:/' }, ['access_url']],
    ['a token address that is being typed', { ...oauth, token_url: 'ht' }, ['token_url']],
    ['a proxy that is being typed', { proxy: 'http://proxy.exa' }, ['proxy']],
  ])('%s is missing something, and nothing in it is wrong', (_what, changes, fields) => {
    const { wrong, missing } = found(changes);
    expect(Object.keys(missing)).toEqual(fields);
    expect(wrong).toEqual({});
  });
});

describe('wrong as it stands, in the words of the contract', () => {
  test.each<[Partial<ConnectionForm>, string, RegExp]>([
    [{ name: 'prod sf' }, 'name', /^Must be a letter, then letters/],
    [{ account: 'https://x.snowflakecomputing.com' }, 'account', /^Must be the account identifier alone/],
    [{ secret: '-----BEGIN' }, 'secret', /^Must be a letter/],
    [{ encrypted: true, passphrase_secret: 'open sesame' }, 'passphrase_secret', /^Must be a letter/],
    [{ access_url: 'http://private.example.com' }, 'access_url', /^Must begin with https/],
    [{ access_url: 'https://me:secret@example.com' }, 'access_url', /without user and password/],
    [{ ...oauth, token_url: 'login.example.com' }, 'token_url', /^Must be an address/],
    [{ proxy: 'socks5://proxy.example.com:1' }, 'proxy', /^Must be as in http:/],
    [{ sign_in_timeout: '60' }, 'sign_in_timeout', /^Must be a whole number and a unit/],
  ])('%j', (changes, field, message) => {
    const { wrong } = found(changes);
    expect(Object.keys(wrong)).toEqual([field]);
    expect(wrong[field]).toMatch(message);
  });

  test('a name that another connection has, whatever its case', () => {
    expect(found({ name: 'Prod_SF' }, ['prod_sf']).wrong).toEqual({
      name: 'There is another connection “prod_sf”',
    });
  });
});

test('what the engine refuses is shown at its field, the rest is kept', () => {
  const { fields, rest } = engineProblems(
    [
      { path: 'definition.name', message: 'is taken' },
      { path: 'definition.network.proxy', message: 'must be reachable' },
      { path: 'definition.oauth', message: 'must be given' },
      { path: 'revision', message: 'is too old' },
    ],
    good,
  );
  expect(fields).toEqual({ name: 'Is taken', proxy: 'Must be reachable', token_url: 'Must be given' });
  expect(rest).toEqual(['revision: is too old']);
});

test.each([
  ['https://myorg-myaccount.snowflakecomputing.com', 'myorg-myaccount'],
  ['xy12345.eu-central-1.snowflakecomputing.com/console/login', 'xy12345.eu-central-1'],
  ['https://xy12345.cn-northwest-1.aws.snowflakecomputing.cn:443/', 'xy12345.cn-northwest-1.aws'],
  ['https://app.snowflake.com/myorg/myaccount/#/homepage', 'myorg-myaccount'],
  ['https://app.snowflake.com/us-east-1/xy12345/worksheets', 'xy12345.us-east-1'],
  ['https://app.snowflake.com/east-us-2.azure/xy12345', 'xy12345.east-us-2.azure'],
  ['myorg-myaccount', undefined],
  ['https://example.com/myorg/myaccount', undefined],
])('the account in %s', (text, account) => {
  expect(accountIn(text)).toBe(account);
});
