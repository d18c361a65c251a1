import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { liveSettings } from '../conformance/accounts/live-account.ts';
import { titleOf } from '../conformance/case.ts';
import { cases } from '../conformance/cases/index.ts';
import { fakesnowGaps, gapsByTitle } from '../conformance/gaps.ts';
import { supportPage, withSupportTable } from '../conformance/support-table.ts';

describe('the cases', () => {
  it('have titles of their own', () => {
    const titles = cases.map(titleOf);
    expect(titles.filter((title, index) => titles.indexOf(title) !== index)).toEqual([]);
  });

  it('are what gaps are listed of', () => {
    const titles = new Set(cases.map(titleOf));
    expect([...gapsByTitle(fakesnowGaps).keys()].filter(title => !titles.has(title))).toEqual([]);
  });

  it('are counted in the documents: npm run support-table', () => {
    const page = readFileSync(supportPage, 'utf8');
    expect(page).toBe(withSupportTable(page));
  });
});

describe('a live account', () => {
  const all = {
    SNOWFLAKE_TEST_ACCOUNT: 'myorg-myaccount',
    SNOWFLAKE_TEST_USER: 'TESTER',
    SNOWFLAKE_TEST_TOKEN: 'secret-token',
    SNOWFLAKE_TEST_ROLE: 'tester',
    SNOWFLAKE_TEST_WAREHOUSE: '"small wh"',
    SNOWFLAKE_TEST_DATABASE: 'Scratch',
  };

  it('is none unless it is named', () => {
    expect(liveSettings({})).toBeUndefined();
    expect(liveSettings({ ...all, SNOWFLAKE_TEST_ACCOUNT: ' ' })).toBeUndefined();
  });

  it('has names as its catalogue stores them', () => {
    expect(liveSettings({ ...all })).toMatchObject({
      definition: { account: 'myorg-myaccount', user: 'TESTER', authenticator: 'programmatic_access_token' },
      secrets: { conformance: 'secret-token' },
      role: 'TESTER',
      warehouse: 'small wh',
      database: 'SCRATCH',
      limitedRole: null,
    });
  });

  it('signs in with a key, given or in a file', () => {
    const key = '-----BEGIN PRIVATE KEY-----\nabc\n-----END PRIVATE KEY-----';
    const given = liveSettings({ ...all, SNOWFLAKE_TEST_PRIVATE_KEY: key });
    expect(given).toMatchObject({ definition: { authenticator: 'key_pair' }, secrets: { conformance: key } });
    const inFile = liveSettings({ ...all, SNOWFLAKE_TEST_PRIVATE_KEY: import.meta.filename });
    expect(inFile?.secrets['conformance']).toBe(readFileSync(import.meta.filename, 'utf8'));
  });

  it('leaves nothing that signs in to child processes', () => {
    const environment: Record<string, string | undefined> = {
      ...all,
      SNOWFLAKE_TEST_PRIVATE_KEY: '-----BEGIN',
      SNOWFLAKE_TEST_PRIVATE_KEY_PASSPHRASE: 'passphrase',
    };
    liveSettings(environment);
    expect(Object.keys(environment).filter(name => /KEY|TOKEN|PASS/.test(name))).toEqual([]);
  });

  it('is refused where something is missing, all of which is named', () => {
    const { SNOWFLAKE_TEST_ROLE: _, SNOWFLAKE_TEST_TOKEN: __, ...some } = all;
    expect(() => liveSettings(some)).toThrow(
      /SNOWFLAKE_TEST_ROLE, SNOWFLAKE_TEST_PRIVATE_KEY or SNOWFLAKE_TEST_TOKEN/,
    );
  });
});
