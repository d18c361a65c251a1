import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Client } from '../../../src/shared/contract/index.ts';
import { addModel } from '../../support/shop.ts';
import type { Hold } from '../../support/snowflake-server/faults.ts';
import { createKeyPair } from '../../support/snowflake-server/keys.ts';
import { type SnowflakeServer, startSnowflakeServer } from '../../support/snowflake-server/server.ts';
import { newWorkspace, type Started, type Workspace } from '../cli/support.ts';

/**
 * The promise from end to end: `slipway serve`, its executor and the driver in processes of their own, which are killed, and
 * an account that keeps its own record of what was submitted. What a dead host finds at every point of a build is in
 * snowflake-crash.test.ts, against a scripted warehouse.
 */

const keys = createKeyPair();
const build = 'CREATE OR REPLACE TABLE "ANALYTICS"."MARTS"."TOTALS"';
const removal = 'DROP VIEW';

interface Serving {
  client: Client;
  process: Started['child'];
  kill(): Promise<void>;
}

interface Scene {
  server: SnowflakeServer;
  workspace: Workspace;
  /** The host that serves the workspace now. */
  host: Serving;
}

async function serve(workspace: Workspace): Promise<Serving> {
  const started = workspace.start(['serve', '--no-build'], {
    env: { SLIPWAY_SECRET_SVC_KEY: keys.privateKey },
  });
  await started.line(/^http/, 'stdout');
  return {
    client: await workspace.attach(),
    process: started.child,
    async kill() {
      started.child.kill('SIGKILL');
      await started.ended;
    },
  };
}

/** An account with a table of orders, and a host with a job that builds their total. */
async function scene(): Promise<Scene> {
  const server = await startSnowflakeServer({
    users: [
      {
        name: 'SVC',
        type: 'service',
        publicKeys: [keys.publicKey],
        roles: ['TRANSFORMER'],
        defaultRole: 'TRANSFORMER',
      },
    ],
    setup: [
      'create table RAW.SHOP.ORDERS (id number, amount number(10,2))',
      'insert into RAW.SHOP.ORDERS values (1, 10.5), (2, 20), (3, 30)',
      'grant select on table RAW.SHOP.ORDERS to role TRANSFORMER',
    ],
    answerWithinMs: 500,
  });
  onTestFinished(() => server.close());
  const workspace = newWorkspace();
  const host = await serve(workspace);
  const { client } = host;
  await client.environments.create({
    definition: {
      name: 'wh',
      connection: {
        name: 'account',
        engine: 'snowflake',
        account: server.account,
        user: 'SVC',
        authenticator: 'key_pair',
        secret: 'svc-key',
        access_url: server.url,
      },
      role: 'TRANSFORMER',
      warehouse: 'COMPUTE_WH',
      database: 'ANALYTICS',
      schema: 'MARTS',
    },
  });
  await client.connections.trust({ connection: 'account', hosts: [new URL(server.url).host] });
  await addModel(client, 'totals', 'select count(*) as orders, sum(amount) as amount from RAW.SHOP.ORDERS');
  await client.jobs.create({
    definition: {
      name: 'totals',
      kind: 'model',
      environment: 'wh',
      model: 'totals',
      tag: 'v1',
      target: { table: 'totals' },
      materialization: { type: 'table' },
    },
  });
  return { server, workspace, host };
}

/** Starts the job; resolves when the account holds its build, and the host has written down its query id. */
async function startHeld({ host: { client } }: Scene, hold: Hold) {
  const { id } = await client.jobs.run({ job: 'totals', cause: '' });
  const statement = await hold.held();
  for await (const _ of await client.events.subscribe({})) {
    const { query_ids } = await client.runs.get({ run: id });
    if (query_ids.includes(statement.id)) break;
  }
  return { run: id, statement };
}

async function ended(client: Client, run: number) {
  for await (const update of await client.runs.follow({ run })) if (update.type === 'ended') break;
  return await client.runs.get({ run });
}

/** Resolves with the next request about a statement. */
function asked(server: SnowflakeServer, id: string): Promise<void> {
  const before = server.log.requests.length;
  return server.log.until(log => log.requests.slice(before).some(({ path }) => path.includes(id)));
}

/** The same, in a session that is not there yet: by whoever comes after those that are there now. */
function askedAnew(server: SnowflakeServer, id: string): Promise<void> {
  const old = new Set(server.sessions.all.map(session => session.id));
  return server.log.until(log =>
    log.requests.some(
      ({ path, sessionId }) => path.includes(id) && sessionId !== null && !old.has(sessionId),
    ),
  );
}

async function expectBuiltOnce({ server }: Scene, client: Client, run: number, id: string): Promise<void> {
  const done = await ended(client, run);
  expect(done).toMatchObject({ state: 'completed', attempts: 1, rows_affected: 1, failures: [] });
  expect(done.steps.filter(step => step.state !== 'completed')).toEqual([]);
  expect(done.query_ids).toContain(id);
  expect(server.log.submitted(build).map(({ queryId }) => queryId)).toEqual([id]);
  expect(await server.sql('select orders, amount from ANALYTICS.MARTS.TOTALS')).toEqual([['3', '60.50']]);
  expect(server.log.violations).toEqual([]);
}

/** The process of a host's Snowflake executor. */
function executorOf({ process: { pid } }: Serving): number {
  for (const name of readdirSync('/proc').filter(each => /^\d+$/.test(each))) {
    try {
      const parent = /^PPid:\s+(\d+)$/m.exec(readFileSync(`/proc/${name}/status`, 'utf8'))?.[1];
      const command = readFileSync(`/proc/${name}/cmdline`, 'utf8');
      if (parent === String(pid) && command.includes('executors/snowflake/main')) return Number(name);
    } catch {
      // It ended just now.
    }
  }
  throw new Error(`host ${pid} has no executor`);
}

function isThere(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

// Only Linux tells which processes belong to which.
const isLinux = process.platform === 'linux';

/** `start`: nothing of the build has happened; `end`: all of it has, and nobody was told. */
describe.each(['start', 'end'] as const)('killed while a build is held at its %s', at => {
  test.skipIf(!isLinux)('the executor: the next one finds the statement, and the run completes', async () => {
    const all = await scene();
    const { server, host } = all;
    const hold = server.faults.hold({ sql: build, at });
    const { run, statement } = await startHeld(all, hold);
    const executor = executorOf(host);
    const again = askedAnew(server, statement.id);
    process.kill(executor, 'SIGKILL');
    await again;
    expect(executorOf(host)).not.toBe(executor);
    expect((await host.client.runs.get({ run })).state).toBe('running');
    hold.release();
    await expectBuiltOnce(all, host.client, run, statement.id);
  });

  test('the host: the next one finds the statement still at work, and the run completes', async () => {
    const all = await scene();
    const { server, workspace, host } = all;
    const hold = server.faults.hold({ sql: build, at });
    const { run, statement } = await startHeld(all, hold);
    await host.kill();
    const again = askedAnew(server, statement.id);
    const next = await serve(workspace);
    await again;
    expect((await next.client.runs.get({ run })).state).toBe('running');
    hold.release();
    await expectBuiltOnce(all, next.client, run, statement.id);
  });
});

test('a host that dies before it was told the id of its build: the next one finds that by its tag', {
  timeout: 240_000,
}, async () => {
  const all = await scene();
  const { server, workspace, host } = all;
  // Whoever describes the query is about to send the build. Its own request is over by then: the rest comes by another way.
  const describing = server.faults.hold({ sql: /^select count/ });
  const building = server.faults.hold({ sql: build });
  const { id: run } = await host.client.jobs.run({ job: 'totals', cause: '' });
  await server.log.until(log =>
    log.requests.some(({ sql, code }) => sql?.startsWith('select count') === true && code === '333333'),
  );
  server.faults.request({ how: 'hang' }, { path: '/queries/v1/query-request', after: true, times: 1 });
  describing.release();
  const statement = await building.held();
  const { query_ids, steps } = await host.client.runs.get({ run });
  expect(steps.at(-1)).toMatchObject({ name: 'build', state: 'running' });
  expect(query_ids).not.toContain(statement.id);
  expect(server.log.requests.find(({ sql }) => sql?.startsWith(build))).toMatchObject({ status: null });
  await host.kill();
  const next = await serve(workspace);
  building.release();
  const done = await ended(next.client, run);
  expect(done).toMatchObject({ state: 'completed', attempts: 1, rows_affected: 1, failures: [] });
  expect(server.log.submitted(build).map(({ queryId }) => queryId)).toEqual([statement.id]);
  expect(server.log.violations).toEqual([]);
});

test.skipIf(!isLinux)(
  'a host that is killed takes its executor with it; what ended meanwhile is found',
  async () => {
    const all = await scene();
    const { server, workspace, host } = all;
    const hold = server.faults.hold({ sql: build });
    const { run, statement } = await startHeld(all, hold);
    const executor = executorOf(host);
    await host.kill();
    hold.release();
    await statement.done;
    await expect.poll(() => isThere(executor)).toBe(false);
    const next = await serve(workspace);
    await expectBuiltOnce(all, next.client, run, statement.id);
  },
);

test.skipIf(!isLinux)(
  'killed again and again, host and executor in turn: one submission',
  { timeout: 240_000 },
  async () => {
    const all = await scene();
    const { server, workspace } = all;
    let { host } = all;
    const hold = server.faults.hold({ sql: build });
    const { run, statement } = await startHeld(all, hold);
    for (let round = 0; round < 2; round++) {
      const afterExecutor = askedAnew(server, statement.id);
      process.kill(executorOf(host), 'SIGKILL');
      await afterExecutor;
      await host.kill();
      const afterHost = askedAnew(server, statement.id);
      host = await serve(workspace);
      await afterHost;
    }
    hold.release();
    await expectBuiltOnce(all, host.client, run, statement.id);
  },
);

describe('cancelling', () => {
  async function expectCancelled({ server }: Scene, client: Client, run: number, id: string): Promise<void> {
    expect(await ended(client, run)).toMatchObject({ state: 'cancelled', attempts: 1 });
    const stopped = server.log.cancellations.filter(({ found }) => found === 'running');
    expect(stopped.map(({ queryId }) => queryId)).toEqual([id]);
    expect(server.log.submitted(build)).toHaveLength(1);
    expect(server.log.submitted(removal)).toEqual([]);
    await expect(server.sql('select * from ANALYTICS.MARTS.TOTALS')).rejects.toThrow('does not exist');
    expect(server.log.violations).toEqual([]);
  }

  test('is over once the account has confirmed it, not before', async () => {
    const all = await scene();
    const { server, host } = all;
    const { run, statement } = await startHeld(all, server.faults.hold({ sql: build }));
    // The account does not take either of the ways to stop it.
    const away = server.faults.request({ how: 'status', status: 503 }, { path: 'abort' });
    const late = server.faults.hold({ sql: 'SYSTEM$CANCEL_QUERY' });
    const first = server.log.until(log => log.requests.some(({ path }) => path.includes('abort')));
    const { state } = await host.client.runs.cancel({ run });
    expect(state).toBe('pending_cancellation');
    await first;
    expect((await host.client.runs.get({ run })).state).toBe('pending_cancellation');
    expect(statement.running).toBe(true);
    away.clear();
    late.release();
    await expectCancelled(all, host.client, run, statement.id);
  });

  test('reaches a statement that another host submitted', async () => {
    const all = await scene();
    const { server, workspace, host } = all;
    const { run, statement } = await startHeld(all, server.faults.hold({ sql: build }));
    await host.kill();
    const again = askedAnew(server, statement.id);
    const next = await serve(workspace);
    await again;
    await next.client.runs.cancel({ run });
    await expectCancelled(all, next.client, run, statement.id);
  });

  test('that was asked for before the host was killed is carried out by the next one', async () => {
    const all = await scene();
    const { server, workspace, host } = all;
    const { run, statement } = await startHeld(all, server.faults.hold({ sql: build }));
    const away = server.faults.request({ how: 'cut' });
    await host.client.runs.cancel({ run });
    await host.kill();
    away.clear();
    const next = await serve(workspace);
    await expectCancelled(all, next.client, run, statement.id);
  });

  test('that comes when the effect is there already changes nothing: the run says what happened', async () => {
    const all = await scene();
    const { server, host } = all;
    const hold = server.faults.hold({ sql: build });
    const { run, statement } = await startHeld(all, hold);
    const away = server.faults.request({ how: 'cut' });
    await host.client.runs.cancel({ run });
    hold.release();
    await statement.done;
    away.clear();
    await expectBuiltOnce(all, host.client, run, statement.id);
  });
});

describe('an account that is away for a while', () => {
  test.each([
    ['answers with 503', { how: 'status', status: 503 }],
    ['cuts every connection', { how: 'cut' }],
    ['answers with a page to sign in', { how: 'html' }],
  ] as const)('and %s: the run waits and completes', async (_, how) => {
    const all = await scene();
    const { server, host } = all;
    const hold = server.faults.hold({ sql: build });
    const { run, statement } = await startHeld(all, hold);
    const away = server.faults.request(how);
    const refused = (count: number) => {
      const before = server.log.requests.length;
      return server.log.until(log => log.requests.length >= before + count);
    };
    await refused(3);
    hold.release();
    await statement.done;
    await refused(2);
    expect((await host.client.runs.get({ run })).state).toBe('running');
    away.clear();
    await expectBuiltOnce(all, host.client, run, statement.id);
  });

  test.each(['session', 'master'] as const)(
    'and forgot the %s token meanwhile: the run completes',
    async what => {
      const all = await scene();
      const { server, host } = all;
      const hold = server.faults.hold({ sql: build });
      const { run, statement } = await startHeld(all, hold);
      server.sessions.expire(what);
      const again = asked(server, statement.id);
      await again;
      hold.release();
      await expectBuiltOnce(all, host.client, run, statement.id);
    },
  );
});
