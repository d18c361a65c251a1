import { ada } from '../../support/engine-options.ts';
import { emptyKind, giveRoom, openBenchEngine, untilAllEnded } from '../bench-engine.ts';
import { openFloor } from '../floor.ts';
import type { Row } from '../harness.ts';
import { openQueues } from '../peers/queues.ts';

const runs = 20_000;
const jobs = 2_000;
/** What may be under way at once, on every side. */
const room = 256;

export const drain: Row = {
  name: 'drain',
  workload: `${runs.toLocaleString('en')} queued runs that do nothing, ${room} at once, until the end of the last is on disk`,
  figure: 'runs_per_s',
  unit: 'runs/s',
  higherIsBetter: true,
  goal: '≥ 0.4 × floor',
  async sides(directory) {
    let gate: Promise<void> | undefined;
    const engine = await openBenchEngine(directory, {
      jobs,
      // The first run holds the only place until all others are queued.
      kind: { ...emptyKind(), execute: () => gate ?? Promise.resolve() },
    });
    const floor = await openFloor(directory);
    const timed = async (all: () => Promise<unknown>) => {
      const start = performance.now();
      await all();
      return { runs_per_s: (runs * 1_000) / (performance.now() - start) };
    };
    const queues = await openQueues(directory);
    return [
      {
        name: 'ours',
        what: `of ${jobs.toLocaleString('en')} jobs, one run a job at a time: claimed, started, ended, each durable`,
        async measure() {
          await giveRoom(engine, 1);
          const { promise, resolve } = Promise.withResolvers<void>();
          gate = promise;
          for (let n = 0; n < runs; n += 1_000) {
            await Promise.all(
              Array.from({ length: 1_000 }, (_, i) =>
                engine.runs.dispatch(ada, { job: `job${1 + ((n + i) % jobs)}`, cause: '', variables: {} }),
              ),
            );
          }
          return await timed(async () => {
            gate = undefined;
            resolve();
            await giveRoom(engine, room);
            await untilAllEnded(engine);
          });
        },
        close: () => engine.close(),
      },
      {
        name: 'floor',
        what: `bare rows, ${room} claimed in one commit and ended in the next`,
        measure() {
          const ids: number[] = [];
          floor.together(() => {
            for (let n = 0; n < runs; n++) ids.push(floor.createPending(n % jobs));
          });
          return timed(() => {
            for (let n = 0; n < runs; n += room) {
              const claimed = ids.slice(n, n + room);
              floor.together(() => claimed.forEach(floor.setRunning));
              floor.together(() => claimed.forEach(floor.setCompleted));
            }
            return Promise.resolve();
          });
        },
        close: () => floor.close(),
      },
      ...queues.map(queue => ({
        name: queue.name,
        what: queue.what,
        async measure() {
          await queue.add(runs);
          return await timed(async () => {
            const { promise, resolve } = Promise.withResolvers<void>();
            const stop = await queue.work(runs, () => undefined, resolve);
            await promise;
            await stop();
          });
        },
        close: () => queue.close(),
      })),
    ];
  },
};
