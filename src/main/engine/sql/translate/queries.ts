import { sameEnd } from '../qualifiers.ts';
import { quoteName } from '../../../../shared/domain/relation.ts';
import type {
  Cte,
  Expression,
  GroupBy,
  GroupingSets,
  Query,
  QueryBody,
  Select,
  SelectItem,
  SetOperation,
  Star,
  Values,
} from '../syntax/tree.ts';
import { walk } from '../syntax/walk.ts';
import {
  type Context,
  type OutputColumn,
  type QueryOptions,
  type Relation,
  type Scope,
  type TranslatedQuery,
} from './context.ts';
import { merged, tellOfCase, tellOfMixture, unscaled } from './columns.ts';
import { outputName, quoted, quotedList } from './names.ts';
import { resultOrder } from './order.ts';
import { emitFrom } from './relations.ts';
import { scaleOf } from './scales.ts';
import { innerScope, resolveColumn } from './scope.ts';
import { tellOfHashedSeq } from './table-functions.ts';
import { emitRows, valuesColumns } from './values.ts';
import { windowSpecification } from './windows.ts';

interface Edit {
  start: number;
  end: number;
  text: string;
}

/** A query, from WITH to FETCH. The context's scope is its own. */
export function emitQuery(query: Query, options: QueryOptions, context: Context): TranslatedQuery {
  const edits: Edit[] = [];
  const recursive = query.recursive || query.ctes.some(refersToItself);
  const [firstCte] = query.ctes;
  if (firstCte !== undefined) {
    edits.push({ start: query.start, end: firstCte.start, text: recursive ? 'WITH RECURSIVE ' : 'WITH ' });
    for (const cte of query.ctes) {
      edits.push({ start: cte.start, end: cte.end, text: emitCte(cte, query.recursive, context) });
    }
    const end = query.ctes.at(-1)?.end ?? query.start;
    // A comma behind the last one is Snowflake's.
    edits.push({
      start: end,
      end: query.body.start,
      text: context.source({ start: end, end: query.body.start }).replace(',', ''),
    });
  }
  const { sql, columns, scope } = emitBody(query.body, options, context);
  edits.push({ start: query.body.start, end: query.body.end, text: sql });
  context.within(scope, () => {
    for (const item of query.orderBy) {
      edits.push({ start: item.start, end: item.end, text: resultOrder(item, query.body, columns, context) });
    }
    for (const count of [query.limit, query.offset]) {
      if (count !== null) edits.push({ start: count.start, end: count.end, text: context.emit(count) });
    }
  });
  edits.sort((a, b) => a.start - b.start);
  const top = query.body.kind === 'select' ? query.body.top : null;
  const limit = top === null ? '' : `\nLIMIT ${context.emit(top)}`;
  return { sql: context.splice(query, edits) + limit, columns };
}

function emitCte(cte: Cte, allRecursive: boolean, context: Context): string {
  const names = cte.columns.map(column => column.name);
  const own = allRecursive || refersToItself(cte);
  const known = names.length > 0 ? names.map(name => ({ name, type: 'unknown' as const })) : null;
  if (own) context.scope.ctes = new Map([...context.scope.ctes, [cte.name.name, known]]);
  const { sql, columns } = context.query(cte.query, { named: true });
  tellOfCase(columns, cte.query, context);
  const renamed =
    names.length === 0
      ? columns
      : names.map((name, index) => ({ ...(columns?.[index] ?? { type: 'unknown' as const }), name }));
  context.scope.ctes = new Map([...context.scope.ctes, [cte.name.name, renamed]]);
  const list = names.length === 0 ? '' : `(${quotedList(cte.columns)})`;
  return `${quoted(cte.name)}${list} AS (${surrounded(cte, sql, context)})`;
}

/** Line ends within the parentheses stay, so that the text keeps its shape. */
function surrounded(cte: Cte, sql: string, context: Context): string {
  const before = context.source({ start: cte.start, end: cte.query.start });
  const after = context.source({ start: cte.query.end, end: cte.end });
  const lead = /\(([^(]*)$/.exec(before)?.[1] ?? '';
  return `${lead}${sql}${after.slice(0, after.lastIndexOf(')'))}`;
}

/** Snowflake lets RECURSIVE out. */
function refersToItself(cte: Cte): boolean {
  let found = false;
  if (cte.query.body.kind !== 'set') return false;
  walk(cte.query, node => {
    if (node.kind === 'table' && node.name?.length === 1 && node.name[0]?.name === cte.name.name)
      found = true;
    return !found;
  });
  return found;
}

interface EmittedBody extends TranslatedQuery {
  /** What ORDER BY sees. */
  scope: Scope;
}

function emitBody(body: QueryBody, options: QueryOptions, context: Context): EmittedBody {
  switch (body.kind) {
    case 'select': {
      const scope = innerScope(context.scope);
      return { ...context.within(scope, () => emitSelect(body, options, context)), scope };
    }
    case 'values':
      return { ...emitValues(body, options, context), scope: context.scope };
    case 'nested': {
      const inner = context.query(body.query, options);
      const text = context.splice(body, [{ start: body.query.start, end: body.query.end, text: inner.sql }]);
      return { sql: text, columns: inner.columns, scope: context.scope };
    }
    case 'set':
      return emitSet(body, options, context);
  }
}

function emitSet(set: SetOperation, options: QueryOptions, context: Context): EmittedBody {
  const edits: Edit[] = [];
  const byName = set.operators.some(({ words }) => words.includes('NAME'));
  let columns: OutputColumn[] | null = null;
  set.operands.forEach((operand, index) => {
    const emitted = emitBody(operand, options, context);
    if (index === 0) columns = emitted.columns;
    else {
      if (!byName) tellOfMixture(columns, emitted.columns, operand, context);
      columns = byName ? unscaled(columns) : merged(columns, emitted.columns);
    }
    edits.push({ start: operand.start, end: operand.end, text: emitted.sql });
    const operator = set.operators[index];
    if (operator?.words.startsWith('MINUS')) {
      edits.push({
        start: operator.start,
        end: operator.end,
        text: operator.words.replace('MINUS', 'EXCEPT'),
      });
    }
  });
  const scope = innerScope(context.scope);
  scope.relations = [{ parts: [], columns }];
  return { sql: context.splice(set, edits), columns, scope };
}

/** VALUES alone has columns named COLUMN1, COLUMN2 and so on in Snowflake. */
function emitValues(values: Values, options: QueryOptions, context: Context): TranslatedQuery {
  const rows = emitRows(values, context);
  const columns = valuesColumns(values, context);
  if (!options.named) return { sql: rows, columns };
  const names = columns.map(column => quoteName(column.name)).join(', ');
  return { sql: `SELECT * FROM (${rows}) AS "VALUES"(${names})`, columns };
}

function emitSelect(select: Select, options: QueryOptions, context: Context): TranslatedQuery {
  const edits: Edit[] = [];
  const [firstItem] = select.items;
  const [firstFrom] = select.from;
  const lastItem = select.items.at(-1);
  if (select.from.length > 0) edits.push(...emitFrom(select.from, context));
  if (select.top !== null && firstItem !== undefined) {
    edits.push({
      start: select.start,
      end: firstItem.start,
      text: select.distinct ? 'SELECT DISTINCT ' : 'SELECT ',
    });
  }
  if (select.connectBy !== null || select.startWith !== null) {
    const place = select.connectBy ?? select.startWith ?? select;
    context.snowflakeOnly('CONNECT BY is not translated: a recursive WITH does the same', place);
  }
  let columns: OutputColumn[] | null = [];
  for (const item of select.items) {
    const { text, added } = emitItem(item, options, context);
    edits.push({ start: item.start, end: item.end, text });
    if (added === null) columns = null;
    else columns?.push(...added);
    const [only] = added ?? [];
    if (item.value.kind !== 'star' && only !== undefined) context.scope.aliases.set(only.name, only.type);
  }
  // The comma behind the last column, which Snowflake allows.
  if (lastItem !== undefined && firstFrom !== undefined) {
    const span = { start: lastItem.end, end: firstFrom.start };
    edits.push({ ...span, text: context.source(span).replace(',', '') });
  }
  edits.push(...emitClauses(select, context));
  edits.sort((a, b) => a.start - b.start);
  return { sql: context.splice(select, edits), columns };
}

function emitClauses(select: Select, context: Context): Edit[] {
  const edits: Edit[] = [];
  for (const condition of [select.where, select.having, select.qualify]) {
    if (condition !== null) {
      edits.push({ start: condition.start, end: condition.end, text: context.as(condition, 'boolean') });
    }
  }
  if (select.groupBy !== null) edits.push(...groupEdits(select.groupBy, context));
  for (const { name, window } of select.windows) {
    edits.push({ start: name.start, end: name.end, text: quoted(name) });
    edits.push({ start: window.start, end: window.end, text: windowSpecification(window, context) });
  }
  return edits;
}

function groupEdits(group: GroupBy | GroupingSets, context: Context): Edit[] {
  return group.items.flatMap((item): Edit[] =>
    item.kind === 'grouping'
      ? groupEdits(item, context)
      : [{ start: item.start, end: item.end, text: context.emit(item) }],
  );
}

function emitItem(
  item: SelectItem,
  options: QueryOptions,
  context: Context,
): { text: string; added: OutputColumn[] | null } {
  const { value } = item;
  if (value.kind === 'star') {
    if (!value.exclude.some(column => column.name === 'SEQ')) {
      for (const relation of meantBy(value, context)) tellOfHashedSeq(relation, value, context);
    }
    return { text: context.emit(value), added: starColumns(value, context) };
  }
  const name = outputName(item, context);
  const type = context.typeOf(value);
  const sql = context.emit(value);
  const added = [{ name, type, scale: scaleOf(value, context) }];
  if (item.alias !== null || (options.named && !hasName(value, name, context))) {
    return { text: `${sql} AS ${quoteName(name)}`, added };
  }
  return { text: sql, added };
}

/** Whether the column comes out under its name anyhow; DuckDB spells a table's columns as the table does. */
function hasName(value: Expression, name: string, context: Context): boolean {
  if (value.kind !== 'column') return false;
  const last = value.parts.at(-1);
  if (last?.quoted) return true;
  const { relation } = resolveColumn(value.parts, context.scope);
  return relation?.columns?.some(column => column.name === name) ?? false;
}

function meantBy(star: Star, context: Context): Relation[] {
  const qualifier = star.qualifier.map(part => part.name);
  const { relations } = context.scope;
  return qualifier.length === 0 ? relations : relations.filter(({ parts }) => sameEnd(parts, qualifier));
}

/** The columns a star stands for, when all are known. */
function starColumns(star: Star, context: Context): OutputColumn[] | null {
  const meant = meantBy(star, context);
  if (star.ilike !== null || star.replace.length > 0 || meant.length === 0) return null;
  const columns: OutputColumn[] = [];
  for (const relation of meant) {
    if (relation.columns === null) return null;
    const { joined } = star.qualifier.length === 0 ? relation : {};
    columns.push(...relation.columns.filter(({ name }) => !joined?.has(name)));
  }
  const excluded = new Set(star.exclude.map(column => column.name));
  const renamed = new Map(star.rename.map(({ from, to }) => [from.name, to.name]));
  return columns
    .filter(column => !excluded.has(column.name))
    .map(column => ({ ...column, name: renamed.get(column.name) ?? column.name }));
}
