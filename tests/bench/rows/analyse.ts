import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import * as polyglot from '@polyglot-sql/sdk';
import { functions } from '../../../src/main/engine/sql/functions.ts';
import type { KnownTable } from '../../../src/main/engine/sql/types.ts';
import type { Row } from '../harness.ts';

const models = 1_000;
const sample = resolve(import.meta.dirname, '../../../resources/sample/workspace/models');

/** The models of the sample, again and again; a comment makes each a text of its own, as answers are remembered. */
function texts(round: number): string[] {
  const written = readdirSync(sample)
    .sort()
    .map(name => readFileSync(join(sample, name, 'v1.sql'), 'utf8'));
  return Array.from({ length: models }, (_, n) => `${written[n % written.length]}\n-- ${round}.${n}`);
}

/** A model of 300 lines that is being typed, and the place where. */
function typed(round: number): { sql: string; offset: number } {
  const steps = Array.from(
    { length: 48 },
    (_, n) => `step${n + 1} as (
  select s.day, s.origin, sum(s.delay) as delay, count(*) as flights,
    avg(s.delay) over (partition by s.origin order by s.day) as mean
  from step${n} s
  where s.delay > ${n}
  group by all),`,
  ).join('\n');
  const start = `with step0 as (select * from lake.raw.flights -- ${round}\n),\n${steps}\nlast as (select 1 as one)\nselect l.`;
  return { sql: `${start} from step48 l\nwhere `, offset: start.length };
}

const tables: KnownTable[] = [
  {
    written: ['LAKE', 'RAW', 'FLIGHTS'],
    columns: ['DAY', 'ORIGIN', 'DELAY'].map(name => ({ name, type: 'VARCHAR' })),
  },
];

const each = (texts: string[], work: (sql: string) => void): number => {
  const start = performance.now();
  for (const sql of texts) work(sql);
  return (performance.now() - start) / texts.length;
};

export const analyse: Row = {
  name: 'analyse',
  workload: `${models.toLocaleString('en')} texts of models: what each reads, its tables mapped, and its translation`,
  figure: 'ms',
  unit: 'ms a model',
  goal: '≤ 2 × floor',
  async sides() {
    let round = 0;
    return [
      {
        name: 'ours',
        what: 'sources, mapping checked by reading again, translation; lineage: its columns to those of tables; scope: one place in 300 lines',
        measure() {
          const all = texts(++round);
          const ms = each(all, sql => {
            const { statements } = functions.analyze(sql);
            const renamed = functions.rename(
              sql,
              (statements[0]?.sources ?? []).map(({ start, end, schema, name }) => ({
                start,
                end,
                relation: { database: 'LAKE', schema: schema ?? 'RAW', name },
              })),
            );
            functions.translate(renamed);
          });
          const lineageMs = each(texts(++round), sql => void functions.lineage(sql, []));
          const places = Array.from({ length: 20 }, (_, n) => typed(round * 100 + n));
          const start = performance.now();
          for (const { sql, offset } of places) functions.scope(sql, offset, tables);
          const scopeMs = (performance.now() - start) / places.length;
          return Promise.resolve({ ms, lineage_ms: lineageMs, scope_ms: scopeMs });
        },
      },
      {
        name: 'floor',
        what: 'parsed once and written as DuckDB SQL by polyglot: no sources, nothing mapped, its own idea of what is equal',
        measure() {
          const all = texts(++round);
          return Promise.resolve({
            ms: each(all, sql => {
              polyglot.transpile(sql, polyglot.Dialect.Snowflake, polyglot.Dialect.DuckDB);
            }),
          });
        },
      },
    ];
  },
};
