import { expect, test } from 'vitest';
import { connectionChanges } from '../../../../src/renderer/features/environments/connections/connection-changes.ts';
import { emptyConnection } from '../../../../src/renderer/features/environments/connections/connection-form.ts';
import { connectionRebasing } from '../../../../src/renderer/features/environments/connections/connection-rebasing.ts';
import type { SnowflakeConnection } from '../../../../src/shared/contract/connections.ts';

const saved: SnowflakeConnection = {
  name: 'prod_sf',
  engine: 'snowflake',
  account: 'myorg-myaccount',
  user: 'LOADER',
  authenticator: 'key_pair',
  network: { sign_in_timeout: '60s' },
};

test('nothing changed, whatever way it is written', () => {
  expect(connectionChanges(saved, { ...saved, network: { sign_in_timeout: '1m' } })).toEqual([]);
});

test('each change has what was and what will be', () => {
  expect(
    connectionChanges(saved, {
      ...saved,
      user: 'ADA',
      authenticator: 'password',
      mfa: false,
      access_url: 'https://private.example.com',
      network: { proxy: 'http://proxy.example.com:8080' },
    }),
  ).toEqual([
    { what: 'User', from: 'LOADER', to: 'ADA' },
    { what: 'Signs in with', from: 'Key pair', to: 'Password' },
    { what: 'Second device', from: null, to: 'no' },
    { what: 'Access URL', from: null, to: 'https://private.example.com' },
    { what: 'Proxy', from: null, to: 'http://proxy.example.com:8080' },
    { what: 'Sign-in timeout', from: '60s', to: null },
  ]);
});

test('another engine is a change, and takes its fields along', () => {
  const changes = connectionChanges(saved, { name: 'prod_sf', engine: 'duckdb' });
  expect(changes[0]).toEqual({ what: 'Engine', from: 'Snowflake', to: 'DuckDB (approximate)' });
  expect(changes.slice(1).every(({ to }) => to === null)).toBe(true);
});

test('edits go on upon what somebody else saved', () => {
  const base = { ...emptyConnection, engine: 'snowflake' as const, name: 'a', account: 'o-a', user: 'u' };
  const mine = { ...base, user: 'mine', description: 'mine' };
  const theirs = { ...base, user: 'theirs', account: 'o-b' };
  expect(connectionRebasing.rebased(base, mine, theirs)).toEqual({
    ...base,
    account: 'o-b',
    user: 'mine',
    description: 'mine',
  });
  const overtaking = connectionRebasing.overtakingOf(base, mine, theirs);
  expect(overtaking.changes.map(({ what }) => what)).toEqual(['Account', 'User']);
  expect(overtaking.both).toEqual([{ what: 'User', from: 'u', to: 'theirs' }]);
});
