import { type Row, type RowResult, runRow } from './harness.ts';
import { analyse } from './rows/analyse.ts';
import { burst } from './rows/burst.ts';
import { dispatch } from './rows/dispatch.ts';
import { editor } from './rows/editor.ts';
import { history } from './rows/history.ts';
import { run } from './rows/run.ts';
import { load } from './rows/load.ts';
import { lateness } from './rows/lateness.ts';
import { schedules } from './rows/schedules.ts';
import { chain } from './rows/chain.ts';
import { dag } from './rows/dag.ts';
import { drain } from './rows/drain.ts';
import { graph } from './rows/graph.ts';
import { herd } from './rows/herd.ts';
import { table } from './rows/table.ts';
import { snowflakeOverhead, snowflakeRows } from './rows/snowflake.ts';

/** `npm run bench [-- NAME …]`: measures each row against its floor. Never fails because of a figure. */
const rows: Row[] = [
  run,
  dispatch,
  burst,
  drain,
  chain,
  dag,
  herd,
  lateness,
  schedules,
  history,
  editor,
  graph,
  analyse,
  load,
  table,
  snowflakeOverhead,
  snowflakeRows,
];

const wanted = process.argv.slice(2);
const unknown = wanted.filter(name => !rows.some(row => row.name === name));
if (unknown.length > 0) {
  console.error(`There is no row ${unknown.join(', ')}; there are: ${rows.map(row => row.name).join(', ')}`);
  process.exit(2);
}

for (const row of rows) {
  if (wanted.length > 0 && !wanted.includes(row.name)) continue;
  print(row, await runRow(row));
}

function print(row: Row, result: RowResult): void {
  console.log(`\n${row.name}: ${row.workload}`);
  for (const side of result.sides) {
    const others = Object.entries(side.figures)
      .filter(([name]) => name !== row.figure)
      .map(([name, value]) => `${name} ${show(value)}`)
      .join(', ');
    const ratio = result.ratios[side.name];
    console.log(
      `  ${side.name.padEnd(8)} ${show(side.median).padStart(9)} ${row.unit}  (${show(side.min)} – ${show(side.max)})` +
        `${ratio === undefined ? '' : `  ours is ${ratio.toFixed(2)} × this`}${others === '' ? '' : `  [${others}]`}`,
    );
    console.log(`           ${side.what}`);
  }
  console.log(`  goal     ${row.goal}`);
}

function show(value: number): string {
  return value >= 1_000 ? Math.round(value).toLocaleString('en') : value.toPrecision(3);
}
