import { describe, expect, test } from 'vitest';
import { secretName } from '../../../src/shared/contract/common.ts';
import { secrets } from '../../../src/shared/contract/secrets.ts';

describe('the name of a secret', () => {
  test.each([
    ['a personal token of GitHub', 'ghp_16C7e42F292c6912E7710c838347Ae178B4a'],
    ['a bot token of Slack', 'xoxb-2048-4096-canary'],
    ['a key of a payment service', 'sk_live_canary'],
    ['a key id of AWS', 'AKIAIOSFODNN7EXAMPLE'],
    ['a session token of Snowflake', 'ETMsDgAAAY0canarycanary'],
    ['the first part of a JWT', 'eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9'],
    ['32 hexadecimal digits', 'd41d8cd98f00b204e9800998ecf8427e'],
    ['a UUID', 'f47ac10b-58cc-4372-a567-0e02b2c3d479'],
    ['letters and digits by chance', 'kJ8s0Qz3Lw9XbV2nTr5Y'],
    ['the same with signs in between', 'Zx81kQ-p0Lm7Yt_c3Vb9Wn2'],
  ])('is not %s: refused, and not repeated', (_what, name) => {
    const { error } = secretName.safeParse(name);
    expect(error?.issues).toMatchObject([{ message: expect.stringMatching(/^looks like a secret itself/) }]);
    expect(error?.message).not.toContain(name);
    const input = secrets.set['~orpc'].inputSchema;
    expect(input?.safeParse({ secret: name, value: 'x' }).success).toBe(false);
    // What was kept under such a name must be found and removed.
    expect(secrets.remove['~orpc'].inputSchema?.safeParse({ secret: name }).success).toBe(true);
  });

  test.each([
    'warehouse',
    'warehouse_key',
    'team_chat_url',
    'sk_live',
    'smtp-password-2024-10',
    'SNOWFLAKE_PROD_EU1_KEY_V2',
    'warehouseProductionPrivateKey2024Rotation',
    'myorg-myaccount-eu-central-1-mfa-token',
    'fake-account-1a2b3c4d',
    'conn_20240131_20240228_v12',
    'a'.repeat(100),
    `k${'0123456789'.repeat(5)}`,
  ])('may be %s', name => {
    expect(secretName.safeParse(name).success).toBe(true);
  });
});
