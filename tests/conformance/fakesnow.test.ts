import { describe } from 'vitest';
import { prepareFakesnow } from '../support/fakesnow/environment.ts';
import { fakesnowAccount } from './accounts/fakesnow.ts';
import { Conformance, notRun } from './conform.ts';
import { fakesnowGaps } from './gaps.ts';

const environment = await prepareFakesnow();

describe('fakesnow', () => {
  if ('unavailable' in environment) {
    notRun('fakesnow', environment.unavailable);
    return;
  }
  const conformance = new Conformance('fakesnow', () => fakesnowAccount(environment.python));
  conformance.test({ gaps: fakesnowGaps });
  conformance.testGaps(fakesnowGaps);
});
