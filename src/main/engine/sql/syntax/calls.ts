import type { Reader } from './reader.ts';
import type { Argument, Call, Expression, Identifier, Window } from './tree.ts';

/** A call from its parenthesis on, with all that may stand behind it. */
export function parseCall(reader: Reader, name: Identifier[]): Call {
  const start = name[0]?.start ?? reader.start;
  const call: Call = {
    kind: 'call',
    name,
    args: [],
    distinct: false,
    orderBy: [],
    withinGroup: [],
    filter: null,
    nulls: null,
    over: null,
    argsEnd: 0,
    start,
    end: 0,
  };
  reader.nested(() => parseArguments(reader, call));
  call.argsEnd = reader.end;
  if (reader.accept('WITHIN', 'GROUP')) {
    reader.expectOperator('(', 'behind WITHIN GROUP');
    reader.expect('ORDER', 'in WITHIN GROUP');
    reader.expect('BY', 'in WITHIN GROUP');
    call.withinGroup = reader.grammar.orderItems(reader);
    reader.expectOperator(')', 'to close WITHIN GROUP');
  }
  if (reader.word() === 'FILTER' && reader.operator(1) === '(' && reader.word(2) === 'WHERE') {
    reader.position += 3;
    call.filter = reader.grammar.expression(reader);
    reader.expectOperator(')', 'to close FILTER');
  }
  if (
    reader.word() === 'FROM' &&
    (reader.word(1) === 'FIRST' || reader.word(1) === 'LAST') &&
    isTail(reader, 2)
  ) {
    reader.position += 2;
  }
  call.nulls = acceptNulls(reader) ?? call.nulls;
  if (reader.accept('OVER')) call.over = parseOver(reader);
  call.end = reader.end;
  return call;
}

function isTail(reader: Reader, ahead: number): boolean {
  return ['OVER', 'IGNORE', 'RESPECT'].includes(reader.word(ahead));
}

function acceptNulls(reader: Reader): 'ignore' | 'respect' | null {
  if (reader.accept('IGNORE', 'NULLS')) return 'ignore';
  return reader.accept('RESPECT', 'NULLS') ? 'respect' : null;
}

function parseArguments(reader: Reader, call: Call): void {
  reader.expectOperator('(', 'behind the name of the function');
  call.distinct = reader.accept('DISTINCT');
  if (!call.distinct && reader.word() === 'ALL' && reader.operator(1) !== '(') reader.next();
  if (reader.operator() !== ')') {
    call.args = reader.list(() => parseArgument(reader));
    call.nulls = acceptNulls(reader);
    if (reader.accept('ORDER', 'BY')) call.orderBy = reader.grammar.orderItems(reader);
  }
  reader.expectOperator(')', 'to close the arguments');
}

function parseArgument(reader: Reader): Argument {
  const { start } = reader;
  const name = reader.operator(1) === '=>' ? reader.identifier('The name of an argument') : null;
  if (name !== null) reader.next();
  const value = parseArgumentValue(reader);
  // `date_part(year from d)`, `position(a in b)` is read as IN.
  if (reader.accept('FROM')) {
    const from = reader.grammar.expression(reader);
    return { kind: 'argument', name, value, from, start, end: reader.end };
  }
  return { kind: 'argument', name, value, from: null, start, end: reader.end };
}

/** Some functions take a query without parentheses of its own: `array(select …)`, `table(select …)`. */
function parseArgumentValue(reader: Reader): Expression {
  const word = reader.word();
  if (word !== 'SELECT' && word !== 'WITH') return reader.grammar.expression(reader);
  const query = reader.grammar.query(reader);
  return { kind: 'subquery', prefix: null, query, start: query.start, end: query.end };
}

function parseOver(reader: Reader): Window {
  if (reader.operator() === '(') return parseWindow(reader);
  const name = reader.identifier('A window');
  return {
    kind: 'window',
    name,
    partitionBy: [],
    orderBy: [],
    frame: null,
    start: name.start,
    end: name.end,
  };
}

/** `(partition by … order by … rows …)`. */
export function parseWindow(reader: Reader): Window {
  const { start } = reader.expectOperator('(', 'before the window');
  const named =
    reader.word() !== '' && !['PARTITION', 'ORDER', 'ROWS', 'RANGE', 'GROUPS'].includes(reader.word());
  const name = named ? reader.identifier('A window') : null;
  const partitionBy = reader.accept('PARTITION', 'BY')
    ? reader.list(() => reader.grammar.expression(reader))
    : [];
  const orderBy = reader.accept('ORDER', 'BY') ? reader.grammar.orderItems(reader) : [];
  const frame = ['ROWS', 'RANGE', 'GROUPS'].includes(reader.word()) ? readFrame(reader) : null;
  reader.expectOperator(')', 'to close the window');
  return { kind: 'window', name, partitionBy, orderBy, frame, start, end: reader.end };
}

function readFrame(reader: Reader): Window['frame'] {
  const { start } = reader;
  const words: string[] = [];
  let depth = 0;
  while (depth > 0 || reader.operator() !== ')') {
    const token = reader.next();
    if (token.text === '(') depth++;
    if (token.text === ')') depth--;
    words.push(token.kind === 'string' ? `'${token.text.replaceAll("'", "''")}'` : token.text);
  }
  return { text: words.join(' '), start, end: reader.end };
}
