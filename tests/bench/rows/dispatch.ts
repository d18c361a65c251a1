import { setTimeout as pause } from 'node:timers/promises';
import type { Executor } from '../../../src/main/engine/ports.ts';
import { ada } from '../../support/engine-options.ts';
import { openBenchEngine } from '../bench-engine.ts';
import { openFloor } from '../floor.ts';
import { median, percentile, type Row } from '../harness.ts';
import { openQueues } from '../peers/queues.ts';

const requests = 100;
const everyMs = 20;

export const dispatch: Row = {
  name: 'dispatch',
  workload: `one job every ${everyMs} ms (${requests}), durable: request → executor starts`,
  figure: 'median_ms',
  unit: 'ms',
  goal: '≤ 1.5 × floor, ≥ 2 × the best peer',
  async sides(directory) {
    let started: (() => void) | undefined;
    /** An executor that is there at once: what counts is when it is asked. */
    const instant = {
      execute: () => {
        started?.();
        return Promise.resolve({ rows: null, bytes: null });
      },
    } as unknown as Executor;
    const engine = await openBenchEngine(directory, {
      jobs: 1,
      change: () => ({ executors: { for: () => instant, close: () => Promise.resolve() } }),
    });
    const floor = await openFloor(directory);
    const queues = await openQueues(directory);

    const timed = async (one: () => Promise<number>) => {
      const times: number[] = [];
      for (let n = 0; n < requests; n++) {
        await pause(everyMs);
        times.push(await one());
      }
      return { median_ms: median(times), p95_ms: percentile(times, 0.95) };
    };
    return [
      {
        name: 'ours',
        what: 'the run frozen, created, claimed and its intent committed, then the executor is called',
        measure: () =>
          timed(async () => {
            const { promise, resolve } = Promise.withResolvers<number>();
            const begin = performance.now();
            started = () => resolve(performance.now() - begin);
            const { id } = await engine.runs.dispatch(ada, { job: 'job1', cause: '', variables: {} });
            const took = await promise;
            for await (const update of engine.runs.follow(id, 0)) if (update.type === 'ended') break;
            return took;
          }),
        close: () => engine.close(),
      },
      {
        name: 'floor',
        what: 'a bare row committed as pending, then as running, then the call',
        measure: () =>
          timed(async () => {
            const begin = performance.now();
            const id = floor.createPending(1);
            floor.setRunning(id);
            const took = performance.now() - begin;
            floor.setCompleted(id);
            return took;
          }),
        close: () => floor.close(),
      },
      ...queues.map(queue => ({
        name: queue.name,
        what: `added until its handler is called; ${queue.what}`,
        async measure() {
          let handled: (() => void) | undefined;
          const stop = await queue.work(
            Number.POSITIVE_INFINITY,
            () => {
              handled?.();
              return undefined;
            },
            () => {},
          );
          const figures = await timed(async () => {
            const { promise, resolve } = Promise.withResolvers<number>();
            const begin = performance.now();
            handled = () => resolve(performance.now() - begin);
            await queue.add(1);
            return await promise;
          });
          await stop();
          return figures;
        },
        close: () => queue.close(),
      })),
    ];
  },
};
