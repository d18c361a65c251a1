import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { wireColumn } from '../../../support/snowflake-server/results.ts';
import { failureOf, temporaryDirectory } from '../support.ts';
import { mart, newId, openAccount, rowsOf, script, session } from './support.ts';

/** What the driver does when nobody keeps it from it; see docs/snowflake.md, "The driver's traps". */

afterEach(() => vi.unstubAllEnvs());

describe('a cell that is no JSON', () => {
  test('is not run as a program', async () => {
    const { executor, server, directory } = await openAccount();
    const proof = join(directory, 'owned');
    const hostile = `(process.getBuiltinModule('node:fs').writeFileSync(${JSON.stringify(proof)}, 'x'), {})`;
    for (const type of ['variant', 'object', 'array'] as const) {
      server.faults.rows([wireColumn('V', type)], [[hostile], ['{"a": 1}'], [null]], {
        sql: 'hostile',
        times: 2,
      });
      expect(await rowsOf(executor, `SELECT 'hostile' AS V`)).toEqual([[hostile], [{ a: 1 }], [null]]);
      server.faults.clear();
    }
    expect(existsSync(proof)).toBe(false);
  });

  test('also not where rows of a change are counted, a catalogue read or a type described', async () => {
    const { executor, server, directory } = await openAccount();
    const proof = join(directory, 'owned');
    const hostile = `(process.getBuiltinModule('node:fs').writeFileSync(${JSON.stringify(proof)}, 'x'), 1)`;
    await executor.execute(script(['CREATE OR REPLACE TABLE T (A INT)']));
    server.faults.rows([wireColumn('number of rows inserted', 'variant')], [[hostile]]);
    await executor.execute(script(['INSERT INTO T SELECT 1'])).catch(() => {});
    await executor.catalog({ session, relations: [mart('T')] }).catch(() => {});
    await executor.list({ session, what: 'roles' }).catch(() => {});
    await executor.describe({ session, sql: 'SELECT 1' }).catch(() => {});
    expect(server.log.requests.length).toBeGreaterThan(4);
    expect(existsSync(proof)).toBe(false);
  });
});

describe('parameters of one session are those of all in the driver', () => {
  test('two environments at once do not disturb each other', async () => {
    const { executor, server } = await openAccount();
    const zones = ['Asia/Tokyo', 'America/New_York', 'UTC', 'Asia/Kolkata'];
    await Promise.all(
      zones.map(async (zone, index) => {
        const own = {
          ...session,
          parameters: { TIMEZONE: zone, JS_TREAT_INTEGER_AS_BIGINT: index % 2 === 0 },
        };
        for (let round = 0; round < 3; round++) {
          const sql = `SELECT '${zone} ${round}' AS Z, 9007199254740993 AS N, 1 AS I, TO_TIMESTAMP_LTZ(0) AS T`;
          expect(await rowsOf(executor, sql, { session: own })).toEqual([
            [`${zone} ${round}`, '9007199254740993', 1, '1970-01-01T00:00:00Z'],
          ]);
        }
      }),
    );
    for (const zone of zones) {
      const sent = server.statements.all.filter(({ sql }) => sql.includes(`'${zone} `));
      expect(sent).toHaveLength(3);
    }
    expect(server.log.violations).toEqual([]);
  });
});

describe('loading it', () => {
  test('asks no cloud where it runs, and tells its maker nothing', async () => {
    const asked: string[] = [];
    const proxy = createServer((request, response) => {
      asked.push(request.url ?? '');
      response.destroy();
    });
    proxy.on('connect', (request, socket) => {
      asked.push(request.url ?? '');
      socket.destroy();
    });
    await new Promise<void>(resolve => proxy.listen(0, '127.0.0.1', resolve));
    const { port } = proxy.address() as AddressInfo;
    // Whatever goes out but to this machine would come by here.
    for (const name of ['HTTP_PROXY', 'HTTPS_PROXY']) vi.stubEnv(name, `http://127.0.0.1:${port}`);
    try {
      const { executor, server } = await openAccount();
      expect(await rowsOf(executor, 'SELECT 99999999999999999999 AS BIG')).toEqual([
        ['99999999999999999999'],
      ]);
      expect(server.log.requests.map(({ path }) => path)).not.toContain('/telemetry/send');
      expect(server.log.violations).toEqual([]);
      expect(asked).toEqual([]);
    } finally {
      await new Promise(resolve => proxy.close(resolve));
    }
  });

  test('says of this machine no more than it must when signing in', async () => {
    const bodies: Record<string, unknown>[] = [];
    const recorder = createServer((request, response) => {
      const parts: Buffer[] = [];
      request.on('data', (part: Buffer) => parts.push(part));
      request.on('end', () => {
        const body = Buffer.concat(parts);
        const text = request.headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body;
        bodies.push(JSON.parse(text.toString()) as Record<string, unknown>);
        response.setHeader('content-type', 'application/json');
        response.end(JSON.stringify({ success: false, code: '390100', message: 'no', data: null }));
      });
    });
    await new Promise<void>(resolve => recorder.listen(0, '127.0.0.1', resolve));
    const { port } = recorder.address() as AddressInfo;
    try {
      const { connect } = await openAccount();
      await failureOf(connect({ access_url: `http://127.0.0.1:${port}` }).list({ session, what: 'roles' }));
    } finally {
      await new Promise(resolve => recorder.close(resolve));
    }
    const [body] = bodies;
    const { TOKEN, ...data } = (body?.['data'] ?? {}) as Record<string, unknown>;
    expect(String(TOKEN)).toMatch(/^eyJ/);
    expect(data).toEqual({
      ACCOUNT_NAME: 'SLIPWAY-TEST',
      LOGIN_NAME: 'ADA',
      AUTHENTICATOR: 'SNOWFLAKE_JWT',
      CLIENT_APP_ID: 'JavaScript',
      CLIENT_APP_VERSION: '3.3.0',
      SESSION_PARAMETERS: expect.any(Object) as object,
      CLIENT_ENVIRONMENT: expect.objectContaining({
        APPLICATION: 'Slipway',
        APPLICATION_PATH: 'slipway',
        // It was not looked for.
        PLATFORM: ['disabled'],
        OS_DETAILS: null,
        CORE_FILE_NAME: null,
        NODE: process.versions.node,
      }) as object,
    });
    expect(JSON.stringify(data)).not.toMatch(new RegExp(`${process.cwd()}|/home/|/root`));
  });

  test('is late: an executor that was asked nothing has not loaded it', async () => {
    const { connect, server, pids } = await openAccount();
    const untrusted = connect({}, false);
    expect(await failureOf(untrusted.list({ session, what: 'roles' }))).toMatchObject({
      code: 'host_not_trusted',
    });
    expect(server.log.requests).toEqual([]);
    // The driver's native parts and those of the clouds would be among them.
    const maps = readFileSync(`/proc/${pids.at(-1)}/maps`, 'utf8');
    expect(maps).not.toMatch(/sf_mini_core/);
  });

  test('loads none of its native parts', async () => {
    const { executor, pids } = await openAccount();
    await rowsOf(executor, 'SELECT 1');
    expect(readFileSync(`/proc/${pids.at(-1)}/maps`, 'utf8')).not.toMatch(/snowflake-sdk\/.*\.node/);
  });
});

describe('its log', () => {
  let home: string;
  beforeEach(() => {
    home = temporaryDirectory();
    // With this file in the user's home, the driver writes down whole requests.
    const config = { common: { log_level: 'TRACE', log_path: home } };
    writeFileSync(join(home, 'sf_client_config.json'), JSON.stringify(config), { mode: 0o600 });
    vi.stubEnv('HOME', home);
    vi.stubEnv('SF_CLIENT_CONFIG_FILE', join(home, 'sf_client_config.json'));
  });

  test('goes nowhere but below the workspace, and has neither secrets nor requests', async () => {
    const before = readdirSync(process.cwd());
    const { executor, server, directory, log } = await openAccount();
    await rowsOf(executor, "SELECT 'canary-text' AS A");
    server.faults.request({ how: 'status', status: 500 }, { times: 3, path: '/queries' });
    await rowsOf(executor, 'SELECT 1');
    expect(readdirSync(process.cwd())).toEqual(before);
    expect(readdirSync(home).filter(name => name.endsWith('.log'))).toEqual([]);
    expect(log.filter(({ message }) => /INFO|DEBUG|TRACE/.test(message))).toEqual([]);
    const logs = existsSync(join(directory, 'logs')) ? readdirSync(join(directory, 'logs')) : [];
    for (const name of logs) {
      const text = readFileSync(join(directory, 'logs', name), 'utf8');
      expect(text).not.toMatch(/canary-text|Authorization|eyJ|PRIVATE KEY|login-request/);
    }
  });

  test('is not led astray by files in the directory it runs in', async () => {
    mkdirSync(join(home, '.snowflake'));
    writeFileSync(join(home, '.snowflake', 'connections.toml'), '[default]\naccount = "evil"\n', {
      mode: 0o600,
    });
    const { executor, server } = await openAccount();
    await rowsOf(executor, 'SELECT 1');
    expect(server.log.violations).toEqual([]);
  });
});

describe('what the network does', () => {
  test('a refused connection is told at once', async () => {
    const { connect, server } = await openAccount();
    const { port } = server;
    await server.close();
    const started = performance.now();
    const failure = await failureOf(connect({}).list({ session, what: 'roles' }));
    expect(failure).toMatchObject({ code: 'network', retryable: true });
    expect(failure.message).toBe(`127.0.0.1:${port}: the connection was refused`);
    expect(performance.now() - started).toBeLessThan(5_000);
  });

  test('a statement whose answer is late is not run twice', async () => {
    const { executor, server } = await openAccount();
    server.faults.request(
      { how: 'hang' },
      { path: '/queries/v1/query-request', after: true, times: 1, method: 'POST' },
    );
    await rowsOf(executor, "SELECT 'once' AS A");
    server.faults.request(
      { how: 'hang' },
      { path: '/queries/v1/query-request', after: true, times: 1, method: 'POST' },
    );
    const build = script(['CREATE OR REPLACE TABLE T AS SELECT 1 AS A']);
    await executor.execute(build);
    expect(server.log.submitted('SELECT 1 AS A')).toHaveLength(1);
    expect(server.log.violations).toEqual([]);
  });
});

test('a tag of the connection does not hide that of a statement', async () => {
  const { executor, server } = await openAccount();
  const tag = { workspace: 'w-1', job: 'daily', run: 3, attempt: 1, step: 'build' };
  const build = script(['CREATE OR REPLACE TABLE T AS SELECT 1 AS A'], { tag });
  const tagged = { ...build.session, parameters: { QUERY_TAG: 'mine' } };
  await executor.execute({ ...build, session: tagged });
  const [submission] = server.log.submitted('CREATE OR REPLACE TABLE T');
  expect(JSON.parse(submission?.queryTag ?? '')).toEqual({ app: 'slipway', ...tag, script: build.queryId });
  for (const { queryTag } of server.log.submissions) expect(queryTag).toContain('"app":"slipway"');
});

test('integers keep their digits', async () => {
  const { executor } = await openAccount();
  const [row] = await rowsOf(
    executor,
    'SELECT 9007199254740993 AS A, -99999999999999999999999999999999999999 AS B, 1.10::NUMBER(10,2) AS C, 7 AS D',
  );
  expect(row).toEqual(['9007199254740993', '-99999999999999999999999999999999999999', '1.10', 7]);
});

describe('an answer without a count of its rows', () => {
  test('does not hang', async () => {
    const { executor, server } = await openAccount();
    server.faults.withoutReturned({ sql: 'uncounted' });
    const failure = await failureOf(rowsOf(executor, "SELECT 'uncounted' AS A"));
    expect(failure).toMatchObject({ code: 'network' });
    expect(failure.message).toMatch(/does not say how many rows/);
  });

  test('also not where it is a short question', async () => {
    const { executor, server } = await openAccount();
    server.faults.withoutReturned({ sql: 'CURRENT_AVAILABLE_ROLES' });
    expect(await failureOf(executor.list({ session, what: 'roles' }))).toMatchObject({ code: 'network' });
  });
});

test('ending the executor does not end what runs', async () => {
  const { executor, server, kill, executors } = await openAccount();
  const hold = server.faults.hold({ sql: 'CREATE OR REPLACE TABLE SLOW' });
  const running = executor.execute(script(['CREATE OR REPLACE TABLE SLOW AS SELECT 1 AS A'])).catch(() => {});
  const statement = await hold.held();
  await kill();
  await running;
  hold.release();
  await statement.done;
  expect(statement.state).toBe('SUCCESS');
  await executors.close();
  expect(newId()).toBeTruthy();
});
