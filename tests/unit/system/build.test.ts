import { delimiter } from 'node:path';
import { expect, test } from 'vitest';
import { buildEnvironment } from '../../../src/main/system/build.ts';

test('a build gets no secrets, and the Node of the project first', () => {
  const environment = buildEnvironment({
    PATH: '/usr/bin',
    HOME: '/home/ada',
    SLIPWAY_TOKEN: 'canary',
    SLIPWAY_VAULT_PASSPHRASE: 'canary',
    SLIPWAY_SECRET_WAREHOUSE_KEY: 'canary',
  });
  const { PATH, ...others } = environment;
  expect(others).toEqual({ HOME: '/home/ada' });
  expect(PATH?.split(delimiter)).toEqual([expect.stringMatching(/node_modules[\\/]\.bin$/), '/usr/bin']);
});
