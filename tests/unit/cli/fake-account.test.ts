import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { startFakeAccount } from '../../../src/main/cli/demo/fake-account.ts';
import { temporaryDirectory } from '../../support/temporary.ts';

const secrets = () => Object.keys(process.env).filter(name => name.startsWith('SLIPWAY_SECRET_FAKE'));

test('where the server is not installed, that is what is said', async () => {
  await expect(startFakeAccount(join(temporaryDirectory(), 'child.ts'))).rejects.toMatchObject({
    code: 'unavailable',
    message: expect.stringContaining('not part of the installed Slipway'),
    details: { hint: expect.stringContaining('without --engine') },
  });
  expect(secrets()).toEqual([]);
});

test('a server that does not start says why, and leaves no key behind', async () => {
  const program = join(temporaryDirectory(), 'child.mjs');
  writeFileSync(program, "throw new Error('no port is free')");
  await expect(startFakeAccount(program)).rejects.toMatchObject({
    code: 'unavailable',
    message: expect.stringContaining('no port is free'),
  });
  expect(secrets()).toEqual([]);
});

test('its key is there for this process as long as the account is, and for no child of it', async () => {
  const program = join(temporaryDirectory(), 'child.mjs');
  writeFileSync(
    program,
    `process.once('message', options => {
      const seen = Object.keys(process.env).filter(name => name.startsWith('SLIPWAY_SECRET_')).length;
      const told = JSON.stringify(options).includes('PRIVATE KEY');
      process.send({ url: 'http://127.0.0.1:1', account: 'ACCOUNT_' + seen + '_' + told });
    });
    process.once('disconnect', () => process.exit(0));`,
  );
  process.env['SLIPWAY_SECRET_OTHER'] = 'of somebody else';
  try {
    const account = await startFakeAccount(program);
    expect(account.connection).toMatchObject({ account: 'ACCOUNT_0_false', authenticator: 'key_pair' });
    const [name = '', ...more] = secrets();
    expect(more).toEqual([]);
    expect(process.env[name]).toContain('BEGIN PRIVATE KEY');
    await account.close();
    expect(secrets()).toEqual([]);
  } finally {
    delete process.env['SLIPWAY_SECRET_OTHER'];
  }
});
