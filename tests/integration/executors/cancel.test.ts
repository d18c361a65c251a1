import { describe, expect, it } from 'vitest';
import type { Executor, Script } from '../../../src/main/engine/ports.ts';
import { limits } from '../../../src/main/executors/duckdb/limits.ts';
import {
  build,
  failureOf,
  openWarehouse,
  question,
  rowCount,
  rowsOf,
  script,
  session,
  table,
  type Warehouse,
} from './support.ts';

const t = table('T');
const target = { relation: t, type: 'table' as const };
/** Takes long, and scans a table all the while, of which DuckDB reports progress. */
const slow = 'SELECT max(md5(repeat(I::VARCHAR, 1000))) AS M FROM SEED';
/** Takes for ever and hardly any memory. */
const endless = 'SELECT count(*) AS N FROM range(100000000000) a WHERE hash(a.range) = 1';

async function withSeed(): Promise<Warehouse> {
  const warehouse = openWarehouse();
  await warehouse.executor.execute(build(table('SEED'), 'SELECT range AS I FROM range(5000000)'));
  await warehouse.executor.execute(build(t, 'SELECT 1 AS OLD'));
  return warehouse;
}

/** Starts a script and resolves when the warehouse is at work on it. */
async function begin(executor: Executor, slowScript: Script): Promise<{ end: Promise<unknown> }> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const end = executor.execute(slowScript, { onProgress: () => resolve() });
  end.catch(reject);
  await promise;
  return { end };
}

describe('cancelling', () => {
  it('stops a build within the second, and the old table stays', async () => {
    const { executor } = await withSeed();
    const building = build(t, slow);
    const { end } = await begin(executor, building);
    expect(await executor.recall(question(building.queryId, target))).toEqual({ state: 'running' });
    const asked = performance.now();
    await executor.cancel(building.queryId);
    expect(await failureOf(end)).toMatchObject({
      code: 'cancelled',
      sqlstate: '57014',
      query_id: building.queryId,
    });
    expect(performance.now() - asked).toBeLessThan(1_000);
    expect(await rowsOf(executor, 'SELECT * FROM T')).toEqual([[1]]);
    expect(await executor.recall(question(building.queryId, target))).toEqual({ state: 'unknown' });
    // The place it held is free again.
    await executor.execute(build(t, 'SELECT 2 AS NEW'));
    expect(await rowsOf(executor, 'SELECT * FROM T')).toEqual([[2]]);
  });

  it('reports how far a build is, not more than about ten times a second', async () => {
    const { executor } = await withSeed();
    const building = build(t, slow);
    const reports: { fraction: number | null; rows: number | null }[] = [];
    const started = performance.now();
    const enough = Promise.withResolvers<void>();
    const end = executor.execute(building, {
      onProgress(progress) {
        reports.push(progress);
        if (reports.length === 3) enough.resolve();
      },
    });
    await enough.promise;
    expect(performance.now() - started).toBeGreaterThan(200);
    await executor.cancel(building.queryId);
    await failureOf(end);
    const fractions = reports.flatMap(({ fraction }) => fraction ?? []);
    expect(fractions.length).toBeGreaterThan(0);
    expect(fractions.every(fraction => fraction >= 0 && fraction <= 1)).toBe(true);
    expect(reports.every(({ rows }) => rows === null || rows >= 0)).toBe(true);
  });

  it('takes a script out of the queue that waits for its table', async () => {
    const { executor } = await withSeed();
    const first = build(t, slow);
    const { end } = await begin(executor, first);
    const [second, third] = [build(t, 'SELECT 2 AS NEW'), build(t, 'SELECT 3 AS NEW')];
    const waiting = failureOf(executor.execute(second));
    const last = executor.execute(third);
    await executor.cancel(second.queryId);
    expect(await waiting).toMatchObject({ code: 'cancelled', query_id: second.queryId });
    await executor.cancel(first.queryId);
    await failureOf(end);
    await last;
    expect(await rowsOf(executor, 'SELECT * FROM T')).toEqual([[3]]);
  });

  it('takes a script out of the queue that waits for a free place, while others answer all the same', async () => {
    const { executor } = await withSeed();
    const long = Array.from({ length: limits.scripts }, () => script([endless]));
    const ends = long.map(each => failureOf(executor.execute(each)));
    const queued = script(['SELECT 42']);
    const waiting = failureOf(executor.execute(queued));
    // Long scripts keep nobody from looking something up.
    expect(await rowsOf(executor, 'SELECT 42')).toEqual([[42]]);
    expect(await executor.catalog({ session, relations: [t] })).toHaveLength(1);
    await executor.cancel(queued.queryId);
    expect(await waiting).toMatchObject({ code: 'cancelled' });
    for (const each of long) await executor.cancel(each.queryId);
    expect((await Promise.all(ends)).map(failure => failure.code)).toEqual(long.map(() => 'cancelled'));
    await executor.execute(script(['SELECT 42']));
  });

  it('does nothing to what has ended or was never there', async () => {
    const { executor, pids } = openWarehouse();
    await executor.cancel('never started');
    expect(pids).toEqual([]);
    const built = build(t, 'SELECT 1 AS A');
    await executor.execute(built);
    await executor.cancel(built.queryId);
    expect(await executor.recall(question(built.queryId, target))).toMatchObject({ state: 'succeeded' });
    expect(await rowCount(executor, t)).toBe(1);
  });

  it('works while the process is starting', async () => {
    const { executor } = openWarehouse();
    const early = build(t, 'SELECT 1 AS A');
    const end = failureOf(executor.execute(early));
    await executor.cancel(early.queryId);
    expect(await end).toMatchObject({ code: 'cancelled' });
    expect(await executor.recall(question(early.queryId, target))).toEqual({ state: 'unknown' });
  });

  it('at any moment ends in what really happened', async () => {
    const { executor } = openWarehouse();
    await executor.execute(build(t, 'SELECT -1 AS N'));
    let now = -1;
    const seen = { cancelled: 0, succeeded: 0 };
    for (let n = 0; n < 120; n++) {
      const building = build(t, `SELECT ${n} AS N FROM range(2000)`);
      if (n % 2 === 1) delete building.target;
      const end = executor.execute(building).then(
        () => 'succeeded' as const,
        () => 'cancelled' as const,
      );
      // A little later each time: before it, into it, into its commit, after it.
      const until = performance.now() + (n % 40) * 0.2;
      while (performance.now() < until) await new Promise(setImmediate);
      await executor.cancel(building.queryId);
      const outcome = await end;
      seen[outcome] += 1;
      if (outcome === 'succeeded') now = n;
      expect(await rowsOf(executor, 'SELECT DISTINCT N FROM T')).toEqual([[now]]);
      if (!building.target) continue;
      const { state } = await executor.recall(question(building.queryId, target));
      expect(state).toBe(outcome === 'succeeded' ? 'succeeded' : 'unknown');
    }
    expect(seen.cancelled).toBeGreaterThan(0);
  });
});
