import assert from 'node:assert/strict';
import { createPrivateKey, generateKeyPairSync } from 'node:crypto';
import { casesOf } from '../case.ts';
import { fails, textOf } from '../trial.ts';

/** A port of this machine that nobody listens on. */
const nowhere = '127.0.0.1:1';

export const signingIn = casesOf('signing in', {
  'every stage of the test passes': async ({ executor, session }) => {
    const stages = await executor.test(session);
    assert.deepEqual(
      stages.map(({ stage, state }) => [stage, state]),
      ['reach', 'sign_in', 'role', 'warehouse', 'database', 'privileges'].map(stage => [stage, 'ok']),
      JSON.stringify(stages),
    );
  },
  'a session stands in its database and schema': async trial => {
    const { database, schema } = trial.session;
    assert.deepEqual(await trial.row('SELECT CURRENT_DATABASE(), CURRENT_SCHEMA()'), [database, schema]);
  },
  'a session has its role and its warehouse': [
    ['roles'],
    async trial => {
      const { role, warehouse } = trial.session;
      assert.deepEqual(await trial.row('SELECT CURRENT_ROLE(), CURRENT_WAREHOUSE()'), [role, warehouse]);
    },
  ],
  'other roles of the user do not count': [
    ['roles'],
    async trial => {
      const [roles] = await trial.row('SELECT CURRENT_SECONDARY_ROLES()');
      assert.deepEqual(JSON.parse(textOf(roles)), { roles: '', value: '' });
    },
  ],
  'a private key with a passphrase signs in': [
    ['key pair'],
    async ({ account, executors, session }) => {
      const passphrase = 'correct horse battery staple';
      const key = createPrivateKey(account.secrets[account.definition.secret ?? ''] ?? '');
      const encrypted = key.export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase });
      await executors.secret('encrypted_key', String(encrypted));
      await executors.secret('its_passphrase', passphrase);
      const executor = executors.connect({ secret: 'encrypted_key', passphrase_secret: 'its_passphrase' });
      assert.equal((await executor.describe({ session, sql: 'SELECT 1 AS A' })).length, 1);
    },
  ],
  'the key of somebody else does not, and is not told': [
    ['key pair'],
    async ({ executors, session }) => {
      const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 });
      const pem = String(privateKey.export({ type: 'pkcs8', format: 'pem' }));
      await executors.secret('foreign_key', pem);
      const executor = executors.connect({ secret: 'foreign_key' });
      const failure = await fails(executor.describe({ session, sql: 'SELECT 1 AS A' }), 'sign_in_failed');
      const told = JSON.stringify([failure, executors.log]);
      const [, middle = ''] = pem.split('\n');
      assert(!told.includes(middle), 'A line of the key is in the failure or the log');
      assert(!/eyJ[\w-]+\.[\w-]+\.[\w-]+/.test(told), 'A token is in the failure or the log');
    },
  ],
  'a secret that is not set is named': async ({ executors, session }) => {
    const executor = executors.connect({ secret: 'nobody_set_it' });
    const failure = await fails(executor.describe({ session, sql: 'SELECT 1 AS A' }), 'secret_missing');
    assert.match(failure.message, /nobody_set_it/);
  },
  'nothing is sent to a host that nobody trusts': async ({ executors, session }) => {
    const executor = executors.connect({ access_url: `http://${nowhere}` }, []);
    const failure = await fails(executor.describe({ session, sql: 'SELECT 1 AS A' }), 'host_not_trusted');
    assert.match(failure.message, /127\.0\.0\.1:1/);
  },
  'an account that cannot be reached is no refusal': async ({ executors, session }) => {
    const network = { sign_in_timeout: '1s' };
    const executor = executors.connect({ access_url: `http://${nowhere}`, network }, [nowhere]);
    const failure = await fails(executor.describe({ session, sql: 'SELECT 1 AS A' }), 'network');
    assert(failure.retryable, 'It may be reached later');
  },
  'a role that is not there': [
    ['roles'],
    async ({ executor, session }) => {
      const elsewhere = { ...session, role: 'NO_SUCH_ROLE_ANYWHERE' };
      await fails(executor.describe({ session: elsewhere, sql: 'SELECT 1 AS A' }), 'role_missing');
    },
  ],
  'a warehouse that is not there': [
    ['roles'],
    async ({ executor, session }) => {
      const elsewhere = { ...session, warehouse: 'NO_SUCH_WAREHOUSE_ANYWHERE' };
      await fails(executor.describe({ session: elsewhere, sql: 'SELECT 1 AS A' }), 'warehouse_missing');
    },
  ],
  'a test tells which stage failed and skips the rest': async ({ executor, session }) => {
    const stages = await executor.test({ ...session, database: 'NO_SUCH_DATABASE_ANYWHERE' });
    const states = stages.map(({ stage, state }) => [stage, state]);
    assert.deepEqual(states.slice(-2), [
      ['database', 'failed'],
      ['privileges', 'skipped'],
    ]);
  },
});
