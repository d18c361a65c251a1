import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  build,
  failureOf,
  isAlive,
  openWarehouse,
  question,
  rowsOf,
  session,
  table,
  temporaryDirectory,
} from './support.ts';

const t = table('T');
const target = { relation: t, type: 'table' as const };

describe('a crash of the executor', () => {
  it('rejects what was under way, leaves the old table, and the next request starts anew', async () => {
    const { executor, kill, pids, log } = openWarehouse();
    await executor.execute(build(table('SEED'), 'SELECT range AS I FROM range(1000000)'));
    await executor.execute(build(t, 'SELECT range AS OLD FROM range(1000)'));
    const building = build(t, 'SELECT s.I, hash(s.I + r.range) AS H FROM SEED s, range(1000) r');
    const underWay = Promise.withResolvers<void>();
    const end = failureOf(executor.execute(building, { onProgress: () => underWay.resolve() }));
    const other = failureOf(
      rowsOf(executor, 'SELECT count(*) FROM range(10000000000) a WHERE hash(a.range) = 1'),
    );
    await underWay.promise;
    await kill();
    expect(await end).toMatchObject({
      code: 'executor_crashed',
      message: expect.stringMatching(new RegExp(`duckdb.*${pids[0]}.*SIGKILL`)),
      retryable: true,
    });
    expect(await other).toMatchObject({ code: 'executor_crashed' });
    expect(log).toContainEqual({ level: 'error', message: 'executor died' });

    expect(await executor.recall(question(building.queryId, target))).toEqual({ state: 'unknown' });
    expect(await rowsOf(executor, 'SELECT count(*), max(OLD) FROM T')).toEqual([[1000, 999]]);
    expect((await executor.execute(build(t, 'SELECT 1 AS NEW'))).rows).toBe(1);
    expect(pids).toHaveLength(2);
  });

  it('at any moment loses nothing that was acknowledged, and recall tells the truth', async () => {
    const { executor, kill } = openWarehouse();
    const states = { acknowledged: 0, committed: 0, lost: 0 };
    const view = table('V');
    await executor.execute(build(t, 'SELECT -1 AS N, 1 AS I, 1 AS H'));
    await executor.execute(build(view, 'SELECT -1 AS N', 'view'));
    let ofTable = [-1, 1, 1];
    let ofView = [-1];
    for (let n = 0; n < 40; n++) {
      const type = n % 4 === 3 ? 'view' : 'table';
      const relation = type === 'view' ? view : t;
      const rows = 1 + ((n * 7919) % 60_000);
      const building =
        type === 'view'
          ? build(view, `SELECT ${n} AS N`, 'view')
          : build(t, `SELECT ${n} AS N, range AS I, hash(range) AS H FROM range(${rows})`);
      let acknowledged = false;
      const end = executor.execute(building).then(
        () => (acknowledged = true),
        () => {},
      );
      // The process is running: anything from before the first statement to after the commit.
      const until = performance.now() + ((n * 37) % 40);
      while (performance.now() < until) await new Promise(setImmediate);
      await kill();
      await end;
      const recall = await executor.recall(question(building.queryId, { relation, type }));
      if (recall.state === 'succeeded') {
        states[acknowledged ? 'acknowledged' : 'committed'] += 1;
        if (type === 'table') ofTable = [n, rows, rows];
        else ofView = [n];
      } else {
        states.lost += 1;
      }
      const succeeded = { state: 'succeeded', rows: type === 'table' ? rows : null };
      expect(recall).toEqual(acknowledged || recall.state === 'succeeded' ? succeeded : { state: 'unknown' });
      expect(await rowsOf(executor, 'SELECT min(N), count(*), count(H) FROM T')).toEqual([ofTable]);
      expect(await rowsOf(executor, 'SELECT N FROM V')).toEqual([ofView]);
    }
    expect(states.acknowledged + states.committed).toBeGreaterThan(0);
    expect(states.lost).toBeGreaterThan(0);
  });

  it('while databases are being created leaves whole ones or none', async () => {
    const { executor, kill } = openWarehouse();
    for (let n = 0; n < 25; n++) {
      await executor.test(session);
      const relation = table('T', 'PUBLIC', `DB_${n}`);
      const end = executor.execute(build(relation, 'SELECT 1 AS A')).catch(() => {});
      const until = performance.now() + (n % 12);
      while (performance.now() < until) await new Promise(setImmediate);
      await kill();
      await end;
      await executor.execute(build(relation, 'SELECT 2 AS A'));
      expect(await rowsOf(executor, `SELECT * FROM DB_${n}.PUBLIC.T`)).toEqual([[2]]);
    }
  });

  it('between two pages of a query ends the reading', async () => {
    const { executor, kill } = openWarehouse();
    const reading = (async () => {
      for await (const _ of executor.query({
        queryId: 'q',
        session,
        sql: 'SELECT range FROM range(100000)',
        pageRows: 10,
      })) {
        await kill();
      }
    })();
    expect(await failureOf(reading)).toMatchObject({ code: 'executor_crashed' });
    expect(await rowsOf(executor, 'SELECT 1')).toEqual([[1]]);
  });

  it('does not make the others wait: 200 requests after it share one new process', async () => {
    const { executor, kill, pids } = openWarehouse();
    await executor.test(session);
    await kill();
    const answers = await Promise.all(Array.from({ length: 200 }, (_, n) => rowsOf(executor, `SELECT ${n}`)));
    expect(answers.flat(2)).toEqual(Array.from({ length: 200 }, (_, n) => n));
    expect(pids).toHaveLength(2);
  });
});

/** A process with executors of its own, as the engine is; prints the executor's process id once it is at work. */
async function startEngine(
  directory: string,
  then: string,
): Promise<{ engine: ReturnType<typeof spawn>; pid: number }> {
  const source = (path: string) =>
    JSON.stringify(new URL(`../../../src/main/executors/${path}`, import.meta.url).href);
  const program = `
    import { createNodeSpawn } from ${source('../processes/node-process.ts')};
    import { createExecutors } from ${source('pool.ts')};
    const log = { write() {} };
    const start = createNodeSpawn(log);
    const clock = {
      now: () => Date.now(), elapsed: () => performance.now(),
      timer(ms, callback) { const timer = setTimeout(callback, ms); return () => clearTimeout(timer); },
    };
    let pid;
    const executors = createExecutors({
      workspaceDirectory: process.argv[2], clock, log, redact: text => text, entries: { duckdb: new URL(${source('duckdb/main.ts')}) },
      spawn(program) { const child = start(program); pid = child.pid; return child; },
    });
    const executor = executors.for({ id: 1, definition: { name: 'local', engine: 'duckdb' }, trustedHosts: [] });
    const session = { role: null, warehouse: null, database: null, schema: null };
    await executor.execute({ queryId: 'first', session, statements: ['SELECT 1'], writes: [] });
    ${then}
    console.log(pid);
  `;
  const file = join(temporaryDirectory(), 'engine.mjs');
  writeFileSync(file, program);
  const engine = spawn(process.execPath, [file, directory], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [output] = (await once(engine.stdout, 'data')) as [Buffer];
  return { engine, pid: Number(output.toString()) };
}

/** Polls: the end of a process that is not our child is told by no event. */
async function ended(pid: number): Promise<void> {
  const until = performance.now() + 10_000;
  while (isAlive(pid)) {
    if (performance.now() > until) throw new Error(`Process ${pid} is still there`);
    await new Promise(setImmediate);
  }
}

describe('the end of the engine', () => {
  it('by a kill ends the executor in the middle of its work, and what it had not committed is not there', async () => {
    const directory = temporaryDirectory();
    const { engine, pid } = await startEngine(
      directory,
      `const underWay = Promise.withResolvers();
      executor.execute({
        queryId: 'long', session, writes: ['DEV'], target: { relation: { database: 'DEV', schema: 'PUBLIC', name: 'T' }, type: 'table' },
        statements: ['CREATE SCHEMA "DEV"."PUBLIC"', 'CREATE TABLE "DEV"."PUBLIC"."T" AS SELECT hash(range) AS H FROM range(10000000000)'],
      }, { onProgress: () => underWay.resolve() });
      await underWay.promise;`,
    );
    const exit = once(engine, 'exit');
    engine.kill('SIGKILL');
    await exit;
    await ended(pid);
    const { executor } = openWarehouse({ workspaceDirectory: directory });
    expect(await executor.recall(question('long', target))).toEqual({ state: 'unknown' });
    expect(await executor.catalog({ session, relations: [t] })).toEqual([]);
  });

  it('by itself is not held up by an idle executor', async () => {
    const { engine, pid } = await startEngine(temporaryDirectory(), '');
    const [code] = await once(engine, 'exit');
    expect(code).toBe(0);
    await ended(pid);
  });
});

describe('closing', () => {
  it('rejects what still runs and ends the process in time', async () => {
    const { executor, executors, pids, log } = openWarehouse();
    await executor.execute(build(t, 'SELECT 1 AS OLD'));
    const building = build(t, 'SELECT hash(range) AS H FROM range(10000000000)');
    const underWay = Promise.withResolvers<void>();
    const end = failureOf(executor.execute(building, { onProgress: () => underWay.resolve() }));
    const pages = executor.query({
      queryId: 'q',
      session,
      sql: 'SELECT range FROM range(100000000)',
      pageRows: 5,
    });
    const page = pages[Symbol.asyncIterator]();
    await page.next();
    await underWay.promise;
    const asked = performance.now();
    await executors.close();
    expect(performance.now() - asked).toBeLessThan(6_000);
    expect(await end).toMatchObject({
      code: 'executor_crashed',
      message: expect.stringContaining('stopped'),
    });
    expect(await failureOf(page.next())).toMatchObject({ code: 'executor_crashed' });
    expect(pids.filter(isAlive)).toEqual([]);
    expect(log.filter(entry => entry.level === 'error')).toEqual([]);
    expect(await failureOf(executor.test(session))).toMatchObject({ code: 'executor_unavailable' });
  });

  it('kills a process that does not answer', async () => {
    const { executor, executors, pids } = openWarehouse();
    await executor.test(session);
    const [pid = 0] = pids;
    process.kill(pid, 'SIGSTOP');
    await executors.close();
    expect(isAlive(pid)).toBe(false);
  });

  it('is done at once when nothing was started', async () => {
    const { executors } = openWarehouse();
    await executors.close();
    await executors.close();
  });
});
