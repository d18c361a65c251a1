import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import type { RunListInput } from '../../../src/main/engine/runs/runs.ts';
import type { Engine } from '../../../src/main/engine/engine.ts';
import { ada } from '../../support/engine-options.ts';
import { openBenchEngine } from '../bench-engine.ts';
import { median, type Row } from '../harness.ts';

const total = Number(process.env.BENCH_RUNS ?? 1_000_000);
const jobs = 50;
const looks = 40;
const writesPerSecond = 500;

/** Every filter the run list offers, with what a person would choose. */
const filters: Record<string, Omit<RunListInput, 'limit'>> = {
  none: {},
  job: { job: 'job7' },
  environment: { environment: 'bench' },
  model: { model: 'm' },
  failed: { state: ['failed'] },
  'failed or cancelled': { state: ['failed', 'cancelled'] },
  trigger: { trigger: 'api' },
  since: { since: new Date(1_700_000_000_000 + (total - 50_000) * 1_000).toISOString() },
  'job, failed': { job: 'job7', state: ['failed'] },
  'environment, failed': { environment: 'bench', state: ['failed'] },
};

export const history: Row = {
  name: 'history',
  workload: `the last 100 of ${total.toLocaleString('en')} runs by each filter the screens offer, under ${writesPerSecond} writes/s`,
  figure: 'median_ms',
  unit: 'ms',
  goal: '≤ 1.3 × floor',
  async sides(directory) {
    const engine = await openBenchEngine(directory, { jobs });
    await engine.close();
    fill(join(directory, 'ours', 'slipway.db'));
    const ours = await reopen(directory);
    const floor = openFloor(directory);

    const timed = async (look: (filter: Omit<RunListInput, 'limit'>) => unknown, write: () => unknown) => {
      const pending: unknown[] = [];
      const timer = setInterval(() => {
        for (let n = 0; n < writesPerSecond / 50; n++) pending.push(write());
      }, 20);
      const figures: Record<string, number> = {};
      for (const [name, filter] of Object.entries(filters)) {
        const times: number[] = [];
        for (let n = 0; n < looks; n++) {
          const begin = performance.now();
          look(filter);
          times.push(performance.now() - begin);
          await new Promise(setImmediate);
        }
        figures[name] = median(times);
      }
      clearInterval(timer);
      await Promise.all(pending);
      return { median_ms: median(Object.values(figures)), ...figures };
    };
    return [
      {
        name: 'ours',
        what: 'runs.list: names, times, failure of each run, as the API gives them',
        measure: () =>
          timed(
            filter => ours.runs.list({ ...filter, limit: 100 }),
            () => ours.workspace.setVariables(ada, { n: Math.random() }),
          ),
        close: () => ours.close(),
      },
      floor,
    ];

    /** The same rows joined with their names by the same keys, one prepared statement a filter, nothing mapped. */
    function openFloor(parent: string) {
      const db = new Database(join(parent, 'ours', 'slipway.db'), { readonly: true });
      const floorDb = new Database(join(parent, 'floor.db'));
      floorDb.pragma('journal_mode = WAL');
      floorDb.pragma('synchronous = FULL');
      floorDb.exec('CREATE TABLE w (n REAL)');
      const insert = floorDb.prepare('INSERT INTO w VALUES (?)');
      const where: Record<string, string> = {
        none: '1',
        job: 'job_id = 7',
        environment: 'environment_id = 1',
        model: 'model_id = 1',
        failed: 'state = 4',
        'failed or cancelled': 'state IN (4, 6)',
        trigger: 'trigger_kind = 1',
        since: `created_at_ms >= ${Date.parse(filters.since?.since ?? '')}`,
        'job, failed': 'job_id = 7 AND state = 4',
        'environment, failed': 'environment_id = 1 AND state = 4',
      };
      const statements = new Map(
        Object.entries(where).map(([name, condition]) => [
          filters[name],
          db.prepare(
            `SELECT r.*, j.name, e.name, m.name FROM (SELECT id FROM runs WHERE ${condition} AND draft = 0 ORDER BY id DESC LIMIT 100) w
             JOIN runs r USING (id) JOIN jobs j ON j.id = r.job_id JOIN environments e ON e.id = r.environment_id
             LEFT JOIN models m ON m.id = r.model_id ORDER BY r.id DESC`,
          ),
        ]),
      );
      return {
        name: 'floor',
        what: 'the rows with their names from SQLite, a prepared statement a filter, as arrays of columns',
        measure: () =>
          timed(
            filter => statements.get(filter)?.raw().all(),
            () => insert.run(Math.random()),
          ),
        close: () => {
          db.close();
          floorDb.close();
        },
      };
    }
  },
};

async function reopen(directory: string): Promise<Engine> {
  const { openEngine } = await import('../../../src/main/engine/engine.ts');
  const { engineOptions } = await import('../../support/engine-options.ts');
  mkdirSync(join(directory, 'ours'), { recursive: true });
  return await openEngine(engineOptions(join(directory, 'ours')));
}

/** A history as it grows in years: mostly completed, some failed, a few of every other kind. */
function fill(file: string): void {
  const db = new Database(file);
  db.exec(`
    INSERT INTO documents (id, hash, body_json) VALUES (999999, x'ff', '{}');
    WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${total})
    INSERT INTO runs (job_id, job_version, environment_id, model_id, model_version, tag, draft, state, trigger_kind, actor,
      cause, attempt, frozen_id, rows_affected, created_at_ms, claimed_at_ms, submitted_at_ms, ended_at_ms)
    SELECT 1 + (i * 7919) % ${jobs}, 1, 1, 1, 1, 'v1', (i % 997) = 0,
      CASE WHEN i % 53 = 0 THEN 4 WHEN i % 211 = 0 THEN 6 WHEN i % 307 = 0 THEN 5 ELSE 3 END, (i % 13) = 0,
      'ada via cli', '', 1, 999999, i % 10000, 1700000000000 + i * 1000, 1700000000000 + i * 1000 + 5,
      1700000000000 + i * 1000 + 20, 1700000000000 + i * 1000 + 900 FROM n;
    INSERT INTO run_failures SELECT id, 1, 'build', 'warehouse_error', 'Division by zero', NULL, NULL, 0, NULL FROM runs WHERE state = 4;
  `);
  db.close();
}
