import { openBenchEngine, runToEnd } from '../bench-engine.ts';
import { openFloor } from '../floor.ts';
import type { Row } from '../harness.ts';

const runs = 200;

export const run: Row = {
  name: 'run',
  workload: `a whole run, one after the other (${runs}): pending, running, completed, durable, one DuckDB statement`,
  figure: 'ms_per_run',
  unit: 'ms/run',
  goal: '≤ 1.5 × floor',
  async sides(directory) {
    const engine = await openBenchEngine(directory, { jobs: 1 });
    const floor = await openFloor(directory);
    const timed = async (one: () => Promise<unknown>) => {
      const start = performance.now();
      for (let n = 0; n < runs; n++) await one();
      return { ms_per_run: (performance.now() - start) / runs };
    };
    return [
      {
        name: 'ours',
        what: 'dispatch to recorded end: frozen specification, audit, step, statement in the executor process',
        measure: () => timed(() => runToEnd(engine, 'job1')),
        close: () => engine.close(),
      },
      {
        name: 'floor',
        what: 'three commits of a bare row and the statement in the same process',
        measure: () =>
          timed(async () => {
            const id = floor.createPending(1);
            floor.setRunning(id);
            await floor.statement();
            floor.setCompleted(id);
          }),
        close: () => floor.close(),
      },
    ];
  },
};
