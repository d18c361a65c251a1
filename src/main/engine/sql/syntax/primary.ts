import type { Token } from '../tokens.ts';
import { parseCall } from './calls.ts';
import type { Reader } from './reader.ts';
import { noExpression } from './reserved.ts';
import { acceptStarChanges } from './stars.ts';
import type { Case, Expression, Identifier, Literal, ObjectLiteral } from './tree.ts';

const intervalUnits = new Set(
  'YEAR YEARS QUARTER QUARTERS MONTH MONTHS WEEK WEEKS DAY DAYS HOUR HOURS MINUTE MINUTES SECOND SECONDS'.split(
    ' ',
  ),
);
const likeWords = new Set(['LIKE', 'ILIKE', 'RLIKE', 'REGEXP']);
const subqueryPrefixes = ['EXISTS', 'ANY', 'ALL', 'SOME'] as const;

/** The smallest values: literals, names, calls, CASE, and what stands in brackets of any kind. */
export function parsePrimary(reader: Reader): Expression {
  const token = reader.token();
  if (token === undefined) throw reader.problem('A value is expected');
  const { start, end } = token;
  switch (token.kind) {
    case 'string':
    case 'number':
      reader.next();
      return { kind: 'literal', type: token.kind, value: token.text, start, end };
    case 'placeholder':
      reader.next();
      return { kind: 'placeholder', name: token.text, start, end };
    case 'variable':
      reader.next();
      return /^\d/.test(token.text)
        ? { kind: 'column', parts: [{ name: `$${token.text}`, quoted: false, start, end }], start, end }
        : { kind: 'variable', name: token.text, start, end };
    case 'stage':
      throw reader.problem('A stage can stand in FROM only');
    case 'operator':
      return parseBrackets(reader, token);
    case 'quoted':
      return parseName(reader);
    case 'word':
      return parseWord(reader, token.text);
  }
}

function parseBrackets(reader: Reader, token: Token): Expression {
  const { start } = token;
  if (token.text === '(') {
    const close = reader.closing();
    if (close !== undefined && reader.operator(close - reader.position + 1) === '->')
      return parseLambda(reader);
    if (reader.opensQuery()) return parseSubquery(reader, null, start);
    reader.next();
    if (reader.acceptOperator(')')) return { kind: 'parens', items: [], start, end: reader.end };
    const items = reader.list(() => reader.grammar.expression(reader));
    reader.expectOperator(')', 'to close the parenthesis');
    return { kind: 'parens', items, start, end: reader.end };
  }
  if (token.text === '[') {
    reader.next();
    const items = reader.operator() === ']' ? [] : reader.list(() => reader.grammar.expression(reader));
    reader.expectOperator(']', 'to close the array');
    return { kind: 'array', items, start, end: reader.end };
  }
  if (token.text === '{') return parseObject(reader);
  if (token.text === '*') {
    reader.next();
    return acceptStarChanges(reader, [], start);
  }
  if (token.text === '?') {
    reader.next();
    return { kind: 'placeholder', name: '?', start, end: token.end };
  }
  if (token.text === ':' && ['word', 'number', 'quoted'].includes(reader.token(1)?.kind ?? '')) {
    reader.next();
    return { kind: 'placeholder', name: `:${reader.next().text}`, start, end: reader.end };
  }
  throw reader.problem('A value is expected');
}

function parseWord(reader: Reader, word: string): Expression {
  const { start } = reader;
  const next = reader.token(1);
  if (word === 'TRUE' || word === 'FALSE' || word === 'NULL') {
    const { end } = reader.next();
    return { kind: 'literal', type: word === 'NULL' ? 'null' : 'boolean', value: word, start, end };
  }
  if (word === 'CASE') return parseCase(reader);
  const prefix = subqueryPrefixes.find(candidate => candidate === word);
  if (prefix !== undefined && reader.opensQuery(1)) {
    reader.next();
    return parseSubquery(reader, prefix, start);
  }
  if ((word === 'CAST' || word === 'TRY_CAST') && next?.text === '(')
    return parseCast(reader, word === 'TRY_CAST');
  if (word === 'EXTRACT' && next?.text === '(') return parseExtract(reader);
  if (word === 'INTERVAL' || word === 'DATE' || word === 'TIME' || word === 'TIMESTAMP') {
    if (next?.kind === 'string' || (word === 'INTERVAL' && next?.kind === 'placeholder')) {
      reader.next();
      const value = parsePrimary(reader);
      const unit = word === 'INTERVAL' && intervalUnits.has(reader.word()) ? reader.next().text : null;
      return { kind: 'typed', type: word, value, unit, start, end: reader.end };
    }
  }
  if (word === 'X' && next?.kind === 'string' && next.start === start + 1) {
    reader.position += 2;
    return { kind: 'literal', type: 'binary', value: next.text, start, end: next.end };
  }
  // LIKE, REGEXP and the like are functions too.
  if (likeWords.has(word) && next?.text === '(') return parseName(reader);
  if (next?.text === '->') return parseLambda(reader);
  if (next?.kind === 'word' && reader.operator(2) === '->') return parseLambda(reader);
  if (noExpression.has(word) || (word === 'END' && reader.caseDepth > 0)) {
    throw reader.problem('A value is expected');
  }
  return parseName(reader);
}

/** A column, a call, or `t.*`. */
function parseName(reader: Reader): Expression {
  const { start } = reader;
  const parts: Identifier[] = [reader.identifier('A name')];
  while (reader.operator() === '.') {
    if (reader.operator(1) === '*') {
      reader.position += 2;
      return acceptStarChanges(reader, parts, start);
    }
    const column = reader.token(1);
    if (column?.kind === 'variable') {
      reader.position += 2;
      parts.push({ name: `$${column.text}`, quoted: false, start: column.start, end: column.end });
      break;
    }
    if (column?.kind !== 'word' && column?.kind !== 'quoted') break;
    reader.next();
    parts.push(reader.identifier('A name'));
  }
  // `model!predict(…)`: a method; of no meaning here but as a name.
  if (reader.operator() === '!' && reader.token(1)?.kind === 'word') {
    reader.next();
    parts.push(reader.identifier('A method'));
  }
  if (reader.operator() === '(' && !(reader.operator(1) === '+' && reader.operator(2) === ')')) {
    const call = parseCall(reader, parts);
    // `identifier('my_function')(1)`: what is called is the name within.
    return reader.operator() === '(' && parts[0]?.name === 'IDENTIFIER' ? parseCall(reader, parts) : call;
  }
  return { kind: 'column', parts, start, end: reader.end };
}

function parseSubquery(
  reader: Reader,
  prefix: (typeof subqueryPrefixes)[number] | null,
  start: number,
): Expression {
  reader.expectOperator('(', 'before the query');
  const query = reader.nested(() => reader.grammar.query(reader));
  reader.expectOperator(')', 'behind the query');
  return { kind: 'subquery', prefix, query, start, end: reader.end };
}

function parseCase(reader: Reader): Case {
  const { start } = reader.next();
  reader.caseDepth++;
  try {
    const operand = reader.word() === 'WHEN' ? null : reader.grammar.expression(reader);
    const branches: Case['branches'] = [];
    while (reader.accept('WHEN')) {
      const when = reader.grammar.expression(reader);
      reader.expect('THEN', 'behind the condition of WHEN');
      branches.push({ when, then: reader.grammar.expression(reader) });
    }
    if (branches.length === 0) throw reader.problem('WHEN is expected in CASE');
    const otherwise = reader.accept('ELSE') ? reader.grammar.expression(reader) : null;
    reader.expect('END', 'to close CASE');
    return { kind: 'case', operand, branches, otherwise, start, end: reader.end };
  } finally {
    reader.caseDepth--;
  }
}

function parseCast(reader: Reader, lenient: boolean): Expression {
  const { start } = reader.next();
  reader.expectOperator('(', 'behind CAST');
  const value = reader.grammar.expression(reader);
  reader.expect('AS', 'in CAST, before the type');
  const type = reader.grammar.type(reader);
  // `rename fields`, `add fields` and `collate` may follow a type.
  while (reader.operator() !== ')' && reader.word() !== '') reader.next();
  reader.expectOperator(')', 'behind the type');
  return { kind: 'cast', value, type, try: lenient, start, end: reader.end };
}

function parseExtract(reader: Reader): Expression {
  const { start } = reader.next();
  reader.next();
  const part = reader.next();
  if (part.kind !== 'word' && part.kind !== 'string')
    throw reader.problem('A part of a date is expected', part);
  reader.expect('FROM', 'in EXTRACT, behind the part');
  const value = reader.grammar.expression(reader);
  reader.expectOperator(')', 'to close EXTRACT');
  return { kind: 'extract', part: part.text.toUpperCase(), value, start, end: reader.end };
}

/** `x -> …`, `x int -> …`, `(x, y) -> …`. */
function parseLambda(reader: Reader): Expression {
  const { start } = reader;
  const parameters: Identifier[] = [];
  const parameter = (): void => {
    parameters.push(reader.identifier('A parameter'));
    if (reader.operator() !== '->' && reader.operator() !== ',' && reader.operator() !== ')') {
      reader.grammar.type(reader);
    }
  };
  if (reader.acceptOperator('(')) {
    reader.list(parameter);
    reader.expectOperator(')', 'behind the parameters');
  } else {
    parameter();
  }
  reader.expectOperator('->', 'behind the parameters');
  const body = reader.grammar.expression(reader);
  return { kind: 'lambda', parameters, body, start, end: reader.end };
}

/** `{'a': 1}` and `{*}`. */
function parseObject(reader: Reader): ObjectLiteral {
  const { start } = reader.next();
  const entries: { key: Literal; value: Expression }[] = [];
  if (reader.operator() === '*' || reader.operator(1) === '.') {
    const star = reader.grammar.expression(reader);
    if (star.kind !== 'star') throw reader.problem('"*" is expected');
    reader.expectOperator('}', 'to close the object');
    return { kind: 'object', star, entries, start, end: reader.end };
  }
  while (reader.operator() !== '}') {
    const key = reader.next();
    if (key.kind !== 'string') throw reader.problem('A key in quotes is expected', key);
    reader.expectOperator(':', 'behind the key');
    const value = reader.grammar.expression(reader);
    entries.push({
      key: { kind: 'literal', type: 'string', value: key.text, start: key.start, end: key.end },
      value,
    });
    if (!reader.acceptOperator(',')) break;
  }
  reader.expectOperator('}', 'to close the object');
  return { kind: 'object', star: null, entries, start, end: reader.end };
}
