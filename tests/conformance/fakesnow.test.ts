import { prepareFakesnow } from '../support/fakesnow/environment.ts';
import { fakesnowAccount } from './accounts/fakesnow.ts';
import { conform, notRun } from './conform.ts';
import { fakesnowGaps } from './gaps.ts';

const environment = await prepareFakesnow();
if ('unavailable' in environment) notRun('fakesnow', environment.unavailable);
else conform('fakesnow', { gaps: fakesnowGaps, open: () => fakesnowAccount(environment.python) });
