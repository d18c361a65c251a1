import { describe, expect, it } from 'vitest';
import type { Executor } from '../../../src/main/engine/ports.ts';
import { createExecutors } from '../../../src/main/executors/pool.ts';
import { protocolVersion } from '../../../src/main/executors/protocol.ts';
import { redaction } from '../../../src/main/system/redaction.ts';
import { failureOf, FakeChild, FakeClock, FakeLog } from './support.ts';
import { embedded } from '../../support/executors.ts';
import { memorySecrets } from '../../support/memory-secrets.ts';

const session = { role: null, warehouse: null, database: null, schema: null };
const script = (queryId: string) => ({ queryId, session, statements: ['SELECT 1'], writes: [] });

function setUp() {
  const clock = new FakeClock();
  const log = new FakeLog();
  const children: FakeChild[] = [];
  const environments: Record<string, string>[] = [];
  const executors = createExecutors({
    clock,
    log,
    entries: { duckdb: '/entry.js', snowflake: '/snowflake.js' },
    secrets: memorySecrets(),
    redact: redaction.redact,
    workspaceDirectory: '/workspace',
    prelude: ['CREATE MACRO A(x) AS x'],
    memoryLimit: '2GB',
    spawn({ environment = {} }) {
      const child = new FakeChild();
      children.push(child);
      environments.push(environment);
      return child;
    },
  });
  const executor = executors.for(embedded(1, 'one'));
  const newest = () => {
    const child = children.at(-1);
    if (!child) throw new Error('No process was started');
    return child;
  };
  return { clock, log, children, environments, executors, executor, newest };
}

/** One statement on a process that runs, so that it is known to be ready. */
async function makeReady(executor: Executor, newest: () => FakeChild): Promise<void> {
  const done = executor.catalog({ session, relations: [] });
  await new Promise(setImmediate);
  const child = newest();
  const [request] = await child.requests(1);
  child.hello();
  child.say({ type: 'done', id: request?.id ?? 0, result: [] });
  await done;
}

describe('executors', () => {
  it('start a process with the first request, for all embedded connections one', async () => {
    const { children, environments, executors, executor } = setUp();
    const other = executors.for(embedded(2, 'two'));
    expect(children).toHaveLength(0);
    void executor.execute(script('a')).catch(() => {});
    void other.execute(script('b')).catch(() => {});
    await new Promise(setImmediate);
    const [child] = children;
    expect(children).toHaveLength(1);
    expect((await child?.requests(2))?.map(request => request.type)).toEqual(['execute', 'execute']);
    expect(child?.batches[0]).toEqual([
      {
        type: 'start',
        protocol: protocolVersion,
        config: {
          engine: 'duckdb',
          workspaceDirectory: '/workspace',
          prelude: ['CREATE MACRO A(x) AS x'],
          memoryLimit: '2GB',
          threads: null,
        },
      },
    ]);
    expect(Number(environments[0]?.['UV_THREADPOOL_SIZE'])).toBeGreaterThan(64);
    await executors.close();
  });

  it('send what is asked for in one turn as one batch', async () => {
    const { executors, executor, newest } = setUp();
    await makeReady(executor, newest);
    const before = newest().batches.length;
    const all = Array.from({ length: 100 }, (_, n) => executor.execute(script(`q${n}`)).catch(() => {}));
    const requests = await newest().requests(101);
    expect(requests).toHaveLength(101);
    expect(newest().batches).toHaveLength(before + 1);
    await executors.close();
    await Promise.all(all);
  });

  it('answer each request with its own result, failure or news', async () => {
    const { executors, executor, newest } = setUp();
    await makeReady(executor, newest);
    const news: unknown[] = [];
    const first = executor.execute(script('a'), {
      onSubmitted: id => news.push(id),
      onProgress: progress => news.push(progress),
      onTrouble: why => news.push(why),
    });
    const second = failureOf(executor.execute(script('b')));
    const [, a, b] = await newest().requests(3);
    expect(a).toMatchObject({ wants: { submitted: true, progress: true, trouble: true } });
    expect(b).toMatchObject({ wants: { submitted: false, progress: false, trouble: false } });
    const failure = { code: 'x', message: 'y', sqlstate: null, query_id: 'b', retryable: false, hint: null };
    newest().say(
      { type: 'submitted', id: a?.id ?? 0, warehouseQueryId: 'w' },
      { type: 'failed', id: b?.id ?? 0, failure },
      { type: 'progress', id: a?.id ?? 0, fraction: 0.5, rows: 7 },
      { type: 'trouble', id: a?.id ?? 0, message: 'away' },
      { type: 'trouble', id: a?.id ?? 0, message: null },
      { type: 'done', id: a?.id ?? 0, result: { rows: 1, bytes: null } },
      { type: 'progress', id: a?.id ?? 0, fraction: 1, rows: 9 },
    );
    expect(await first).toEqual({ rows: 1, bytes: null });
    expect(await second).toEqual(failure);
    expect(news).toEqual(['w', { fraction: 0.5, rows: 7 }, 'away', null]);
    await executors.close();
  });

  it('hold the engine’s process only while something is asked for', async () => {
    const { executors, executor, newest } = setUp();
    await makeReady(executor, newest);
    expect(newest().held).toBe(false);
    const asked = executor.execute(script('a'));
    const [, request] = await newest().requests(2);
    expect(newest().held).toBe(true);
    newest().say({ type: 'done', id: request?.id ?? 0, result: { rows: null, bytes: null } });
    await asked;
    expect(newest().held).toBe(false);
    await executors.close();
  });
});

describe('a process that dies', () => {
  it('fails what it was doing, and the next request starts another at once', async () => {
    const { children, executors, executor, newest, log } = setUp();
    await makeReady(executor, newest);
    const lost = failureOf(executor.execute(script('a')));
    await newest().requests(2);
    newest().exit({ code: 139, signal: null });
    expect(await lost).toMatchObject({
      code: 'executor_crashed',
      message: 'The duckdb executor died (process 4711, exit code 139)',
      retryable: true,
      hint: expect.any(String),
    });
    expect(log.lines).toContain('error: executor died');
    await makeReady(executor, newest);
    expect(children).toHaveLength(2);
    await executors.close();
  });

  it('at its start is tried again with growing waits, each failure told to those who waited', async () => {
    const { clock, children, executors, executor, newest } = setUp();
    const waits: number[] = [];
    for (let n = 0; n < 8; n++) {
      const asked = failureOf(executor.test(session));
      await new Promise(setImmediate);
      if (children.length === n) {
        // It waits before it starts.
        const wait = Math.max(...clock.pending);
        waits.push(wait);
        clock.advance(wait);
        await new Promise(setImmediate);
      }
      newest().exit({ code: 1, signal: null });
      expect(await asked).toMatchObject({ code: 'executor_unavailable', retryable: true });
    }
    expect(waits).toEqual([100, 200, 400, 800, 1600, 3200, 5000]);
    clock.advance(5000);
    await makeReady(executor, newest);
    newest().exit({ code: 1, signal: null });
    // It had started well in between: no wait any more.
    await makeReady(executor, newest);
    await executors.close();
  });

  it('because it cannot open the warehouse says why', async () => {
    const { executors, executor, newest } = setUp();
    const asked = failureOf(executor.test(session));
    await new Promise(setImmediate);
    const failure = {
      code: 'executor_unavailable',
      message: 'no room',
      sqlstate: null,
      query_id: null,
      retryable: false,
      hint: null,
    };
    newest().say({ type: 'refused', failure });
    newest().exit({ code: 1, signal: null });
    expect(await asked).toEqual(failure);
    await executors.close();
  });

  it('or is of another version is not used', async () => {
    const { executors, executor, newest } = setUp();
    const asked = failureOf(executor.test(session));
    await new Promise(setImmediate);
    newest().hello(protocolVersion + 1);
    expect(await asked).toMatchObject({
      code: 'executor_unavailable',
      message: expect.stringContaining('protocol'),
    });
    expect(newest().killed).toBe(true);
    await executors.close();
  });

  it('or says nothing for a minute is killed', async () => {
    const { clock, executors, executor, newest } = setUp();
    const asked = failureOf(executor.test(session));
    await new Promise(setImmediate);
    clock.advance(60_000);
    expect(await asked).toMatchObject({ code: 'executor_unavailable' });
    expect(newest().killed).toBe(true);
    await executors.close();
  });
});

describe('cancelling', () => {
  it('before a process could be started needs none', async () => {
    const { clock, children, executors, executor, newest } = setUp();
    const first = failureOf(executor.test(session));
    await new Promise(setImmediate);
    newest().exit({ code: 1, signal: null });
    await first;
    const waiting = failureOf(executor.execute(script('a')));
    await executor.cancel('a');
    clock.advance(100);
    expect(await waiting).toMatchObject({ code: 'cancelled', query_id: 'a' });
    expect((await newest().requests(0)).filter(request => request.type === 'execute')).toEqual([]);
    expect(children).toHaveLength(2);
    await executors.close();
  });
});

describe('a process that hangs', () => {
  it('is killed when it does not answer a cancellation', async () => {
    const { clock, executors, executor, newest, log } = setUp();
    await makeReady(executor, newest);
    const running = failureOf(executor.execute(script('a')));
    const asked = executor.cancel('a');
    await newest().requests(3);
    clock.advance(9_999);
    expect(newest().killed).toBe(false);
    clock.advance(1);
    await asked;
    expect(await running).toMatchObject({ code: 'executor_crashed' });
    expect(log.lines).toContain('error: executor does not answer and is killed');
    await makeReady(executor, newest);
    await executors.close();
  });

  it('is not suspected when it answers, however long the statement takes to stop', async () => {
    const { clock, executors, executor, newest } = setUp();
    await makeReady(executor, newest);
    const running = failureOf(executor.execute(script('a')));
    const asked = executor.cancel('a');
    const [, , cancel] = await newest().requests(3);
    newest().say({ type: 'done', id: cancel?.id ?? 0, result: null });
    await asked;
    clock.advance(3_600_000);
    expect(newest().killed).toBe(false);
    await executors.close();
    await running;
  });
});

describe('closing', () => {
  it('asks, then kills after five seconds', async () => {
    const { clock, executors, executor, newest, log } = setUp();
    await makeReady(executor, newest);
    const running = failureOf(executor.execute(script('a')));
    await newest().requests(2);
    newest().stubborn = true;
    const closed = executors.close();
    await new Promise(setImmediate);
    expect(newest().batches.at(-1)).toEqual([{ type: 'shutdown' }]);
    expect(newest().killed).toBe(false);
    clock.advance(5_000);
    await closed;
    expect(newest().killed).toBe(true);
    expect(await running).toMatchObject({ code: 'executor_crashed' });
    expect(log.lines.filter(line => line.startsWith('error'))).toEqual([]);
    expect(clock.pending).toEqual([]);
    expect(await failureOf(executor.test(session))).toMatchObject({ code: 'executor_unavailable' });
  });
});
