import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { type Engine, openEngine } from '../../../src/main/engine/engine.ts';
import type { Materialization } from '../../../src/shared/contract/materialization.ts';
import { ada, addModel, ended, engineOptions } from '../../support/engine.ts';
import { createKeyPair } from '../../support/snowflake-server/keys.ts';
import { type SnowflakeServer, startSnowflakeServer } from '../../support/snowflake-server/server.ts';
import { temporaryDirectory } from '../../support/temporary.ts';

/** Everything for real but the account: the engine, the executor in its process, Snowflake's own driver. */
const keys = createKeyPair();

async function account(): Promise<SnowflakeServer> {
  const server = await startSnowflakeServer({
    users: [
      {
        name: 'SLIPWAY',
        type: 'service',
        roles: ['TRANSFORMER', 'READER', 'OUTSIDER'],
        defaultRole: 'TRANSFORMER',
        publicKeys: [keys.publicKey],
      },
    ],
    setup: [
      'create table RAW.SHOP.ORDERS (id number, amount number(10,2))',
      'insert into RAW.SHOP.ORDERS values (1, 10.5), (2, 20), (3, 30)',
    ],
  });
  onTestFinished(async () => {
    expect(server.log.violations).toEqual([]);
    await server.close();
  });
  return server;
}

async function open(directory: string): Promise<Engine> {
  const options = engineOptions(directory);
  await options.secrets.set('account', keys.privateKey);
  const engine = await openEngine(options);
  onTestFinished(() => engine.close());
  return engine;
}

/** An environment `wh` of a role, and a model `totals` of the orders, published as v1 and v2. */
async function prepare(engine: Engine, server: SnowflakeServer, role = 'TRANSFORMER'): Promise<void> {
  await engine.environments.apply(ada, {
    name: 'wh',
    connection: {
      name: 'account',
      engine: 'snowflake',
      account: server.account,
      user: 'SLIPWAY',
      authenticator: 'key_pair',
      access_url: server.url,
    },
    role,
    warehouse: 'COMPUTE_WH',
    database: 'ANALYTICS',
    schema: 'MARTS',
  });
  await engine.connections.trust(ada, 'account', [new URL(server.url).host]);
  const sql = 'select count(*) as n, sum(amount) as total from RAW.SHOP.ORDERS';
  await addModel(engine, 'totals', sql, `${sql} where amount > 15`);
}

async function job(engine: Engine, materialization: Materialization, schema = 'MARTS', tag = 'v1') {
  await engine.jobs.apply(ada, {
    definition: {
      name: 'j',
      kind: 'model',
      environment: 'wh',
      model: 'totals',
      tag,
      target: { schema, table: 'totals' },
      materialization,
    },
    message: '',
    publish: true,
    confirm_shared_target: false,
  });
}

async function run(engine: Engine) {
  const { id } = await engine.runs.dispatch(ada, { job: 'j', cause: '', variables: {} });
  await ended(engine, id);
  return engine.runs.get(id);
}

const builds = /^CREATE OR REPLACE/;

test('a model is built in an account: schema, table, its rows, what it is clustered by and said of it', async () => {
  const server = await account();
  const engine = await open(temporaryDirectory());
  await prepare(engine, server);
  const settings = { cluster_by: ['N'], comment: "it's all of them", transient: true };
  await job(engine, { type: 'table', ...settings }, 'FRESH');
  const built = await run(engine);
  expect(built.failures).toEqual([]);
  expect(built).toMatchObject({ state: 'completed', rows_affected: 1 });
  expect(built.steps.map(step => step.name)).toEqual(['compile', 'sources', 'prepare', 'build', 'describe']);
  expect(built.frozen.columns.map(column => column.name)).toEqual(['N', 'TOTAL']);
  expect(await server.sql('select n, total from ANALYTICS.FRESH.TOTALS')).toEqual([['3', '60.50']]);
  const [entry] = await engine.catalog.relations({ environment: 'wh', search: 'FRESH.TOTALS' });
  expect(entry).toMatchObject({ type: 'table', rows: 1, comment: "it's all of them" });
  expect(Date.parse(entry?.last_altered_at ?? '')).toBeGreaterThan(0);

  const [submission, ...more] = server.log.submitted(builds);
  expect(more).toEqual([]);
  expect(built.query_ids.at(-1)).toBe(submission?.queryId);
  expect(JSON.parse(submission?.queryTag ?? '')).toMatchObject({
    app: 'slipway',
    job: 'j',
    run: built.id,
    attempt: 1,
    step: 'build',
  });
  const preview = await engine.queries.run({
    sql: 'select id from RAW.SHOP.ORDERS order by id',
    environment: 'wh',
    variables: {},
    limit: 2,
  });
  expect(preview).toMatchObject({ engine: 'snowflake', warnings: [], rows: [[1], [2]], truncated: true });
});

test('a run that the account says nothing about says so, and that it answers again', async () => {
  const server = await account();
  const engine = await open(temporaryDirectory());
  await prepare(engine, server);
  await job(engine, { type: 'table' });
  const hold = server.faults.hold({ sql: 'CREATE OR REPLACE' });
  const { id } = await engine.runs.dispatch(ada, { job: 'j', cause: '', variables: {} });
  await hold.held();
  const busy = server.faults.request({ how: 'status', status: 503 });
  const lines = () =>
    engine.runs.logs({ run: id, level: 'info', limit: 100 }).lines.map(line => line.message);
  await server.log.until(() => lines().some(line => line.includes('HTTP 503')));
  expect(lines().at(-1)).toMatch(
    /^The warehouse cannot be asked how "build" is: .* HTTP 503\. Asking again until it answers$/,
  );
  busy.clear();
  hold.release();
  await ended(engine, id);
  expect(lines()).toContain('The warehouse answers again');
  expect(engine.runs.get(id).state).toBe('completed');
});

test('a view becomes a table and a table a view, and who could read it still can', async () => {
  const server = await account();
  const engine = await open(temporaryDirectory());
  await prepare(engine, server);
  await job(engine, { type: 'view' });
  expect((await run(engine)).failures).toEqual([]);
  await server.sql('grant select on view ANALYTICS.MARTS.TOTALS to role READER');
  for (const type of ['table', 'view'] as const) {
    await job(engine, { type });
    const built = await run(engine);
    expect(built.failures).toEqual([]);
    expect(built.steps.map(step => step.name)).toEqual([
      'compile',
      'sources',
      'shadow',
      'publish',
      'cleanup',
      'describe',
    ]);
    expect(await server.sql('show objects in schema ANALYTICS.MARTS')).toHaveLength(1);
    const [entry] = await engine.catalog.relations({ environment: 'wh', search: 'MARTS.TOTALS' });
    expect(entry?.type).toBe(type);
    const grants = await server.sql(`show grants on ${type} ANALYTICS.MARTS.TOTALS`);
    expect(grants.some(row => row.includes('SELECT') && row.includes('READER'))).toBe(true);
  }
});

test('a role that lacks rights is told which, before anything is written', async () => {
  const server = await account();
  const engine = await open(temporaryDirectory());
  await prepare(engine, server, 'READER');
  await server.sql('create table RAW.PUBLIC.HIDDEN (n number)');
  await engine.models.saveDraft({ model: 'totals', sql: 'select n from RAW.PUBLIC.HIDDEN' });
  await engine.versions.publish(ada, { model: 'totals', message: '', tag: 'v3' });
  await job(engine, { type: 'table' }, 'MARTS', 'v3');
  const { failures } = await run(engine);
  expect(failures).toMatchObject([
    {
      code: 'privilege_missing',
      step: 'sources',
      message:
        'Role READER lacks SELECT on table RAW.PUBLIC.HIDDEN, CREATE TABLE on schema ANALYTICS.MARTS: nothing was written',
    },
  ]);
  expect(failures[0]?.hint).toContain('GRANT SELECT ON TABLE RAW.PUBLIC.HIDDEN TO ROLE');
  expect(server.log.submitted(builds)).toEqual([]);
  const plan = await engine.promotions.plan(ada, { model: 'totals', environment: 'wh', tag: 'v1' });
  expect(plan.privileges_missing).toMatchObject([
    { privilege: 'CREATE TABLE', on: 'schema ANALYTICS.MARTS' },
  ]);
});

test('a host killed in the middle of a build: the next one goes on with that build, which was submitted once', async () => {
  const server = await account();
  const directory = temporaryDirectory();
  const first = await open(directory);
  await prepare(first, server);
  await job(first, { type: 'table' });
  await first.close();

  const hold = server.faults.hold({ sql: builds });
  const program = join(import.meta.dirname, '../../support/snowflake-host.ts');
  const host = fork(program, [directory, 'j', 'account', keys.privateKey], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const [id] = (await once(host, 'message')) as [number];
  const statement = await hold.held();
  const gone = once(host, 'exit');
  host.kill('SIGKILL');
  expect(await gone).toEqual([null, 'SIGKILL']);

  const engine = await open(directory);
  expect(engine.runs.get(id).state).toBe('running');
  hold.release();
  expect(await ended(engine, id)).toBe('completed');
  const run = engine.runs.get(id);
  expect(run.failures).toEqual([]);
  expect(run.query_ids).toEqual([statement.id]);
  expect(run.steps.find(step => step.name === 'build')?.message).toBe(
    'had taken effect when the engine stopped',
  );
  expect(server.log.submitted(builds)).toHaveLength(1);
  expect(server.log.cancellations).toEqual([]);
  expect(await server.sql('select n from ANALYTICS.MARTS.TOTALS')).toEqual([['3']]);
});

test('a run is sent to no host that nobody trusts, and runs once somebody does', async () => {
  const server = await account();
  const engine = await open(temporaryDirectory());
  await prepare(engine, server);
  await job(engine, { type: 'table' });
  const { definition } = await engine.connections.get('account');
  const host = `localhost:${new URL(server.url).port}`;
  await engine.connections.apply(ada, { ...definition, access_url: `http://${host}` } as typeof definition);
  const refused = await run(engine);
  expect(refused.state).toBe('failed');
  expect(refused.failures).toMatchObject([
    {
      code: 'host_not_trusted',
      message: `"account" would send what signs in to "${host}", which nobody here has said to trust`,
      hint: `If you know this host: slipway connection trust account ${host}`,
    },
  ]);
  expect(server.log.requests).toEqual([]);
  await engine.connections.trust(ada, 'account', [host]);
  expect(await run(engine)).toMatchObject({ state: 'completed' });
});
