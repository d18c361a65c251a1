import { expect, test } from 'vitest';
import { FakeClock } from '../../support/fake-clock.ts';
import { codeOf, connect, end, resultOf, run, start, submit } from './support.ts';

const isRenewal = ({ path }: { path: string }) => path === '/session/token-request';

test('a session token that expired is renewed, and the statement runs once', async () => {
  const server = await start();
  const connection = await connect(server);
  server.sessions.expire('session');
  expect((await run(connection, 'SELECT 1')).rows).toEqual([['1']]);
  expect(server.log.requests.filter(isRenewal)).toHaveLength(1);
  expect(server.log.requests.map(({ code }) => code)).toContain('390112');
  expect(server.log.submitted('SELECT 1')).toHaveLength(1);
});

test('tokens expire by the clock', async () => {
  const clock = new FakeClock(Date.now());
  const server = await start({ clock, sessionValiditySeconds: 600, masterValiditySeconds: 7_200 });
  const connection = await connect(server);
  clock.advance(599_000);
  await run(connection, 'SELECT 1');
  expect(server.log.requests.filter(isRenewal)).toHaveLength(0);
  clock.advance(2_000);
  await run(connection, 'SELECT 1');
  expect(server.log.requests.filter(isRenewal)).toHaveLength(1);
  clock.advance(7_200_000);
  await expect(run(connection, 'SELECT 1')).rejects.toThrow();
});

test('a master token that expired ends the session for good', async () => {
  const server = await start();
  const connection = await connect(server);
  server.sessions.expire('master');
  expect(await codeOf(run(connection, 'SELECT 1'))).toMatch(/^407002 /);
  expect(server.log.requests.map(({ code }) => code).slice(-2)).toEqual(['390112', '390114']);
  expect(connection.isUp()).toBe(false);
});

test('a session that is gone is gone', async () => {
  const server = await start();
  const connection = await connect(server);
  const session = server.sessions.all.find(({ user }) => user === 'ADA');
  if (session) session.ended = true;
  await expect(run(connection, 'SELECT 1')).rejects.toThrow();
  expect(server.log.requests.at(-1)?.code).toBe('390111');
});

test('a heartbeat is answered', async () => {
  const server = await start();
  const connection = await connect(server);
  expect(await connection.isValidAsync()).toBe(true);
  expect(server.log.requests.at(-1)?.path).toBe('/session/heartbeat');
});

test('what runs asynchronously goes on when its session is ended, and is found by another', async () => {
  const server = await start();
  const first = await connect(server);
  const hold = server.faults.hold({ sql: 'KEPT' });
  const id = await submit(first, 'CREATE TABLE KEPT AS SELECT 7 AS N');
  await hold.held();
  await end(first);
  expect(server.sessions.all.filter(session => session.user === 'ADA' && !session.ended)).toEqual([]);
  const second = await connect(server);
  expect(await second.getQueryStatus(id)).toBe('RUNNING');
  hold.release();
  expect(await resultOf(second, id)).toEqual([{ status: 'Table KEPT successfully created.' }]);
  expect((await run(second, 'SELECT N FROM KEPT')).rows).toEqual([['7']]);
  expect(server.log.submitted('CREATE TABLE KEPT')).toHaveLength(1);
});

test('a statement of another user is as if it were not there', async () => {
  const server = await start();
  const [mine, others] = [await connect(server), await connect(server, { username: 'ADMIN' })];
  const { id } = await run(mine, 'SELECT 1');
  expect(await mine.getQueryStatus(id)).toBe('SUCCESS');
  expect(await others.getQueryStatus(id)).toBe('NO_QUERY_DATA');
});

test('parameters are those of the session that set them', async () => {
  const server = await start();
  const [first, second] = [await connect(server), await connect(server)];
  await run(first, "ALTER SESSION SET TIMEZONE = 'Europe/Berlin', WEEK_START = 1");
  const zone = async (connection: typeof first) =>
    (await run(connection, "SHOW PARAMETERS LIKE 'TIMEZONE'")).rows.map(row => row.slice(0, 4));
  expect(await zone(first)).toEqual([['TIMEZONE', 'Europe/Berlin', 'America/Los_Angeles', 'SESSION']]);
  expect(await zone(second)).toEqual([['TIMEZONE', 'America/Los_Angeles', 'America/Los_Angeles', '']]);
  await run(first, 'ALTER SESSION UNSET TIMEZONE');
  expect(await zone(first)).toEqual(await zone(second));
  expect(await codeOf(run(first, 'ALTER SESSION SET NO_SUCH = 1'))).toMatch(/^001099 /);
  expect(await codeOf(run(first, "ALTER SESSION SET WEEK_START = 'x'"))).toMatch(/^001008 /);
});

test('role, warehouse, database and schema are changed, and what is not granted is refused', async () => {
  const server = await start();
  const connection = await connect(server);
  const where = async () =>
    (
      await run(
        connection,
        'SELECT CURRENT_ROLE(), CURRENT_WAREHOUSE(), CURRENT_DATABASE(), CURRENT_SCHEMA()',
      )
    ).rows[0];
  for (const use of ['ROLE READER', 'WAREHOUSE LARGE_WH', 'DATABASE RAW'])
    await run(connection, `USE ${use}`);
  expect(await where()).toEqual(['READER', 'LARGE_WH', 'RAW', 'PUBLIC']);
  await run(connection, 'USE SCHEMA ANALYTICS.MARTS');
  expect(await where()).toEqual(['READER', 'LARGE_WH', 'ANALYTICS', 'MARTS']);
  expect(await codeOf(run(connection, 'USE ROLE ACCOUNTADMIN'))).toMatch(/^003013 .*not assigned/s);
  for (const missing of ['ROLE NO_SUCH', 'WAREHOUSE NO_SUCH', 'DATABASE NO_SUCH', 'SCHEMA RAW.NO_SUCH']) {
    expect(await codeOf(run(connection, `USE ${missing}`))).toMatch(/^002043 /);
  }
});

test('secondary roles lend their rights until they are turned off', async () => {
  const server = await start({ setup: ['create table RAW.SHOP.ORDERS as select 1 as n'] });
  const connection = await connect(server, { role: 'OUTSIDER' });
  expect((await run(connection, 'SELECT N FROM RAW.SHOP.ORDERS')).rows).toEqual([['1']]);
  await run(connection, 'USE SECONDARY ROLES NONE');
  expect(await codeOf(run(connection, 'SELECT N FROM RAW.SHOP.ORDERS'))).toMatch(/^002003 /);
  await run(connection, 'USE SECONDARY ROLES ALL');
  await run(connection, 'SELECT N FROM RAW.SHOP.ORDERS');
});
