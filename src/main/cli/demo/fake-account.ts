import { fork } from 'node:child_process';
import { generateKeyPair, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { ConnectionDefinition } from '../../../shared/contract/connections.ts';
import { SlipwayError } from '../../../shared/domain/errors.ts';
import { secretVariable, withoutSecrets } from '../../../shared/domain/secrets.ts';
import { root } from '../../system/places.ts';

/** A server on this machine that speaks Snowflake's protocol. It is no Snowflake. */
export interface FakeAccount {
  url: string;
  connection: ConnectionDefinition;
  role: string;
  warehouse: string;
  /** How many statements it took on so far, each counted once. */
  statements(): Promise<number>;
  close(): Promise<void>;
}

/** With the tests: it proves them, and is no part of what people install. */
const serverProgram = join(root, 'tests/support/snowflake-server/child.ts');
const user = 'SLIPWAY_DEMO';
const role = 'TRANSFORMER';
const warehouse = 'DEMO_WH';

/**
 * Starts the account, with one service user that signs in by a key pair made here. The private key is in an environment
 * variable of this process, under a name of its own, until `close`: no keychain, no vault and no file gets to see it.
 */
export async function startFakeAccount(program = serverProgram): Promise<FakeAccount> {
  if (!existsSync(program)) {
    throw new SlipwayError(
      'unavailable',
      "The fake Snowflake account is not part of the installed Slipway: it comes with Slipway's source, in tests/support/snowflake-server",
      {
        hint: 'Run the demo without --engine, or with --engine snowflake-fake from a checkout of the source',
      },
    );
  }
  const keys = await promisify(generateKeyPair)('rsa', {
    modulusLength: 2_048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  const server = await startServer(program, {
    account: 'SLIPWAY-FAKE',
    roles: { [role]: { grants: ['CREATE DATABASE ON ACCOUNT', `USAGE ON WAREHOUSE ${warehouse}`] } },
    warehouses: { [warehouse]: {} },
    users: [{ name: user, type: 'service', roles: [role], defaultRole: role, publicKeys: [keys.publicKey] }],
  });
  const { address } = server;
  const secret = `fake-account-${randomUUID().slice(0, 8)}`;
  process.env[secretVariable(secret)] = keys.privateKey;
  return {
    url: address.url,
    connection: {
      name: 'fake_account',
      engine: 'snowflake',
      description: 'A fake Snowflake account for the demo, which ended with it',
      account: address.account,
      user,
      authenticator: 'key_pair',
      secret,
      access_url: address.url,
    },
    role,
    warehouse,
    async statements() {
      const response = await fetch(`${address.url}/__fake/log`);
      const { submissions } = (await response.json()) as { submissions: unknown[] };
      return submissions.length;
    },
    async close() {
      delete process.env[secretVariable(secret)];
      await server.close();
    },
  };
}

interface Address {
  url: string;
  account: string;
}

async function startServer(
  program: string,
  options: object,
): Promise<{ address: Address; close(): Promise<void> }> {
  const child = fork(program, [], {
    execArgv: [],
    env: withoutSecrets(process.env),
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  let said = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (said = (said + text).slice(-2_000)));
  // Not "close": that does not come where this side closes the channel.
  const ended = once(child, 'exit');
  child.send(options);
  const started = await Promise.race([once(child, 'message'), ended.then(() => undefined)]);
  if (started === undefined) {
    throw new SlipwayError('unavailable', `The fake Snowflake account did not start: ${said.trim()}`);
  }
  return {
    address: started[0] as Address,
    async close() {
      if (child.connected) child.disconnect();
      await ended;
    },
  };
}
