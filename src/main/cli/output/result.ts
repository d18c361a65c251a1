import type { Cell as Value } from '../../../shared/contract/common.ts';
import type { ResultSet } from '../../../shared/contract/models.ts';
import { formatDuration } from '../../../shared/domain/duration.ts';
import { engineTitles } from '../../../shared/domain/engines.ts';
import { type Cell, type Column, table } from './table.ts';
import type { Terminal } from './terminal.ts';
import { bytes, counted, safe, widthOf } from './text.ts';

/** A column that is cut is at least this wide; what does not fit then is left out and named. */
const leastWidth = 6;
const gap = 2;
/** Beyond this a cell says nothing more in a table; `--json` has all of it. */
const maxCell = 400;

/** Rows as an aligned table. NULL is unlike any text; what was left out is said. */
export function resultText(result: ResultSet, terminal: Terminal): string {
  const { columns, rows } = result;
  const numeric = columns.map((_, index) => rows.every(row => isNumber(row[index] ?? null)));
  const shown = fitting(columns.length, terminal.width);
  const titles = columns
    .slice(0, shown)
    .map<Column>(({ name }, index) => (numeric[index] ? { title: name, align: 'right' } : { title: name }));
  const text = table(
    titles,
    rows.map(row => row.slice(0, shown).map(resultCell)),
    { width: terminal.width, paint: terminal.paint },
  );
  const left = columns.slice(shown).map(column => safe(column.name));
  const notes = [
    footer(result),
    ...(left.length > 0
      ? [`${counted(left.length, 'column')} left out for want of room: ${left.join(', ')}`]
      : []),
  ];
  return `${text}\n\n${terminal.paint('dim', notes.join('\n'))}`;
}

function footer({ rows, truncated, bytes: size, elapsed_ms, engine }: ResultSet): string {
  const amount = truncated
    ? `the first ${counted(rows.length, 'row')}: there are more (--limit)`
    : counted(rows.length, 'row');
  const where = engine === 'duckdb' ? 'DuckDB (approximates Snowflake)' : engineTitles[engine];
  return `${amount} · ${bytes(size)} · ${formatDuration(elapsed_ms)} · ${where}`;
}

function fitting(columns: number, width: number): number {
  if (width === Number.POSITIVE_INFINITY) return columns;
  return Math.max(1, Math.min(columns, Math.floor((width + gap) / (leastWidth + gap))));
}

/** Numbers beyond 2^53 and decimals are strings. */
function isNumber(value: Value): boolean {
  return (
    value === null ||
    typeof value === 'number' ||
    (typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value))
  );
}

/** A value in a table. NULL is unlike any text. */
export function resultCell(value: Value): Cell {
  if (value === null) return { text: 'NULL', style: 'dim' };
  // Texts that look like no text are quoted, so that they cannot be taken for NULL or nothing.
  if (value === '' || value === 'NULL') return `'${value}'`;
  const text = typeof value === 'object' ? JSON.stringify(value) : String(value);
  return widthOf(safe(text.slice(0, maxCell + 1))) > maxCell ? `${text.slice(0, maxCell)}…` : text;
}
