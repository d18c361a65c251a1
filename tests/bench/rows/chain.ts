import { ada } from '../../support/engine-options.ts';
import { emptyKind, openBenchEngine, untilAllEnded } from '../bench-engine.ts';
import { openFloor } from '../floor.ts';
import type { Row } from '../harness.ts';
import { openQueues } from '../peers/queues.ts';

const jobs = 40;

export const chain: Row = {
  name: 'chain',
  workload: `${jobs} jobs that do nothing, each started by the end of the one before, durable`,
  figure: 'ms',
  unit: 'ms',
  goal: '≤ 2 × floor',
  async sides(directory) {
    const engine = await openBenchEngine(directory, {
      jobs,
      kind: emptyKind(),
      triggers: number => (number === 1 ? [] : [{ job: { after: [`job${number - 1}`] } }]),
    });
    const floor = await openFloor(directory);
    const timed = async (all: () => Promise<unknown>) => {
      const start = performance.now();
      await all();
      return { ms: performance.now() - start };
    };
    const queues = await openQueues(directory);
    return [
      {
        name: 'ours',
        what: 'request to the recorded end of the last: an end, the next run, its ledger and audit are one commit',
        measure: () =>
          timed(async () => {
            await engine.runs.dispatch(ada, { job: 'job1', cause: '', variables: {} });
            await untilAllEnded(engine);
          }),
        close: () => engine.close(),
      },
      {
        name: 'floor',
        what: 'a bare row a job; the end of one and the start of the next are one commit',
        measure: () =>
          timed(() => {
            let id = 0;
            for (let job = 1; job <= jobs; job++) {
              floor.together(() => {
                if (id > 0) floor.setCompleted(id);
                id = floor.createPending(job);
                floor.setRunning(id);
              });
            }
            floor.setCompleted(id);
            return Promise.resolve();
          }),
        close: () => floor.close(),
      },
      ...queues.map(queue => ({
        name: queue.name,
        what: `each handler adds the next job; ${queue.what}`,
        measure: () =>
          timed(async () => {
            const { promise, resolve } = Promise.withResolvers<void>();
            let left = jobs - 1;
            const stop = await queue.work(jobs, () => (left-- > 0 ? queue.add(1) : undefined), resolve);
            await queue.add(1);
            await promise;
            await stop();
          }),
        close: () => queue.close(),
      })),
    ];
  },
};
