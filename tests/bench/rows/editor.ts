import { check } from '../../../src/main/engine/sql/check.ts';
import { scope } from '../../../src/main/engine/sql/lineage/scope.ts';
import { openBenchEngine } from '../bench-engine.ts';
import { median, percentile, type Row } from '../harness.ts';

const lines = 300;
const edits = 30;

/** A model of CTEs that read each other, ten lines each; every edit makes another text of it, every third a broken one. */
function modelText(edit: number): string {
  const parts: string[] = [];
  for (let n = 0; n < lines / 10 - 1; n++) {
    const from = n === 0 ? 'LAKE.RAW.FLIGHTS' : `part_${n - 1}`;
    parts.push(`part_${n} as (
    select
        id,
        carrier,
        dateadd(day, ${n}, departed_at) as departed_at,
        iff(delay_minutes > ${n + edit}, 'late', 'on time') as state, -- edited
        coalesce(raw:weather.wind[0]::number(10, 2), 0) as wind,
        row_number() over (partition by carrier order by departed_at desc nulls last) as nth
    from ${from}
    where delay_minutes is not null and origin in ('ATL', 'LAX', 'ORD'))`);
  }
  const broken = edit % 3 === 0 ? ' where where' : '';
  return `with ${parts.join(',\n')}
select
    carrier,
    count(*) as flights,
    avg(wind) as wind,
    max(nth) as nth,
    min(departed_at) as first_at,
    listagg(distinct state, ', ') within group (order by state) as states
from part_${lines / 10 - 2}${broken}
group by carrier
qualify row_number() over (order by flights desc) <= 10`;
}

let edit = 0;

/** What a person waits for behind the pause in typing: nothing is known of the text yet. */
async function typed(
  checked: (sql: string) => Promise<{ length: number }>,
  inScope: (sql: string, offset: number) => Promise<{ relations: unknown[] }>,
) {
  const checks: number[] = [];
  const scopes: number[] = [];
  for (let n = 0; n < edits; n++) {
    const sql = modelText(++edit);
    let begin = performance.now();
    const { length } = await checked(sql);
    checks.push(performance.now() - begin);
    if (length !== (edit % 3 === 0 ? 1 : 0)) throw new Error(`${length} problems in edit ${edit}`);
    begin = performance.now();
    await inScope(sql, sql.lastIndexOf('nth'));
    scopes.push(performance.now() - begin);
  }
  return {
    check_ms: median(checks),
    check_p95_ms: percentile(checks, 0.95),
    scope_ms: median(scopes),
    scope_p95_ms: percentile(scopes, 0.95),
  };
}

export const editor: Row = {
  name: 'editor',
  workload: `a model of ${lines} lines as it is edited (${edits} edits, each a new text, a third of them broken): its problems, and the scope at a place`,
  figure: 'check_ms',
  unit: 'ms',
  goal: '≤ 150 ms, p95 too; ≤ 1.5 × floor',
  async sides(directory) {
    const engine = await openBenchEngine(directory, { jobs: 1 });
    return [
      {
        name: 'ours',
        what: 'the calls of the editor: checked as a model, in the analysis process, with all three parsers',
        measure: () =>
          typed(
            sql => engine.queries.check({ sql, model: true }),
            (sql, offset) => engine.queryColumns.scope({ sql, offset }),
          ),
        close: () => engine.close(),
      },
      {
        name: 'floor',
        what: 'the same parsers in this process, and nothing about models',
        measure: () => typed(check, (sql, offset) => Promise.resolve(scope(sql, offset, []))),
      },
    ];
  },
};
