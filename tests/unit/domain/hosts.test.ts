import { describe, expect, it } from 'vitest';
import { foreignHosts, signInAddressProblem } from '../../../src/shared/domain/hosts.ts';

describe('hosts that what signs in goes to', () => {
  it.each([
    [{}, []],
    [{ access_url: 'https://xy12345.snowflakecomputing.com' }, []],
    [{ access_url: 'https://XY12345.eu-central-1.privatelink.SnowflakeComputing.com:443/' }, []],
    [{ access_url: 'https://xy12345.snowflakecomputing.cn' }, []],
    // Looks like it, and is not.
    [{ access_url: 'https://snowflakecomputing.com.evil.example' }, ['snowflakecomputing.com.evil.example']],
    [{ access_url: 'https://evilsnowflakecomputing.com' }, ['evilsnowflakecomputing.com']],
    [{ access_url: 'http://xy12345.snowflakecomputing.com' }, ['xy12345.snowflakecomputing.com']],
    [{ access_url: 'http://127.0.0.1:8085' }, ['127.0.0.1:8085']],
    [
      {
        access_url: 'https://Proxy.Example.com:8443/x',
        oauth: { token_url: 'https://idp.example.com/token?a=b' },
      },
      ['proxy.example.com:8443', 'idp.example.com'],
    ],
    [
      { access_url: 'https://a.example.com', oauth: { token_url: 'https://a.example.com/token' } },
      ['a.example.com'],
    ],
  ])('%j: %j', (connection, hosts) => {
    expect(foreignHosts(connection)).toEqual(hosts);
  });

  it.each([
    'https://user:password@xy12345.snowflakecomputing.com',
    'https://evil.example\\@xy12345.snowflakecomputing.com',
    'https://evil.example\\.snowflakecomputing.com',
    'https://',
    'https:///x',
    'ftp://xy12345.snowflakecomputing.com',
    'javascript:alert(1)',
    'xy12345.snowflakecomputing.com',
    'https://xy12345.snowflakecomputing.com /x',
    'https://xy12345.snowflakecomputing.com/a\\b',
    'http://xy12345.snowflakecomputing.com',
    'http://127.0.0.1.evil.example',
    'https://idp.example.com/token?client_secret=canary',
    'https://idp.example.com/token?',
    'https://idp.example.com/token#canary',
  ])('"%s" is refused', url => {
    expect(signInAddressProblem(url)).toMatch(/^must /);
  });

  it.each([
    'https://xy12345.snowflakecomputing.com',
    'https://xy12345.snowflakecomputing.com:443/path',
    'http://127.0.0.1:8085',
    'http://localhost:1',
    'http://[::1]:8085',
  ])('"%s" is taken', url => {
    expect(signInAddressProblem(url)).toBeUndefined();
  });
});
