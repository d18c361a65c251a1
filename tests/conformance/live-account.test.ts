import { liveAccount, liveSettings } from './accounts/live-account.ts';
import { conform, notRun } from './conform.ts';

const settings = liveSettings(process.env);
if (!settings) notRun('live account', 'SNOWFLAKE_TEST_ACCOUNT is not set');
else conform('live account', { mayLack: true, open: () => liveAccount(settings) });
