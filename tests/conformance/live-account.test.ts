import { describe } from 'vitest';
import { liveAccount, liveSettings } from './accounts/live-account.ts';
import { Conformance, notRun } from './conform.ts';

const settings = liveSettings(process.env);

describe('live account', () => {
  if (settings) new Conformance('live account', () => liveAccount(settings)).test({ mayLack: true });
  else notRun('live account', 'SNOWFLAKE_TEST_ACCOUNT is not set');
});
