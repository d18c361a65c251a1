import { parseNameParts, quoteName } from '../../../../shared/domain/relation.ts';
import type { Call, Case, Cast, ColumnRef, Expression, Star, Subquery } from '../syntax/tree.ts';
import { comparable, emitChain, emitIn, emitLike, tellOfVariants } from './comparisons.ts';
import { type Context, isJson, isNumber, isTimestamp } from './context.ts';
import { duckType, type DuckType } from './data-types.ts';
import { alike } from './functions/conditions.ts';
import { castToNumber, hexadecimal } from './functions/conversions.ts';
import { tellOfZones } from './functions/date-conversions.ts';
import { extract } from './functions/dates.ts';
import { functionRule } from './functions/functions.ts';
import { arrayOf, getElement, jsonPath, objectOf } from './functions/json.ts';
import { refusalOf } from './functions/refused.ts';
import { intervalText } from './intervals.ts';
import { dotted, quoted, quotedList, quotedText } from './names.ts';
import { positionalColumn, resolveColumn } from './scope.ts';
import { tellOfHashedSeq } from './table-functions.ts';
import { isBareFunction } from './types.ts';
import { literalText, macros } from './rules.ts';

/** An expression in DuckDB SQL. */
export function emitExpression(node: Expression, context: Context): string {
  switch (node.kind) {
    case 'literal':
      return node.type === 'string'
        ? quotedText(node.value)
        : node.type === 'binary'
          ? `unhex(${quotedText(node.value)})`
          : node.value;
    case 'placeholder':
      return context.source(node);
    case 'variable':
      context.snowflakeOnly(
        `The session variable $${node.name} has no value here: use {{ ${node.name.toLowerCase()} }}`,
        node,
      );
      return `getvariable(${quotedText(node.name)})`;
    case 'column':
      return emitColumn(node, context);
    case 'star':
      return emitStar(node, context);
    case 'call':
      return emitCall(node, context);
    case 'cast':
      return emitCast(node, context);
    case 'path':
      return emitPath(node.value, node.steps, context);
    case 'subscript':
      return getElement(node.value, node.index, context);
    case 'case':
      return emitCase(node, context);
    case 'unary':
      return emitUnary(node.operator, node.value, node, context);
    case 'chain':
      return emitChain(node, context);
    case 'like':
      return emitLike(node, context);
    case 'in':
      return emitIn(node, context);
    case 'between': {
      const not = node.not ? ' NOT' : '';
      tellOfVariants([node.value, node.low, node.high], true, node, context);
      const [value, low, high] = comparable([node.value, node.low, node.high], context);
      return `${value}${not} BETWEEN ${low} AND ${high}`;
    }
    case 'is':
      return emitIs(node, context);
    case 'subquery':
      return emitSubquery(node, context);
    case 'parens':
      return context.splice(
        node,
        node.items.map(item => ({ start: item.start, end: item.end, text: context.emit(item) })),
      );
    case 'typed':
      if (node.type === 'INTERVAL') return intervalText(node, context);
      return `${node.type} ${context.emit(node.value)}`;
    case 'array':
      return arrayOf(node.items, context);
    case 'object':
      if (node.star !== null)
        context.snowflakeOnly('An object of all columns cannot be built on DuckDB', node);
      return objectOf(node.entries, false, context);
    case 'lambda':
      // Functions that take one write it themselves.
      context.snowflakeOnly('A function of a function that Slipway does not know', node);
      return context.source(node);
    case 'extract':
      return extract(node.part, node.value, context) ?? unknownPart(node.part, node, context);
    case 'collate':
      context.approximated(
        'Collations are compared in DuckDB by code points, or without case where they end in "-ci"',
        node,
      );
      return /-ci/i.test(context.source(node.collation))
        ? `${context.operand(node.value)} COLLATE NOCASE`
        : context.emit(node.value);
  }
}

function unknownPart(part: string, node: Expression, context: Context): string {
  context.snowflakeOnly(`"${part}" is no part of a date that DuckDB knows`, node);
  return 'NULL';
}

function emitColumn(node: ColumnRef, context: Context): string {
  const [first, second] = node.parts;
  const last = node.parts.at(-1);
  if (first === undefined || last === undefined) return '';
  if (node.parts.length === 1 && !first.quoted) {
    if (isBareFunction(first.name)) {
      return functionRule(first.name)?.emit(callOf(node), context) ?? first.name;
    }
    if (context.scope.parameters.has(first.name)) return quoted(first);
    // `values (1, default)`; no column can have this name without quotes.
    if (first.name === 'DEFAULT') return 'DEFAULT';
  }
  if (last.name.startsWith('$') && !last.quoted) {
    const column = positionalColumn(node.parts, context.scope);
    if (column === undefined) {
      context.snowflakeOnly(
        `${last.name} names a column by its position, which needs VALUES or a subquery in FROM`,
        node,
      );
    }
    return [...node.parts.slice(0, -1).map(quoted), quoteName(column?.name ?? last.name)].join('.');
  }
  if (last.name === 'SEQ') tellOfHashedSeq(resolveColumn(node.parts, context.scope).relation, node, context);
  if (second !== undefined && !last.quoted && last.name === 'NEXTVAL') {
    context.snowflakeOnly('A sequence can be used on Snowflake only', node);
  }
  if (!last.quoted && last.name.startsWith('METADATA$')) {
    context.snowflakeOnly(`${last.name} can be read on Snowflake only`, node);
  }
  return dotted(node.parts);
}

function callOf(node: ColumnRef): Call {
  return {
    kind: 'call',
    name: node.parts,
    args: [],
    distinct: false,
    orderBy: [],
    withinGroup: [],
    filter: null,
    nulls: null,
    over: null,
    argsEnd: node.end,
    start: node.start,
    end: node.end,
  };
}

/** `* ILIKE … EXCLUDE … REPLACE … RENAME …`; DuckDB has all of them. */
function emitStar(node: Star, context: Context): string {
  const qualifier = node.qualifier.length === 0 ? '' : `${dotted(node.qualifier)}.`;
  const parts = [`${qualifier}*`];
  if (node.ilike !== null) parts.push(`ILIKE ${quotedText(node.ilike.value)}`);
  if (node.exclude.length > 0) parts.push(`EXCLUDE (${quotedList(node.exclude)})`);
  if (node.replace.length > 0) {
    const items = node.replace.map(
      item => `${context.emit(item.value)} AS ${item.alias ? quoted(item.alias) : ''}`,
    );
    parts.push(`REPLACE (${items.join(', ')})`);
  }
  if (node.rename.length > 0) {
    parts.push(
      `RENAME (${node.rename.map(({ from, to }) => `${quoted(from)} AS ${quoted(to)}`).join(', ')})`,
    );
  }
  return parts.join(' ');
}

function emitCall(node: Call, context: Context): string {
  const name = node.name.at(-1)?.name ?? '';
  const identifier = name === 'IDENTIFIER' ? literalText(node.args[0]?.value) : undefined;
  if (identifier !== undefined) {
    const parts = parseNameParts(identifier);
    if (parts !== undefined) return parts.map(quoteName).join('.');
  }
  const known = node.name.length === 1 ? functionRule(name) : undefined;
  const sql = known?.emit(node, context);
  if (sql !== undefined && sql !== null) return sql;
  if (known !== undefined) context.snowflakeOnly(`${name} with these arguments runs on Snowflake only`, node);
  else if (node.name.length > 1) {
    context.snowflakeOnly(`${node.name.map(part => part.name).join('.')} is a function of the account`, node);
  } else {
    // DuckDB may have one of that name that does something else.
    const why = refusalOf(name) ?? 'Slipway knows no such function';
    context.snowflakeOnly(`${name} runs on Snowflake only: ${why}`, node);
  }
  return context.splice(
    node,
    node.args.map(arg => ({ start: arg.value.start, end: arg.value.end, text: context.emit(arg.value) })),
  );
}

function emitCast(node: Cast, context: Context): string {
  const type = duckType(node.type);
  if (type === null) {
    context.snowflakeOnly(`DuckDB has no type ${node.type.name}`, node);
    return context.emit(node.value);
  }
  const cast = node.try ? 'TRY_CAST' : 'CAST';
  const from = context.typeOf(node.value);
  if (type.type === 'text') {
    const text = context.as(node.value, 'string');
    if (type.length === undefined) return text;
    return from === 'text' || from === 'unknown' || isJson(from)
      ? `left(${text}, ${type.length})`
      : `${macros}.fit(${text}, ${type.length})`;
  }
  if (type.type === 'variant') return context.as(node.value, 'json');
  if (type.type === 'array') return `${macros}.to_array(${context.as(node.value, 'json')})`;
  if (type.type === 'object') return `${macros}.to_object(${context.as(node.value, 'json')})`;
  if (type.type === 'integer' && type.sql === 'BIGINT') {
    if (from === 'integer' || from === 'decimal' || from === 'boolean')
      return `${cast}(${context.emit(node.value)} AS BIGINT)`;
    // DuckDB rounds halves of floats to even.
    return `${macros}.${node.try ? 'try_to_integer' : 'to_integer'}(${context.emit(node.value)})`;
  }
  if (type.type === 'boolean' && from !== 'boolean') {
    return `${macros}.${node.try ? 'try_to_boolean' : 'to_boolean'}(${context.emit(node.value)})`;
  }
  if (type.type === 'binary') {
    if (from === 'binary') return context.emit(node.value);
    return node.try
      ? hexadecimal(context.as(node.value, 'text'), true)
      : `${macros}.to_binary(${context.emit(node.value)})`;
  }
  if (type.sql === 'DOUBLE' || type.sql.startsWith('DECIMAL')) return castNumber(node, type.sql, context);
  if (type.type === 'date' || isTimestamp(type.type) || type.type === 'time') {
    return castToDate(node, type, context);
  }
  const value = isJson(from) ? context.as(node.value, 'text') : context.emit(node.value);
  return `${cast}(${value} AS ${type.sql})`;
}

/** Text that is no plain number may be none that Snowflake reads. */
function castNumber(node: Cast, sql: string, context: Context): string {
  const from = context.typeOf(node.value);
  const text = literalText(node.value);
  if (isNumber(from) || from === 'boolean' || from === 'null' || /^-?\d+(\.\d+)?$/.test(text ?? '')) {
    return `${node.try ? 'TRY_CAST' : 'CAST'}(${context.emit(node.value)} AS ${sql})`;
  }
  const value = isJson(from) ? context.as(node.value, 'text') : context.emit(node.value);
  return castToNumber(value, sql, node.try);
}

/** Texts are read as TO_DATE and the like read them; everything else is cast. */
function castToDate(node: Cast, type: DuckType, context: Context): string {
  const from = context.typeOf(node.value);
  const text = literalText(node.value);
  if (type.zoned) tellOfZones(text, node, context);
  const iso = /^\d{4}-\d\d-\d\d([ T]\d\d:\d\d(:\d\d(\.\d{1,6})?)?)?$/.test(text ?? '');
  const known = from === 'date' || isTimestamp(from) || from === 'time' || from === 'null';
  if (
    known ||
    (iso && type.type !== 'time') ||
    (type.type === 'time' && /^\d\d:\d\d(:\d\d)?$/.test(text ?? ''))
  ) {
    return `${node.try ? 'TRY_CAST' : 'CAST'}(${context.emit(node.value)} AS ${type.sql})`;
  }
  const name = {
    date: 'to_date',
    time: 'to_time',
    timestamp: 'to_timestamp',
    timestamptz: 'to_timestamp_tz',
  }[type.type as 'date' | 'time' | 'timestamp' | 'timestamptz'];
  const macro = context.macroFor(`${node.try ? 'try_' : ''}${name}`, node.value);
  return `${macro}(${context.as(node.value, 'date')})`;
}

/** A path of constant steps in one go, computed indexes step by step. */
function emitPath(
  value: Expression,
  steps: readonly (string | number | Expression)[],
  context: Context,
): string {
  let sql = context.as(value, 'variant');
  let constant: (string | number)[] = [];
  const flush = (): void => {
    if (constant.length > 0) sql = `json_extract(${sql}, ${jsonPath(constant)})`;
    constant = [];
  };
  for (const step of steps) {
    if (typeof step !== 'object') constant.push(step);
    else {
      flush();
      sql = `${macros}.get(${sql}, ${context.emit(step)})`;
    }
  }
  flush();
  return sql;
}

function emitCase(node: Case, context: Context): string {
  const results = [...node.branches.map(({ then }) => then), ...(node.otherwise ? [node.otherwise] : [])];
  const texts = alike(results, context);
  const conditions =
    node.operand === null
      ? node.branches.map(({ when }) => ({ node: when, text: context.as(when, 'boolean') }))
      : [node.operand, ...node.branches.map(({ when }) => when)].map((part, index, all) => ({
          node: part,
          text: comparable(all, context)[index] ?? '',
        }));
  const edits = [
    ...conditions.map(({ node: part, text }) => ({ start: part.start, end: part.end, text })),
    ...results.map((result, index) => ({ start: result.start, end: result.end, text: texts[index] ?? '' })),
  ].sort((a, b) => a.start - b.start);
  return context.splice(node, edits);
}

function emitUnary(operator: string, value: Expression, node: Expression, context: Context): string {
  switch (operator) {
    case 'NOT':
      return `NOT ${context.as(value, 'boolean')}`;
    case '-':
      // Two of them would begin a comment.
      return `-${value.kind === 'unary' ? `(${context.emit(value)})` : context.as(value, 'number', 'operand')}`;
    case '+':
    case '~':
      return `${operator}${context.as(value, 'number', 'operand')}`;
    case '(+)':
      context.snowflakeOnly('An outer join written with (+) is not translated: write it as LEFT JOIN', node);
      return context.emit(value);
    default:
      // PRIOR and CONNECT_BY_ROOT: CONNECT BY is told about as a whole.
      return context.emit(value);
  }
}

function emitIs(node: Expression & { kind: 'is' }, context: Context): string {
  const not = node.not ? ' NOT' : '';
  switch (node.what) {
    case 'null':
    case 'unknown':
      return `${context.term(node.value)} IS${not} NULL`;
    case 'true':
    case 'false':
      return `${context.as(node.value, 'boolean', 'term')} IS${not} ${node.what.toUpperCase()}`;
    default: {
      const [value, other] = comparable([node.value, node.what], context);
      return `${value} IS${not} DISTINCT FROM ${other}`;
    }
  }
}

function emitSubquery(node: Subquery, context: Context): string {
  const { sql } = context.query(node.query, { named: false });
  return `${node.prefix === null ? '' : `${node.prefix} `}(${sql})`;
}
