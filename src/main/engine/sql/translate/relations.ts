import { quoteName } from '../../../../shared/domain/relation.ts';
import type {
  DerivedTable,
  FromItem,
  Identifier,
  Join,
  Sample,
  TableFactor,
  TableFunction,
  TableName,
} from '../syntax/tree.ts';
import { type Context, isNumber, type OutputColumn, type Relation } from './context.ts';
import { tellOfCase } from './columns.ts';
import { dotted, quoted, quotedList } from './names.ts';
import { emitPivot, emitUnpivot } from './pivots.ts';
import { emitRows, valuesColumns } from './values.ts';
import { innerScope } from './scope.ts';
import { emitTableFunction } from './table-functions.ts';

interface Edit {
  start: number;
  end: number;
  text: string;
}

/** What follows FROM. Every table is entered into the scope as it is met: what is lateral sees those before it. */
export function emitFrom(items: readonly FromItem[], context: Context): Edit[] {
  return items.map(item => ({ start: item.start, end: item.end, text: emitFromItem(item, context) }));
}

function emitFromItem(item: FromItem, context: Context): string {
  const edits = [{ start: item.left.start, end: item.left.end, text: emitFactor(item.left, context) }];
  for (const join of item.joins) {
    edits.push({ start: join.start, end: join.end, text: emitJoin(join, item, context) });
  }
  return context.splice(item, edits);
}

function emitJoin(join: Join, item: FromItem, context: Context): string {
  const right = emitFactor(join.right, context);
  if (join.type.includes('ASOF')) return emitAsof(join, item, right, context);
  const edits: Edit[] = [{ start: join.right.start, end: join.right.end, text: right }];
  if (join.on !== null)
    edits.push({ start: join.on.start, end: join.on.end, text: context.as(join.on, 'boolean') });
  for (const column of join.using) {
    tellOfUnlike(column, context);
    edits.push({ start: column.start, end: column.end, text: quoted(column) });
  }
  noteJoined(join, context);
  const sql = context.splice(join, edits).replace(/^((?:\w+\s+)+?)DIRECTED\s+/i, '$1');
  const complete = join.on !== null || join.using.length > 0 || /CROSS|NATURAL/.test(join.type);
  // A join without a condition joins everything.
  return complete ? sql : `${sql} ON TRUE`;
}

/** Which columns of the table just joined `*` leaves out. */
function noteJoined(join: Join, context: Context): void {
  const [right, ...before] = context.scope.relations.toReversed();
  if (right === undefined) return;
  const names = /NATURAL/.test(join.type)
    ? before.flatMap(({ columns }) => columns ?? []).map(({ name }) => name)
    : join.using.map(({ name }) => name);
  if (names.length > 0) right.joined = new Set(names);
}

/** USING compares text with numbers as DuckDB does, and takes no casts. */
function tellOfUnlike(column: Identifier, context: Context): void {
  const types = context.scope.relations.map(
    ({ columns }) => columns?.find(({ name }) => name === column.name)?.type ?? 'unknown',
  );
  if (types.includes('text') && types.some(isNumber)) {
    context.snowflakeOnly(
      `${column.name} is text in one table and a number in another: join them ON equal values, with a cast`,
      column,
    );
  }
}

/** Every row of the left table stays. */
function emitAsof(join: Join, item: FromItem, right: string, context: Context): string {
  const conditions = join.match === null ? [] : [context.operand(join.match)];
  const left = factorName(item.left);
  for (const column of join.using) {
    conditions.push(`${left}.${quoted(column)} = ${factorName(join.right)}.${quoted(column)}`);
  }
  if (join.on !== null) conditions.push(context.as(join.on, 'boolean', 'operand'));
  return `ASOF LEFT JOIN ${right} ON ${conditions.join(' AND ')}`;
}

/** What columns of a table are qualified with. */
function factorName({ alias, factor }: TableFactor): string {
  if (alias !== null) return quoted(alias);
  return factor.kind === 'table' && factor.name !== null ? dotted(factor.name) : '';
}

/** One table with its alias; enters it into the scope. */
function emitFactor(node: TableFactor, context: Context): string {
  const base = emitBase(node, context);
  let { sql } = base;
  let columns = base.columns;
  let alias: string | null = node.alias === null ? null : quoted(node.alias);
  for (const clause of node.clauses) {
    switch (clause.kind) {
      case 'time':
        context.snowflakeOnly(
          'Time travel (AT, BEFORE) reads the past of a table, which DuckDB does not keep',
          clause,
        );
        break;
      case 'changes':
        context.snowflakeOnly('CHANGES reads the past of a table, which DuckDB does not keep', clause);
        break;
      case 'match_recognize':
        context.snowflakeOnly('MATCH_RECOGNIZE has no equal in DuckDB', clause);
        break;
      case 'file':
        break;
      case 'pivot':
        sql = emitPivot(sql, clause, context);
        columns = null;
        break;
      case 'unpivot':
        sql = emitUnpivot(sql, clause);
        columns = null;
    }
  }
  const names = node.columns.map(column => column.name);
  if (base.name !== null && alias === null) alias = quoteName(base.name);
  const list = names.length > 0 ? quotedList(node.columns) : base.list;
  const aliased = alias === null ? sql : `${sql} AS ${alias}${list === '' ? '' : `(${list})`}`;
  enter(node, base, renamed(columns, names), context);
  return node.sample === null ? aliased : `${aliased} ${emitSample(node.sample, context)}`;
}

interface Base {
  sql: string;
  columns: OutputColumn[] | null;
  /** The alias it needs when the text gives none. */
  name: string | null;
  /** Names of its columns, where DuckDB would choose others. */
  list: string;
  parts: string[];
  source?: Relation['source'];
}

function emitBase(node: TableFactor, context: Context): Base {
  const { factor } = node;
  switch (factor.kind) {
    case 'table':
      return emitTable(factor, context);
    case 'derived':
      return emitDerived(factor, context);
    case 'function':
      return emitFunction(factor, context);
    case 'stage':
      context.snowflakeOnly('A stage can be read on Snowflake only', factor);
      return { sql: context.source(factor), columns: null, name: null, list: '', parts: [] };
    case 'joined':
      return {
        sql: context.splice(factor, [
          { start: factor.item.start, end: factor.item.end, text: emitFromItem(factor.item, context) },
        ]),
        columns: [],
        name: null,
        list: '',
        parts: [],
      };
  }
}

function emitTable(table: TableName, context: Context): Base {
  const { name } = table;
  if (name === null) {
    context.snowflakeOnly('The name of this table is computed when the query runs', table);
    return { sql: context.source(table), columns: null, name: null, list: '', parts: [] };
  }
  const parts = name.map(part => part.name);
  const [only] = parts;
  const cte = parts.length === 1 && only !== undefined ? context.scope.ctes.get(only) : undefined;
  const columns = cte === undefined ? context.tableColumns(parts) : cte;
  return { sql: dotted(name), columns, name: null, list: '', parts };
}

function emitDerived(factor: DerivedTable, context: Context): Base {
  const lateral = factor.lateral ? 'LATERAL ' : '';
  const { body, ctes, orderBy } = factor.query;
  if (body.kind === 'values' && ctes.length === 0 && orderBy.length === 0) {
    const columns = valuesColumns(body, context);
    const list = columns.map(column => quoteName(column.name)).join(', ');
    return { sql: `${lateral}(${emitRows(body, context)})`, columns, name: 'VALUES', list, parts: [] };
  }
  const { sql, columns } = context.query(factor.query, { named: true });
  tellOfCase(columns, factor.query, context);
  const text = context.splice({ start: factor.query.start, end: factor.end }, [
    { start: factor.query.start, end: factor.query.end, text: sql },
  ]);
  return { sql: `${lateral}(${text}`, columns, name: null, list: '', parts: [] };
}

function emitFunction(factor: TableFunction, context: Context): Base {
  // DuckDB binds the arguments like those of a subquery: the tables before it are outside.
  const inside = innerScope(context.scope);
  const { sql, columns, source } = context.within(inside, () => emitTableFunction(factor, context));
  const name = factor.call.name.at(-1)?.name ?? '';
  return { sql, columns, name: source === 'generator' ? 'GENERATOR' : null, list: '', parts: [name], source };
}

function enter(node: TableFactor, base: Base, columns: OutputColumn[] | null, context: Context): void {
  // The tables of a join in parentheses have entered themselves.
  if (node.factor.kind === 'joined' && node.alias === null) return;
  const parts = node.alias !== null ? [node.alias.name] : base.name !== null ? [base.name] : base.parts;
  const relation: Relation = { parts, columns };
  if (base.source !== undefined) relation.source = base.source;
  context.scope.relations.push(relation);
}

function renamed(columns: OutputColumn[] | null, names: readonly string[]): OutputColumn[] | null {
  if (names.length === 0) return columns;
  return names.map((name, index) => ({ ...(columns?.[index] ?? { type: 'unknown' }), name }));
}

function emitSample({ method, size, rows, seed }: Sample, context: Context): string {
  const amount = context.emit(size);
  const repeatable = seed === null ? '' : ` REPEATABLE (${context.emit(seed)})`;
  if (rows) return `TABLESAMPLE reservoir(${amount} ROWS)${repeatable}`;
  return `TABLESAMPLE ${method.toLowerCase()}(${amount} PERCENT)${repeatable}`;
}
