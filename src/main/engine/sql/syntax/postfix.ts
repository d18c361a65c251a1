import { parsePrimary } from './primary.ts';
import type { Reader } from './reader.ts';
import type { Expression, Path } from './tree.ts';

/** A value and what binds tightest behind it: `::type`, `:path`, `[index]`, `.field`, `collate`. */
export function parsePostfix(reader: Reader): Expression {
  let value = parsePrimary(reader);
  for (;;) {
    const { start } = value;
    const operator = reader.operator();
    if (operator === '::') {
      reader.next();
      const type = reader.grammar.type(reader);
      value = { kind: 'cast', value, type, try: false, start, end: reader.end };
    } else if (operator === ':' && beginsStep(reader, 1)) {
      reader.next();
      value = addStep(reader, value);
    } else if (operator === '.' && beginsStep(reader, 1) && value.kind !== 'literal') {
      reader.next();
      value = addStep(reader, value);
    } else if (operator === '[') {
      value = parseSubscript(reader, value);
    } else if (operator === '(' && reader.operator(1) === '+' && reader.operator(2) === ')') {
      // Oracle's outer join, which Snowflake still reads: `a.id = b.id (+)`.
      reader.position += 3;
      value = { kind: 'unary', operator: '(+)', value, start, end: reader.end };
    } else if (reader.accept('COLLATE')) {
      value = { kind: 'collate', value, collation: parsePrimary(reader), start, end: reader.end };
    } else {
      return value;
    }
  }
}

function beginsStep(reader: Reader, ahead: number): boolean {
  const kind = reader.token(ahead)?.kind;
  return kind === 'word' || kind === 'quoted';
}

/** Keys of semi-structured data are case-sensitive, quoted or not: an unquoted one is taken as it is written. */
function addStep(reader: Reader, value: Expression): Path {
  const token = reader.next();
  const step = token.kind === 'word' ? reader.sql.slice(token.start, token.end) : token.text;
  if (value.kind === 'path') return { ...value, steps: [...value.steps, step], end: token.end };
  return { kind: 'path', value, steps: [step], start: value.start, end: token.end };
}

function parseSubscript(reader: Reader, value: Expression): Expression {
  reader.next();
  const index = reader.nested(() => reader.grammar.expression(reader));
  reader.expectOperator(']', 'behind the index');
  const { end } = reader;
  const constant = constantStep(index);
  if (value.kind === 'path') return { ...value, steps: [...value.steps, constant ?? index], end };
  return { kind: 'subscript', value, index, start: value.start, end };
}

/** `0` and `'a'` in brackets as steps of a path. */
export function constantStep(index: Expression): string | number | undefined {
  if (index.kind !== 'literal') return undefined;
  if (index.type === 'string') return index.value;
  return index.type === 'number' && /^\d+$/.test(index.value) ? Number(index.value) : undefined;
}
