import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Database from 'better-sqlite3';
import { openEngine } from '../../../src/main/engine/engine.ts';
import { engineOptions } from '../../support/engine-options.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { emptyKind, openBenchEngine } from '../bench-engine.ts';
import type { Row } from '../harness.ts';
import { sampleSchedules } from '../schedules/samples.ts';

const count = 10_000;
const side = fileURLToPath(new URL('../schedules/side.ts', import.meta.url));

export const schedules: Row = {
  name: 'schedules',
  workload: `${count.toLocaleString('en')} schedules in forty zones: from the start of the program to waiting for the first`,
  figure: 'arm_ms',
  unit: 'ms',
  goal: '≥ 10 × faster than croner to arm; no timer per schedule. text_ms: from the text of all to their next fires',
  async sides(directory) {
    const clock = new FakeClock();
    const samples = sampleSchedules(count);
    const engine = await openBenchEngine(directory, {
      jobs: count,
      kind: emptyKind(),
      triggers: job => {
        const { cron = '', timeZone = '' } = samples[job - 1] ?? {};
        return [{ schedule: { cron, time_zone: timeZone } }];
      },
      change: () => ({ clock }),
    });
    await engine.close();
    const database = join(directory, 'ours', 'slipway.db');
    const apart = (name: string) =>
      JSON.parse(
        execFileSync(process.execPath, ['--expose-gc', side, name, String(count)], { encoding: 'utf8' }),
      ) as { text_ms: number; next_us: number; memory_mb: number };
    return [
      {
        name: 'ours',
        what: 'the whole engine opened: when each fires next was stored when it was saved; one timer',
        async measure() {
          const begin = performance.now();
          const opened = await openEngine({ ...engineOptions(join(directory, 'ours')), clock });
          const arm_ms = performance.now() - begin;
          await opened.close();
          return { arm_ms, ...apart('ours') };
        },
      },
      {
        name: 'floor',
        what: 'the database opened and asked for the first that is due; apart: fixed times without changes of clocks',
        measure() {
          const begin = performance.now();
          const db = new Database(database, { readonly: true });
          db.prepare('SELECT min(due_at_ms) FROM triggers WHERE due_at_ms IS NOT NULL').get();
          const arm_ms = performance.now() - begin;
          db.close();
          return Promise.resolve({ arm_ms, ...apart('floor') });
        },
      },
      ...['croner', 'cron-parser'].map(name => ({
        name,
        what:
          name === 'croner'
            ? 'every expression taken apart and a timer set for each, at each start'
            : 'every expression taken apart and asked for its next fire, at each start; no timers',
        measure() {
          const figures = apart(name);
          return Promise.resolve({ arm_ms: figures.text_ms, ...figures });
        },
      })),
    ];
  },
};
