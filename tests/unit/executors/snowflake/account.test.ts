import { describe, expect, it, test } from 'vitest';
import { ExecutionError } from '../../../../src/main/engine/ports.ts';
import { accountOf, assertTrusted } from '../../../../src/main/executors/snowflake/account.ts';
import { browserCommand, browserProblem } from '../../../../src/main/executors/snowflake/browser.ts';
import { doubling } from '../../../../src/main/executors/snowflake/patience.ts';
import type { SnowflakeConnection } from '../../../../src/shared/contract/connections.ts';

const connection = (more: Partial<SnowflakeConnection> = {}): SnowflakeConnection => ({
  name: 'prod',
  engine: 'snowflake',
  account: 'acme-main',
  user: 'ADA',
  authenticator: 'key_pair',
  ...more,
});

describe('where an account is', () => {
  it.each([
    ['acme-main', 'https://acme-main.snowflakecomputing.com'],
    ['ACME-MAIN', 'https://acme-main.snowflakecomputing.com'],
    ['acme-my_account', 'https://acme-my-account.snowflakecomputing.com'],
    ['xy12345.eu-central-1', 'https://xy12345.eu-central-1.snowflakecomputing.com'],
    ['xy12345.us-west-2', 'https://xy12345.snowflakecomputing.com'],
    ['xy12345.cn-northwest-1', 'https://xy12345.cn-northwest-1.snowflakecomputing.cn'],
  ])('%s', (account, accessUrl) => {
    expect(accountOf(connection({ account }))).toMatchObject({ accessUrl, local: false });
  });

  test('or where the connection says', () => {
    const network = { proxy: 'http://proxy.example.com:8080' };
    expect(accountOf(connection({ access_url: 'http://127.0.0.1:8084/', network }))).toEqual({
      accessUrl: 'http://127.0.0.1:8084',
      host: '127.0.0.1',
      proxy: undefined,
      local: true,
    });
    expect(accountOf(connection({ network: { proxy: 'http://proxy.example.com:8080' } })).proxy).toEqual({
      host: 'proxy.example.com',
      port: 8080,
      protocol: 'http',
    });
  });
});

test('a host that is not Snowflake’s has to be trusted, with its port', () => {
  const foreign = connection({ access_url: 'https://emulator.example.com:8443' });
  expect(() => assertTrusted(connection(), [])).not.toThrow();
  expect(() => assertTrusted(foreign, ['emulator.example.com:8443'])).not.toThrow();
  try {
    assertTrusted(foreign, ['emulator.example.com']);
    expect.unreachable();
  } catch (cause) {
    expect(cause).toBeInstanceOf(ExecutionError);
    expect((cause as ExecutionError).failure).toMatchObject({
      code: 'host_not_trusted',
      retryable: false,
      hint: expect.stringContaining('slipway connection trust prod emulator.example.com:8443') as string,
    });
  }
});

test('waits double up to their longest', () => {
  const waits = doubling(50, 5_000);
  expect(Array.from({ length: 9 }, () => waits.next().value)).toEqual([
    50, 100, 200, 400, 800, 1_600, 3_200, 5_000, 5_000,
  ]);
});

test('the browser gets an address as one word, and needs a screen', () => {
  const url = 'https://idp.example.com/?a=1&b=$(x)';
  expect(browserCommand(url, 'linux')).toEqual(['xdg-open', [url]]);
  expect(browserCommand(url, 'darwin')).toEqual(['open', [url]]);
  expect(browserCommand(url, 'win32')[1]).toContain(url);
  expect(browserProblem('linux', {})).toMatch(/no screen/);
  expect(browserProblem('linux', { DISPLAY: ':0' })).toBeNull();
  expect(browserProblem('linux', { WAYLAND_DISPLAY: 'wayland-0' })).toBeNull();
  expect(browserProblem('darwin', {})).toBeNull();
});
