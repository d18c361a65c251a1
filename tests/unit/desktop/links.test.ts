import { describe, expect, test } from 'vitest';
import { findDeepLink, parseDeepLink } from '../../../src/main/desktop/deep-link.ts';
import { isKnownExternalUrl } from '../../../src/main/desktop/external-url.ts';

describe('the system browser', () => {
  test.each([
    'https://docs.snowflake.com/en/sql-reference',
    'https://app.snowflake.com/org/account/#/history',
    'https://xy12345.eu-central-1.snowflakecomputing.com/',
    'https://DOCS.Snowflake.com/',
    'https://duckdb.org/docs/',
  ])('is sent to %s', url => {
    expect(isKnownExternalUrl(url)).toBe(true);
  });

  test.each([
    'http://docs.snowflake.com/',
    'https://docs.snowflake.com:8443/',
    'https://someone:secret@docs.snowflake.com/',
    'https://docs.snowflake.com.example.com/',
    'https://docs.snowflake.com@example.com/',
    'https://example.com/?docs.snowflake.com',
    'https://evilsnowflakecomputing.com/',
    'https://snowflakecomputing.com/',
    'https://docs.snowflake.com./',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'ms-settings:privacy',
    'app://slipway/',
    'slipway://run/1',
    '//docs.snowflake.com/',
    '',
  ])('is not sent to "%s"', url => {
    expect(isKnownExternalUrl(url)).toBe(false);
  });
});

describe('a deep link', () => {
  test.each([
    ['slipway://run/1', 1],
    ['slipway://run/120/', 120],
    ['slipway://run/999999999999999', 999_999_999_999_999],
  ])('%s shows run %i', (link, run) => {
    expect(parseDeepLink(link)).toEqual({ run });
  });

  test.each([
    'slipway://run/0',
    'slipway://run/-1',
    'slipway://run/1.5',
    'slipway://run/9999999999999999',
    'slipway://run/1/cancel',
    'slipway://run/1?retry=true',
    'slipway://run/1#x',
    'slipway://run/1\n',
    'slipway://run/1;rm -rf',
    'slipway://job/1',
    'SLIPWAY://run/1',
    'x slipway://run/1',
    'https://run/1',
    '',
  ])('is not "%s"', link => {
    expect(parseDeepLink(link)).toBeUndefined();
  });

  test('is found among the arguments of a start', () => {
    expect(findDeepLink(['slipway', '--inspect=0', '.', 'slipway://job/1', 'slipway://run/3'])).toEqual({
      run: 3,
    });
    expect(findDeepLink(['slipway', '--run=slipway://run/3'])).toBeUndefined();
    expect(findDeepLink([])).toBeUndefined();
  });
});
