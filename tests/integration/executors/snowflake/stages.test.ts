import { describe, expect, test } from 'vitest';
import type { Session } from '../../../../src/main/engine/ports.ts';
import type { TestStage } from '../../../../src/shared/contract/environments.ts';
import { openAccount, openSessions, session } from './support.ts';

const states = (stages: TestStage[]) => stages.map(({ state }) => state);
const failing = (stages: TestStage[]) => stages.find(({ state }) => state === 'failed');

test('every stage passes, each with its time, and nothing is left open', async () => {
  const { executor, server, executors } = await openAccount();
  const stages = await executor.test(session);
  expect(stages.map(({ stage, state }) => `${stage} ${state}`)).toEqual([
    'reach ok',
    'sign_in ok',
    'role ok',
    'warehouse ok',
    'database ok',
    'privileges ok',
  ]);
  for (const { elapsed_ms, message } of stages) {
    expect(elapsed_ms).toBeGreaterThan(0);
    expect(message).toMatch(/^\S.*[^.]$/);
  }
  expect(stages[1]?.message).toBe('Signed in as ADA, with the role TRANSFORMER');
  expect(stages[3]?.message).toMatch(/^Warehouse COMPUTE_WH \(X-Small\) can be used/);
  await executors.close();
  expect(openSessions(server)).toBe(0);
  expect(server.log.violations).toEqual([]);
});

test('nothing that signs in is sent before the host was reached', async () => {
  const { executor, server } = await openAccount();
  server.faults.request({ how: 'status', status: 503 }, { path: /^\/$/ });
  const stages = await executor.test(session);
  expect(states(stages)).toEqual(['failed', 'skipped', 'skipped', 'skipped', 'skipped', 'skipped']);
  expect(stages[1]?.message).toBe('Not looked at: "reach" failed');
  expect(server.log.requests.map(({ path }) => path)).toEqual(['/']);
});

describe('a stage that fails says why, and what to do', () => {
  const cases: [string, Partial<Session>, TestStage['stage'], RegExp][] = [
    ['a role that is not granted', { role: 'ACCOUNTADMIN' }, 'role', /ACCOUNTADMIN/],
    [
      'a role that is not there',
      { role: 'NOBODY' },
      'role',
      /does not exist|not authorized|cannot be performed/,
    ],
    ['a warehouse that is not there', { warehouse: 'NOWHERE_WH' }, 'warehouse', /NOWHERE_WH/],
    ['a warehouse that nothing wakes', { warehouse: 'ASLEEP_WH' }, 'warehouse', /does not resume by itself/],
    ['a database that is not there', { database: 'NODB' }, 'database', /NODB/],
  ];

  test('in the environment', async () => {
    const { executor } = await openAccount();
    for (const [what, changes, stage, message] of cases) {
      const stages = await executor.test({ ...session, ...changes });
      const failed = failing(stages);
      expect(failed?.stage, what).toBe(stage);
      expect(failed?.message, what).toMatch(message);
      expect(failed?.hint, what).toBeTruthy();
      const after = stages.slice(stages.findIndex(each => each.stage === stage) + 1);
      expect(
        states(after).every(state => state === 'skipped'),
        what,
      ).toBe(true);
    }
  });

  test('in the connection', async () => {
    const { connect, server } = await openAccount({ secrets: { wrong: 'no key' } });
    expect(failing(await connect({ secret: 'wrong' }).test(session))).toMatchObject({
      stage: 'sign_in',
      message: 'The secret "wrong" holds no private key in PEM',
    });
    expect(failing(await connect({ secret: 'unset' }).test(session))).toMatchObject({
      stage: 'sign_in',
      hint: expect.stringContaining('slipway secret set unset') as string,
    });
    expect(failing(await connect({ access_url: 'http://127.0.0.1:1' }).test(session))).toMatchObject({
      stage: 'reach',
      message: '127.0.0.1:1: the connection was refused',
    });
    expect(server.log.requests.every(({ path }) => path === '/')).toBe(true);
  });
});

describe('warnings', () => {
  test('of what the first run makes, and of what is not named', async () => {
    const { executor } = await openAccount();
    const fresh = await executor.test({ ...session, schema: 'FRESH' });
    expect(fresh[4]).toMatchObject({
      state: 'warning',
      message: expect.stringContaining('The first run makes it') as string,
    });
    expect(fresh[5]).toMatchObject({ state: 'ok', message: 'The schema can be created in ANALYTICS' });

    const nameless = await executor.test({ role: null, warehouse: null, database: null, schema: null });
    expect(states(nameless)).toEqual(['ok', 'ok', 'warning', 'warning', 'warning', 'skipped']);
  });

  test('of rights that building will lack', async () => {
    const { executor } = await openAccount();
    const stages = await executor.test({ ...session, role: 'READER' });
    expect(stages[5]).toMatchObject({
      state: 'warning',
      message: 'The role lacks CREATE TABLE on schema ANALYTICS.MARTS, CREATE VIEW on schema ANALYTICS.MARTS',
      hint: 'GRANT CREATE TABLE ON SCHEMA ANALYTICS.MARTS TO ROLE READER; GRANT CREATE VIEW ON SCHEMA ANALYTICS.MARTS TO ROLE READER',
    });
  });

  test('of a warehouse that sleeps: it is not woken', async () => {
    const { executor, server } = await openAccount();
    const stages = await executor.test({ ...session, warehouse: 'LARGE_WH' });
    expect(stages[3]).toMatchObject({
      state: 'ok',
      message: expect.stringMatching(/suspended until it is needed/) as string,
    });
    const [row] = await server.sql("show warehouses like 'LARGE_WH'");
    expect(row).toContain('SUSPENDED');
  });
});
