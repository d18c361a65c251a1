import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { type Engine, openEngine } from '../../../src/main/engine/engine.ts';
import { ada, engineOptions } from '../../support/engine.ts';
import { createKeyPair } from '../../support/snowflake-server/keys.ts';
import { type SnowflakeServer, startSnowflakeServer } from '../../support/snowflake-server/server.ts';
import { temporaryDirectory } from '../../support/temporary.ts';

const keys = createKeyPair();
const place = { connection: 'account', role: 'LOADER', warehouse: 'COMPUTE_WH' };

/** An account with a role that may create databases and one that may not, and an engine with a connection to it. */
async function scene(): Promise<{ server: SnowflakeServer; engine: Engine; directory: string }> {
  const user = { name: 'ADA', roles: ['LOADER', 'OUTSIDER'], publicKeys: [keys.publicKey] };
  const server = await startSnowflakeServer({
    users: [user],
    roles: {
      LOADER: { grants: ['CREATE DATABASE ON ACCOUNT', 'USAGE ON WAREHOUSE COMPUTE_WH'] },
      OUTSIDER: { grants: ['USAGE ON WAREHOUSE COMPUTE_WH'] },
    },
  });
  onTestFinished(() => server.close());
  const directory = temporaryDirectory();
  const options = engineOptions(directory);
  await options.secrets.set('account', keys.privateKey);
  const engine = await openEngine(options);
  onTestFinished(() => engine.close());
  await engine.connections.apply(ada, {
    name: 'account',
    engine: 'snowflake',
    account: server.account,
    user: 'ADA',
    authenticator: 'key_pair',
    access_url: server.url,
  });
  await engine.connections.trust(ada, 'account', [new URL(server.url).host]);
  return { server, engine, directory };
}

async function load(engine: Engine, into = place) {
  const steps = engine.sample.load(ada, into);
  for (;;) {
    const step = await steps.next();
    if (step.done) return step.value;
  }
}

test('a warehouse that reads no files gets a share of the sample, and its environments', async () => {
  const { server, engine, directory } = await scene();
  const loaded = await load(engine);
  expect(loaded.tables).toEqual([
    { name: 'DATALAKE_PRD.RAW.FLIGHTS', rows: 6_000 },
    { name: 'DATALAKE_DEV.RAW.FLIGHTS', rows: 400 },
    { name: 'DATALAKE_PRD.RAW.AIRPORTS', rows: 3_376 },
    { name: 'DATALAKE_DEV.RAW.AIRPORTS', rows: 3_376 },
  ]);
  const counted = await server.sql(
    'select count(*), count(distinct origin), min(date)::date, max(date)::date from DATALAKE_PRD.RAW.FLIGHTS',
  );
  expect(counted).toEqual([['6000', expect.stringMatching(/^\d{3}$/), '11323', '11504']]);
  // Nothing of it went to the embedded warehouse.
  expect(readdirSync(join(directory, 'warehouse')).filter(name => name.startsWith('DATALAKE'))).toEqual([]);
  expect(engine.environments.list()).toMatchObject(
    ['dev', 'test', 'prod'].map(name => ({
      name,
      connection: 'account',
      engine: 'snowflake',
      role: 'LOADER',
      warehouse: 'COMPUTE_WH',
      description: '',
    })),
  );
  expect((await engine.connections.list()).map(({ name }) => name)).toEqual(['account']);
  expect(server.log.violations).toEqual([]);

  // Once more: the rows are what they were, not twice as many.
  await load(engine);
  expect(await server.sql('select count(*) from DATALAKE_DEV.RAW.FLIGHTS')).toEqual([['400']]);
});

test('tables that others have under its names are not replaced', async () => {
  const { server, engine } = await scene();
  for (const sql of [
    'create database DATALAKE_PRD',
    'create schema DATALAKE_PRD.RAW',
    'create table DATALAKE_PRD.RAW.FLIGHTS (n number)',
    'grant usage on database DATALAKE_PRD to role LOADER',
    'grant usage on schema DATALAKE_PRD.RAW to role LOADER',
    'grant select on table DATALAKE_PRD.RAW.FLIGHTS to role LOADER',
  ]) {
    await server.sql(sql);
  }
  await expect(load(engine)).rejects.toMatchObject({
    code: 'conflict',
    message: 'The warehouse has its own DATALAKE_PRD.RAW.FLIGHTS',
  });
  expect(await server.sql('select * from DATALAKE_PRD.RAW.FLIGHTS')).toEqual([]);
  expect(server.log.submitted(/^CREATE/)).toEqual([]);
  expect(engine.environments.list()).toEqual([]);
});

test('a role that may not create databases is told so, and nothing was added', async () => {
  const { engine } = await scene();
  await expect(load(engine, { ...place, role: 'OUTSIDER' })).rejects.toMatchObject({
    code: 'external',
    message: expect.stringMatching(/^The sample could not be loaded: .*privileges/),
  });
  expect(engine.environments.list()).toEqual([]);
  expect(engine.sample.status()).toMatchObject({ loaded: false });
});

test('a connection that is not there', async () => {
  const { engine } = await scene();
  await expect(load(engine, { ...place, connection: 'accuont' })).rejects.toMatchObject({
    code: 'not_found',
    details: { hint: 'Did you mean "account"?' },
  });
});
