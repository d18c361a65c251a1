import type { DuckDBConnection } from '@duckdb/node-api';
import { openBenchEngine, runToEnd, statement } from '../bench-engine.ts';
import { openFloor } from '../floor.ts';
import type { Row } from '../harness.ts';

const inFlight = 256;
const runs = 4_096;
/** DuckDB connections of the floor; more gain nothing on few cores. */
const connections = 8;

export const burst: Row = {
  name: 'burst',
  workload: `${inFlight} runs in flight, one DuckDB statement each (${runs.toLocaleString('en')} runs)`,
  figure: 'runs_per_s',
  unit: 'runs/s',
  higherIsBetter: true,
  goal: '≥ 0.6 × floor',
  async sides(directory) {
    const engine = await openBenchEngine(directory, { jobs: inFlight });
    const floor = await openFloor(directory);
    const pool: DuckDBConnection[] = await Promise.all(
      Array.from({ length: connections }, () => floor.connect()),
    );

    const timed = async (one: (lane: number) => Promise<unknown>) => {
      let left = runs;
      const start = performance.now();
      await Promise.all(
        Array.from({ length: inFlight }, async (_, lane) => {
          while (left-- > 0) await one(lane);
        }),
      );
      return { runs_per_s: (runs * 1_000) / (performance.now() - start) };
    };
    return [
      {
        name: 'ours',
        what: `${inFlight} jobs kept busy: dispatch to recorded end, statements in the executor process`,
        measure: () => timed(lane => runToEnd(engine, `job${lane + 1}`)),
        close: () => engine.close(),
      },
      {
        name: 'floor',
        what: 'bare rows, three states each, commits grouped by turn; statements in the same process',
        measure: () =>
          timed(async lane => {
            let id = 0;
            await floor.grouped(() => (id = floor.createPending(lane)));
            await floor.grouped(() => floor.setRunning(id));
            await pool[lane % connections]?.run(statement);
            await floor.grouped(() => floor.setCompleted(id));
          }),
        close: () => {
          for (const connection of pool) connection.closeSync();
          floor.close();
        },
      },
    ];
  },
};
