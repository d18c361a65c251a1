import { parsePostfix } from './postfix.ts';
import type { Reader } from './reader.ts';
import type { Expression, OrderItem } from './tree.ts';

/** How tightly operators bind, from loose to tight (as in PostgreSQL; DuckDB agrees on all of them). */
const or = 1;
const and = 2;
const not = 3;
const comparison = 4;
const concat = 5;
const additive = 6;
const multiplicative = 7;

const symbols: Record<string, number> = {
  '=': comparison,
  '==': comparison,
  '!=': comparison,
  '<>': comparison,
  '^=': comparison,
  '<': comparison,
  '>': comparison,
  '<=': comparison,
  '>=': comparison,
  '<=>': comparison,
  '||': concat,
  '+': additive,
  '-': additive,
  '*': multiplicative,
  '/': multiplicative,
  '%': multiplicative,
};

const likes = new Set(['LIKE', 'ILIKE', 'RLIKE', 'REGEXP']);

export function parseExpression(reader: Reader): Expression {
  return reader.nested(() => parseBinary(reader, or));
}

/** Operators of one precedence become one flat chain: a thousand terms are no thousand levels. */
function parseBinary(reader: Reader, minimum: number): Expression {
  let left = parseUnary(reader, minimum);
  for (;;) {
    const level = precedenceHere(reader);
    if (level === undefined || level < minimum) {
      if (minimum > comparison || !startsPredicate(reader)) return left;
      left = parsePredicate(reader, left);
      continue;
    }
    const operands = [left];
    const operators: string[] = [];
    while (precedenceHere(reader) === level) {
      operators.push(reader.next().text);
      operands.push(parseBinary(reader, level + 1));
    }
    left = { kind: 'chain', operands, operators, start: left.start, end: reader.end };
  }
}

function precedenceHere(reader: Reader): number | undefined {
  const word = reader.word();
  if (word === 'OR') return or;
  if (word === 'AND') return and;
  const operator = reader.operator();
  return operator === '' ? undefined : symbols[operator];
}

function parseUnary(reader: Reader, minimum: number): Expression {
  const start = reader.start;
  if (reader.word() === 'NOT' && minimum <= not) {
    reader.next();
    const value = reader.nested(() => parseBinary(reader, not));
    return { kind: 'unary', operator: 'NOT', value, start, end: reader.end };
  }
  const operator = reader.operator();
  if (operator === '-' || operator === '+' || operator === '~') {
    reader.next();
    const value = reader.nested(() => parseUnary(reader, multiplicative + 1));
    return { kind: 'unary', operator, value, start, end: reader.end };
  }
  const word = reader.word();
  if ((word === 'PRIOR' || word === 'CONNECT_BY_ROOT') && beginsOperand(reader)) {
    reader.next();
    const value = parsePostfix(reader);
    return { kind: 'unary', operator: word, value, start, end: reader.end };
  }
  return parsePostfix(reader);
}

/** After PRIOR: a column follows; else PRIOR is one itself. */
function beginsOperand(reader: Reader): boolean {
  const next = reader.token(1);
  return next?.kind === 'word' || next?.kind === 'quoted';
}

function startsPredicate(reader: Reader): boolean {
  const word = reader.word(reader.word() === 'NOT' ? 1 : 0);
  return likes.has(word) || word === 'IN' || word === 'BETWEEN' || reader.word() === 'IS';
}

function parsePredicate(reader: Reader, value: Expression): Expression {
  const { start } = value;
  if (reader.accept('IS')) return parseIs(reader, value);
  const negated = reader.accept('NOT');
  const word = reader.next().text;
  if (word === 'BETWEEN') {
    const low = parseBinary(reader, concat);
    reader.expect('AND', 'between the bounds of BETWEEN');
    const high = parseBinary(reader, concat);
    return { kind: 'between', not: negated, value, low, high, start, end: reader.end };
  }
  if (word === 'IN') {
    const items =
      reader.operator() === '('
        ? parseItems(reader, 'behind the values of IN')
        : [parseBinary(reader, concat)];
    return { kind: 'in', not: negated, value, items, start, end: reader.end };
  }
  return parseLike(reader, value, negated, likeOperator(word));
}

function likeOperator(word: string): 'LIKE' | 'ILIKE' | 'RLIKE' | 'REGEXP' {
  return word === 'ILIKE' || word === 'RLIKE' || word === 'REGEXP' ? word : 'LIKE';
}

function parseLike(
  reader: Reader,
  value: Expression,
  negated: boolean,
  operator: 'LIKE' | 'ILIKE' | 'RLIKE' | 'REGEXP',
): Expression {
  const quantifier = reader.accept('ANY') ? 'ANY' : reader.accept('ALL') ? 'ALL' : null;
  const patterns =
    quantifier !== null && reader.operator() === '('
      ? parseItems(reader, 'behind the patterns')
      : [parseBinary(reader, concat)];
  const escape = reader.accept('ESCAPE') ? parseBinary(reader, concat) : null;
  const { start } = value;
  return {
    kind: 'like',
    operator,
    not: negated,
    quantifier,
    value,
    patterns,
    escape,
    start,
    end: reader.end,
  };
}

function parseIs(reader: Reader, value: Expression): Expression {
  const { start } = value;
  const negated = reader.accept('NOT');
  const end = (): { start: number; end: number } => ({ start, end: reader.end });
  if (reader.accept('NULL')) return { kind: 'is', not: negated, value, what: 'null', ...end() };
  if (reader.accept('TRUE')) return { kind: 'is', not: negated, value, what: 'true', ...end() };
  if (reader.accept('FALSE')) return { kind: 'is', not: negated, value, what: 'false', ...end() };
  if (reader.accept('UNKNOWN')) return { kind: 'is', not: negated, value, what: 'unknown', ...end() };
  if (reader.accept('DISTINCT', 'FROM')) {
    const what = parseBinary(reader, concat);
    return { kind: 'is', not: negated, value, what, ...end() };
  }
  throw reader.problem('NULL, TRUE, FALSE or DISTINCT FROM is expected behind IS');
}

/** What stands in parentheses: expressions, or one query. */
function parseItems(reader: Reader, where: string): Expression[] {
  if (reader.opensQuery()) {
    const start = reader.next().start;
    const query = reader.nested(() => reader.grammar.query(reader));
    reader.expectOperator(')', 'behind the query');
    return [{ kind: 'subquery', prefix: null, query, start, end: reader.end }];
  }
  reader.expectOperator('(', where);
  const items = reader.list(() => parseExpression(reader));
  reader.expectOperator(')', where);
  return items;
}

/** What follows ORDER BY. */
export function parseOrderItems(reader: Reader): OrderItem[] {
  return reader.list(() => {
    const value = parseExpression(reader);
    const descending = reader.accept('DESC') || (reader.accept('ASC') && false);
    const nulls = reader.accept('NULLS', 'FIRST') ? 'FIRST' : reader.accept('NULLS', 'LAST') ? 'LAST' : null;
    return { kind: 'order', value, descending, nulls, start: value.start, end: reader.end };
  });
}
