import type {
  CatalogDatabase,
  CatalogMatch,
  CatalogTable,
  CatalogTableDetails,
  ColumnStatistics,
  StatisticsCost,
  TableStatistics,
} from '../../../shared/contract/catalog.ts';
import type { Cell as Value } from '../../../shared/contract/common.ts';
import { formatDuration } from '../../../shared/domain/duration.ts';
import { displayRelation } from '../../../shared/domain/relation.ts';
import type { Cell } from './table.ts';
import type { Terminal } from './terminal.ts';
import { bytes, count, counted, safe } from './text.ts';
import { ago, moment } from './times.ts';

export function databasesText({ databases }: { databases: CatalogDatabase[] }, terminal: Terminal): string {
  if (databases.length === 0) return 'The role sees no database.';
  return terminal.table(
    [{ title: 'database' }, { title: 'read', keep: true }],
    databases.map<Cell[]>(({ name, read_at }) => [
      name,
      read_at === null ? { text: 'not yet', style: 'dim' } : ago(read_at, terminal.now),
    ]),
  );
}

interface Tables {
  database: string;
  schemas: { name: string; tables: CatalogTable[] }[];
  truncated: boolean;
  outdated: boolean;
  read_at: string;
}

export function tablesText({ schemas, ...found }: Tables, terminal: Terminal): string {
  const tables = schemas.flatMap(schema => schema.tables);
  const notes = [
    `${counted(tables.length, 'table or view', 'tables and views')} · read ${ago(found.read_at, terminal.now)}`,
    ...(found.truncated ? ['There are more than these: search for them by name'] : []),
    ...(found.outdated ? ['What runs changed since could not be read again'] : []),
  ];
  const text = terminal.table(
    [
      { title: 'schema' },
      { title: 'name' },
      { title: 'type', keep: true },
      { title: 'columns', keep: true, align: 'right', optional: 2 },
      { title: 'rows', keep: true, align: 'right' },
      { title: 'size', keep: true, align: 'right', optional: 3 },
      { title: 'altered', keep: true, optional: 1 },
      { title: 'model', optional: 4 },
    ],
    tables.map<Cell[]>(table => [
      table.schema,
      table.name,
      table.type,
      count(table.columns),
      table.rows === undefined ? '' : count(table.rows),
      table.bytes === undefined ? '' : bytes(table.bytes),
      table.last_altered_at === undefined ? '' : ago(table.last_altered_at, terminal.now),
      table.model?.name ?? '',
    ]),
  );
  return `${tables.length > 0 ? `${text}\n\n` : ''}${terminal.paint('dim', notes.join('\n'))}`;
}

interface Matches {
  matches: CatalogMatch[];
  total: number;
  unread: string[];
}

export function matchesText({ matches, total, unread }: Matches, terminal: Terminal): string {
  const notes = [
    ...(total > matches.length
      ? [`The first ${matches.length} of ${counted(total, 'match', 'matches')}`]
      : []),
    ...(unread.length > 0
      ? [`Not looked through, as nobody read them yet: ${unread.map(safe).join(', ')}`]
      : []),
  ].join('\n');
  if (matches.length === 0) return ['Nothing was found.', notes].filter(Boolean).join('\n');
  const text = terminal.table(
    [
      { title: 'name' },
      { title: 'type', keep: true },
      { title: 'column' },
      { title: 'column type', optional: 1 },
    ],
    matches.map<Cell[]>(match => [
      displayRelation(match),
      match.type,
      match.column?.name ?? '',
      match.column?.type ?? '',
    ]),
  );
  return notes === '' ? text : `${text}\n\n${terminal.paint('dim', notes)}`;
}

export function tableText(table: CatalogTableDetails, terminal: Terminal): string {
  const facts = terminal.facts([
    ['rows', table.rows === undefined ? null : count(table.rows)],
    ['size', table.bytes === undefined ? null : bytes(table.bytes)],
    ['altered', table.last_altered_at === undefined ? null : moment(table.last_altered_at, terminal.now)],
    ['comment', table.comment],
    ['built by', table.model && `model ${table.model.name}, job ${table.model.job}`],
  ]);
  const columns = terminal.table(
    [
      { title: 'column' },
      { title: 'type' },
      { title: 'null', keep: true },
      { title: 'key', keep: true, optional: 2 },
      { title: 'default', optional: 1 },
      { title: 'comment', optional: 3 },
    ],
    table.columns.map<Cell[]>(column => [
      column.name,
      column.type,
      column.nullable ? 'yes' : 'no',
      column.primary_key ? 'primary' : '',
      column.default ?? '',
      column.comment ?? '',
    ]),
  );
  const title = `${safe(displayRelation(table))} ${terminal.paint('dim', table.type)}`;
  return [title, facts, '', columns].filter((part, index) => part !== '' || index === 2).join('\n');
}

export function statisticsText(statistics: TableStatistics, terminal: Terminal): string {
  const { rows, columns, left_out } = statistics;
  const text = terminal.table(
    [
      { title: 'column' },
      { title: 'type', optional: 5 },
      { title: 'null', keep: true, align: 'right' },
      { title: 'NaN', keep: true, align: 'right', optional: 6 },
      { title: 'distinct', keep: true, align: 'right' },
      { title: 'min', align: 'right' },
      { title: 'max', align: 'right' },
      { title: 'mean', keep: true, align: 'right', optional: 1 },
      { title: 'deviation', keep: true, align: 'right', optional: 2 },
      { title: 'histogram', keep: true, optional: 3 },
    ],
    columns.map<Cell[]>(column => [
      column.name,
      column.type,
      rows === 0 ? '–' : share(column.nulls / rows),
      column.nan === null ? '' : count(column.nan),
      column.distinct === null ? '' : `~${count(column.distinct)}`,
      valueText(column.min),
      valueText(column.max),
      column.mean === null ? '' : short(column.mean),
      column.deviation === null ? '' : short(column.deviation),
      bars(column.histogram),
    ]),
  );
  const notes = [
    `${counted(rows, 'row')} · computed ${ago(statistics.computed_at, terminal.now)} in ${formatDuration(statistics.elapsed_ms)}`,
    ...(left_out.length > 0 ? [`Left out: ${left_out.map(safe).join(', ')}`] : []),
  ];
  return `${text}\n\n${terminal.paint('dim', notes.join('\n'))}`;
}

/** `12,000,000 rows, 3.2 GB`, as far as it is known. */
export function costText({ rows, bytes: size }: StatisticsCost): string {
  return [rows === null ? '' : counted(rows, 'row'), size === null ? '' : bytes(size)]
    .filter(Boolean)
    .join(', ');
}

function share(part: number): string {
  if (part > 0 && part < 0.001) return '<0.1 %';
  return `${(part * 100).toFixed(part === 0 || part === 1 ? 0 : 1)} %`;
}

function short(value: number): string {
  return String(Number(value.toPrecision(6)));
}

function valueText(value: Value): string {
  if (value === null) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

const heights = '▁▂▃▄▅▆▇█';

function bars(histogram: ColumnStatistics['histogram']): string {
  const most = Math.max(0, ...(histogram ?? []).map(({ count: each }) => each));
  if (histogram === null || most === 0) return '';
  return histogram
    .map(({ count: each }) =>
      each === 0 ? ' ' : (heights[Math.min(7, Math.floor((each / most) * 7.999))] ?? ''),
    )
    .join('');
}
