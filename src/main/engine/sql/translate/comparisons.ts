import { productScale } from '../digits.ts';
import type { Chain, Expression, In, Like } from '../syntax/tree.ts';
import { type Context, isJson, isNumber, isTimestamp, type SqlType } from './context.ts';
import { castToNumber } from './functions/conversions.ts';
import { hasTime } from './intervals.ts';
import { quotedText } from './names.ts';
import { product, quotient } from './quotients.ts';
import { literalText, macros } from './rules.ts';
import { scaleOf } from './scales.ts';

const spelled: Record<string, string> = { '==': '=', '^=': '<>', '<=>': 'IS NOT DISTINCT FROM' };

/** Operands joined by operators of one precedence. */
export function emitChain(node: Chain, context: Context): string {
  const [operator] = node.operators;
  switch (operator) {
    case 'AND':
    case 'OR':
      return joined(node, context, operand => context.as(operand, 'boolean'));
    case '||':
      return joined(node, context, operand => context.as(operand, 'string', 'term'));
    case '+':
    case '-':
    case '*':
    case '/':
    case '%':
      return emitArithmetic(node, context);
    default:
      return emitComparison(node, context);
  }
}

/** The chain as it was laid out, with each operand replaced. */
function joined(node: Chain, context: Context, text: (operand: Expression, index: number) => string): string {
  return context.splice(
    node,
    node.operands.map((operand, index) => ({
      start: operand.start,
      end: operand.end,
      text: text(operand, index),
    })),
  );
}

function emitComparison(node: Chain, context: Context): string {
  const [left, right] = node.operands;
  if (node.operands.length === 2 && left !== undefined && right !== undefined) {
    const same = sameRows(left, right, context);
    if (same !== null && /^==?$/.test(node.operators[0] ?? '')) return same;
    if (same !== null && /^(<>|!=|\^=)$/.test(node.operators[0] ?? '')) return `(NOT ${same})`;
  }
  tellOfVariants(node.operands, /^[<>]=?$/.test(node.operators[0] ?? ''), node, context);
  return comparable(node.operands, context).reduce((left, right, index) => {
    const operator = node.operators[index - 1] ?? '=';
    return `${left} ${spelled[operator] ?? operator} ${right}`;
  });
}

/** `(a, b) = (c, d)`: not known where a NULL is, unless others differ; DuckDB finds NULLs equal in rows. Null for anything else. */
function sameRows(left: Expression, right: Expression, context: Context): string | null {
  if (left.kind !== 'parens' || right.kind !== 'parens' || left.items.length < 2) return null;
  if (left.items.length !== right.items.length) return null;
  const pairs = left.items.map((item, index) => comparable([item, right.items[index] ?? item], context));
  return `(${pairs.map(pair => pair.join(' = ')).join(' AND ')})`;
}

/** JSON compares as text, so that 10 comes before 9. */
export function tellOfVariants(
  nodes: readonly Expression[],
  ordering: boolean,
  place: Expression,
  context: Context,
): void {
  if (ordering && nodes.every(node => isJson(context.typeOf(node)))) {
    context.snowflakeOnly('Variants are compared by their order: cast one of them to a type', place);
  }
}

/** Operands of a comparison: what is JSON, and text beside something else, takes the form of what it is compared with. */
export function comparable(
  nodes: readonly Expression[],
  context: Context,
  where: 'term' | 'operand' = 'term',
): string[] {
  const types = nodes.map(node => context.typeOf(node));
  const all = new Set(types);
  if (!types.some(isJson)) return nodes.map(node => besides(node, all, context) ?? context[where](node));
  const mixed = !types.every(isJson);
  const wanted = types.includes('float')
    ? 'number'
    : types.some(isNumber)
      ? 'exact'
      : types.includes('boolean')
        ? 'boolean'
        : 'text';
  return nodes.map((node, index) =>
    mixed && isJson(types[index] ?? 'unknown') ? context.as(node, wanted, where) : context[where](node),
  );
}

/**
 * A text compared with numbers is one, and anything compared with a boolean is one; null where nothing changes. DuckDB would
 * round the text: '1.5' equals 2 there.
 */
function besides(node: Expression, types: ReadonlySet<SqlType>, context: Context): string | null {
  const type = context.typeOf(node);
  if (types.has('boolean')) {
    if (type === 'text') return `${macros}.to_boolean(${context.emit(node)})`;
    return isNumber(type) ? `CAST(${context.emit(node)} AS BOOLEAN)` : null;
  }
  if (type !== 'text') return null;
  if (types.has('float')) return castToNumber(context.emit(node), 'DOUBLE', false);
  const text = literalText(node)?.trim();
  if (types.has('integer') || types.has('decimal')) {
    if (text !== undefined && /^-?\d{1,30}(\.\d{1,8})?$/.test(text)) return text;
    return castToNumber(context.emit(node), 'DECIMAL(38, 10)', false);
  }
  // A timestamp without a zone takes no notice of one; DuckDB would convert.
  const zone = /^(\d{4}-\d\d-\d\d[ T]\d\d:\d\d(?::\d\d(?:\.\d+)?)?)\s*[+-]\d\d(?::?\d\d)?$/.exec(text ?? '');
  return types.has('timestamp') && zone !== null ? quotedText(zone[1] ?? '') : null;
}

function emitArithmetic(node: Chain, context: Context): string {
  const types = node.operands.map(operand => context.typeOf(operand));
  const days = dateArithmetic(node, types, context);
  if (days !== undefined) return days;
  const multiplies = node.operators.includes('*');
  const operandText = (operand: Expression, index: number): string => {
    // Numbers in the text are 32 bits wide in DuckDB; Snowflake's have 38 digits.
    if (multiplies && isLargeInteger(operand)) return `CAST(${context.emit(operand)} AS BIGINT)`;
    const text = types[index] === 'interval' ? context.term(operand) : context.as(operand, 'number', 'term');
    // Snowflake refuses to divide by zero, DuckDB answers Infinity or NULL.
    return node.operators[index - 1] === '%' && !neverZero(operand) ? `${macros}.divisor(${text})` : text;
  };
  const scales = node.operands.map(operand => scaleOf(operand, context));
  if (!node.operators.includes('/') && !(multiplies && needsRoom(scales)))
    return joined(node, context, operandText);
  let [scale] = scales;
  return node.operands.map(operandText).reduce((left, right, index) => {
    const operator = node.operators[index - 1] ?? '';
    const operand = node.operands[index];
    const [before, own] = [scale, scales[index]];
    scale = undefined;
    if (operator === '/') {
      if (before === undefined || own === undefined || operand === undefined)
        return `${macros}.divide(${left}, ${right}, ${macros}.quotients())`;
      const divisor = neverZero(operand) ? right : `${macros}.divisor(${right})`;
      const result = quotient({ sql: left, scale: before }, { sql: divisor, scale: own });
      ({ scale } = result);
      return result.sql;
    }
    if (operator !== '*' || before === undefined || own === undefined) return `${left} ${operator} ${right}`;
    scale = productScale(before, own);
    if (before === 0 || own === 0) return `${left} * ${right}`;
    return product({ sql: left, scale: before }, { sql: right, scale: own }).sql;
  });
}

/** Whether DuckDB has no room for a product, or keeps more digits of it than Snowflake does. */
function needsRoom(scales: readonly (number | undefined)[]): boolean {
  return scales.filter(scale => scale !== undefined && scale > 0).length > 1;
}

function isLargeInteger(node: Expression): boolean {
  return node.kind === 'literal' && node.type === 'number' && /^\d{4,10}$/.test(node.value);
}

/**
 * Adding to dates: DuckDB adds whole days to dates only, and makes timestamps of dates plus intervals.
 */
function dateArithmetic(node: Chain, types: readonly SqlType[], context: Context): string | undefined {
  if (node.operators.some(operator => operator !== '+' && operator !== '-')) return undefined;
  const [first] = types;
  if (first === 'interval' && node.operands.length === 2 && types[1] !== 'interval') {
    const turned = { ...node, operands: node.operands.toReversed() };
    return dateArithmetic(turned, types.toReversed(), context);
  }
  const timed = (type: SqlType | undefined) => type === 'time' || isTimestamp(type ?? 'unknown');
  const dated = (type: SqlType | undefined) => type === 'date' || timed(type);
  if (node.operators.includes('-') && types.some(timed) && dated(first) && types.slice(1).some(dated)) {
    context.snowflakeOnly('A timestamp minus a timestamp gives an interval on DuckDB: use DATEDIFF', node);
  }
  const intervals = types.slice(1).every(type => type === 'interval');
  if (intervals && !isTimestamp(first ?? 'unknown') && first !== 'time' && first !== 'interval') {
    const [value, ...rest] = node.operands;
    if (value === undefined) return undefined;
    // Hours make a timestamp of a date.
    if (rest.some(hasTime)) {
      return rest.reduce(
        (left, interval, index) => `${left} ${node.operators[index]} ${context.operand(interval)}`,
        `CAST(${context.emit(value)} AS TIMESTAMP)`,
      );
    }
    return rest.reduce(
      (left, interval, index) =>
        `${context.macroFor('add_interval', value)}(${left}, ${node.operators[index] === '-' ? '-' : ''}${context.operand(interval)})`,
      context.as(value, 'date'),
    );
  }
  if (isTimestamp(first ?? 'unknown') && types.slice(1).every(isNumber)) {
    const [value, ...rest] = node.operands;
    if (value === undefined) return undefined;
    return rest.reduce(
      (left, amount, index) =>
        `${context.macroFor('add_days', value)}(${left}, ${node.operators[index] === '-' ? '-' : ''}${context.operand(amount)})`,
      context.emit(value),
    );
  }
  if (first === 'date' && node.operands.length === 2 && types[1] === 'integer') {
    const [value, amount] = node.operands;
    if (value === undefined || amount === undefined || amount.kind === 'literal') return undefined;
    return `${context.operand(value)} ${node.operators[0]} CAST(${context.emit(amount)} AS INTEGER)`;
  }
  return undefined;
}

/** A number that is there to read, or a NULL in place of zero. */
function neverZero(node: Expression): boolean {
  if (node.kind === 'literal') return node.type === 'number' && Number(node.value) !== 0;
  if (node.kind === 'parens' && node.items.length === 1 && node.items[0] !== undefined)
    return neverZero(node.items[0]);
  if (node.kind !== 'call' || node.name.length !== 1) return false;
  const name = node.name[0]?.name;
  if (name === 'NULLIFZERO') return true;
  const zero = node.args[1]?.value;
  return name === 'NULLIF' && zero?.kind === 'literal' && Number(zero.value) === 0;
}

export function emitLike(node: Like, context: Context): string {
  const value = context.as(node.value, 'text', 'term');
  if (node.operator === 'RLIKE' || node.operator === 'REGEXP') {
    const [pattern] = node.patterns;
    // The pattern must match all of the value.
    const match = `regexp_full_match(${value}, ${pattern === undefined ? "''" : context.as(pattern, 'text')})`;
    return node.not ? `NOT ${match}` : match;
  }
  const escape = node.escape === null ? '' : ` ESCAPE ${context.emit(node.escape)}`;
  const not = node.not && node.quantifier === null ? 'NOT ' : '';
  const tests = node.patterns.map(
    pattern => `${value} ${not}${node.operator} ${context.as(pattern, 'text', 'term')}${escape}`,
  );
  if (node.quantifier === null) return tests[0] ?? '';
  if (node.patterns.some(pattern => pattern.kind === 'subquery')) {
    context.snowflakeOnly(`${node.operator} ${node.quantifier} takes no query on DuckDB`, node);
  }
  const any = `(${tests.join(node.quantifier === 'ANY' ? ' OR ' : ' AND ')})`;
  return node.not ? `NOT ${any}` : any;
}

export function emitIn(node: In, context: Context): string {
  const not = node.not ? ' NOT' : '';
  const [only] = node.items;
  if (node.items.length === 1 && only?.kind === 'subquery') {
    const json = isJson(context.typeOf(node.value));
    const value = json ? context.as(node.value, 'text', 'term') : context.term(node.value);
    return `${value}${not} IN ${context.emit(only)}`;
  }
  const rows = node.items.map(item => sameRows(node.value, item, context));
  if (rows.length > 0 && !rows.includes(null)) return `(${node.not ? 'NOT ' : ''}(${rows.join(' OR ')}))`;
  const [value, ...items] = comparable([node.value, ...node.items], context);
  return `${value}${not} IN (${items.join(', ')})`;
}
