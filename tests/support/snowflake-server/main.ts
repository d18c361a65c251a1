import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { stringify } from 'yaml';
import { createKeyPair } from './keys.ts';
import type { UserScript } from './options.ts';
import { loadSample, sampleOptions, sampleRole } from './sample.ts';
import { startSnowflakeServer } from './server.ts';

/** `npm run snowflake:fake [-- --port N] [--sample]`: the test server for hands. Everything in it ends with it. */
const { values } = parseArgs({
  options: { port: { type: 'string', default: '0' }, sample: { type: 'boolean', default: false } },
});
const port = Number(values.port);
if (!Number.isInteger(port) || port < 0 || port > 65_535) {
  console.error('--port must be a number from 0 to 65535; 0 stands for any free one');
  process.exit(2);
}

const directory = mkdtempSync(join(tmpdir(), 'slipway-snowflake-'));
const keyFile = join(directory, 'key.p8');
const { privateKey, publicKey } = createKeyPair();
writeFileSync(keyFile, privateKey, { mode: 0o600 });
const accessToken = `fake-${randomBytes(18).toString('base64url')}`;
const clientSecret = `fake-${randomBytes(18).toString('base64url')}`;
const secrets = { accessToken, clientSecret, password: 'fake password' };

const service: UserScript = {
  name: 'SLIPWAY',
  type: 'service',
  roles: [sampleRole],
  defaultRole: sampleRole,
  defaultWarehouse: 'COMPUTE_WH',
  publicKeys: [publicKey],
  accessTokens: [{ token: secrets.accessToken }],
  oauthClients: [{ id: 'slipway', secret: secrets.clientSecret }],
};
const person: UserScript = {
  name: 'ANALYST',
  roles: [sampleRole],
  defaultRole: sampleRole,
  defaultWarehouse: 'COMPUTE_WH',
  password: secrets.password,
  mfa: { push: 'approve', passcode: '123456' },
};

const server = await startSnowflakeServer({
  port,
  users: [service, person],
  ...(values.sample
    ? sampleOptions()
    : {
        setup: [
          'create table RAW.SHOP.ORDERS (ID number, CUSTOMER varchar, AMOUNT number(10, 2), ORDERED_AT timestamp_ntz)',
          `insert into RAW.SHOP.ORDERS values (1, 'Ada', 12.50, '2026-03-01 09:30:00'), (2, 'Grace', 99.00, '2026-03-02 17:05:00')`,
        ],
      }),
}).catch((cause: unknown) => {
  rmSync(directory, { recursive: true, force: true });
  if ((cause as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw cause;
  console.error(`Port ${port} is taken: choose another with --port, or none to get a free one`);
  process.exit(1);
});
if (values.sample) {
  for (const { table, rows } of await loadSample(server)) {
    console.log(`loaded ${table}: ${rows.toLocaleString('en')} rows`);
  }
}
console.log(introduction());

process.once('SIGINT', () => void end());
process.once('SIGTERM', () => void end());

async function end(): Promise<void> {
  await server.close();
  rmSync(directory, { recursive: true, force: true });
}

function introduction(): string {
  const environment = {
    name: 'snowflake-fake',
    connection: {
      name: 'snowflake-fake',
      engine: 'snowflake',
      account: server.account,
      user: service.name,
      authenticator: 'programmatic_access_token',
      access_url: server.url,
    },
    role: sampleRole,
    warehouse: 'COMPUTE_WH',
    database: values.sample ? 'ANALYTICS_DEV' : 'ANALYTICS',
    schema: 'MARTS',
  };
  return `
A Snowflake for tests answers at ${server.url}. It keeps everything in memory; Ctrl-C ends it.

  account          ${server.account}
  user SLIPWAY     token          ${secrets.accessToken}
                   private key    ${keyFile}
                   OAuth client   slipway, secret ${secrets.clientSecret}
                   token address  ${server.url}/oauth/token-request
  user ANALYST     password       ${secrets.password}   (the second device approves; passcode 123456)
  log              ${server.url}/__fake/log
  faults           ${server.url}/__fake/faults   (tests/support/snowflake-server/README.md)

An environment that uses it, for \`slipway env apply --file fake.yaml\`; its token goes into the secret snowflake-fake
(\`slipway secret set snowflake-fake\`, or the variable SLIPWAY_SECRET_SNOWFLAKE_FAKE):

${stringify(environment).replaceAll(/^(?=.)/gm, '  ')}`;
}
