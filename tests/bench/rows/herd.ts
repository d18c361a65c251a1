import { emptyKind, openBenchEngine, untilAllEnded } from '../bench-engine.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { openFloor } from '../floor.ts';
import type { Row } from '../harness.ts';
import { openQueues } from '../peers/queues.ts';

const jobs = 10_000;
const minuteMs = 60_000;

export const herd: Row = {
  name: 'herd',
  workload: `${jobs.toLocaleString('en')} jobs due in the same minute: all their runs on disk`,
  figure: 'ms',
  unit: 'ms',
  goal: '≤ 2 × floor',
  async sides(directory) {
    const clock = new FakeClock();
    let gate: Promise<void> = Promise.resolve();
    const engine = await openBenchEngine(directory, {
      jobs,
      // None ends while the others are still to be written.
      kind: { ...emptyKind(), execute: () => gate },
      triggers: () => [{ schedule: { cron: '* * * * *', overlap: 'queue_all' } }],
      change: () => ({ clock }),
    });
    const floor = await openFloor(directory);
    const timed = async (all: () => Promise<unknown> | void) => {
      const start = performance.now();
      await all();
      return { ms: performance.now() - start };
    };
    const queues = await openQueues(directory);
    return [
      {
        name: 'ours',
        what: 'marks, ledger, frozen runs and audit of all; as many as have room are started',
        async measure() {
          const { promise, resolve } = Promise.withResolvers<void>();
          gate = promise;
          clock.jump(minuteMs);
          const figures = await timed(() => engine.wake());
          resolve();
          await untilAllEnded(engine);
          return figures;
        },
        close: () => engine.close(),
      },
      {
        name: 'floor',
        what: 'a bare row each, in one commit; nothing says afterwards why it is there or what it is to do',
        measure: () =>
          timed(() => {
            floor.together(() => {
              for (let job = 1; job <= jobs; job++) floor.createPending(job);
            });
          }),
        close: () => floor.close(),
      },
      ...queues.map(queue => ({
        name: queue.name,
        what: `all added at once by the caller, who knows that they are due; ${queue.what}`,
        async measure() {
          const figures = await timed(() => queue.add(jobs));
          await queue.clear();
          return figures;
        },
        close: () => queue.close(),
      })),
    ];
  },
};
