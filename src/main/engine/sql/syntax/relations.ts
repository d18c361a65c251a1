import { parsePivot, parseUnpivot } from './pivots.ts';
import type { Reader } from './reader.ts';
import { noTable, noTableAlias } from './reserved.ts';
import type {
  Call,
  Clause,
  Expression,
  Factor,
  FromItem,
  Identifier,
  Join,
  Sample,
  TableFactor,
  TableName,
  Query,
  Values,
} from './tree.ts';
import { parseValues } from './values.ts';

/** What follows FROM: tables, and what is joined to them. */
export function parseFrom(reader: Reader): FromItem[] {
  return reader.list(() => parseFromItem(reader));
}

function parseFromItem(reader: Reader): FromItem {
  const { start } = reader;
  const left = parseTableFactor(reader);
  const joins: Join[] = [];
  for (let join = parseJoin(reader); join !== null; join = parseJoin(reader)) joins.push(join);
  return { kind: 'from', left, joins, start, end: reader.end };
}

const joinWords = new Set([
  'NATURAL',
  'INNER',
  'LEFT',
  'RIGHT',
  'FULL',
  'OUTER',
  'CROSS',
  'ASOF',
  'DIRECTED',
]);

function parseJoin(reader: Reader): Join | null {
  const { start } = reader;
  let count = 0;
  while (joinWords.has(reader.word(count))) count++;
  if (reader.word(count) !== 'JOIN') return null;
  const words: string[] = [];
  for (; count >= 0; count--) words.push(reader.next().text);
  const right = parseTableFactor(reader);
  const join: Join = {
    kind: 'join',
    type: words.filter(word => word !== 'DIRECTED').join(' '),
    right,
    match: null,
    on: null,
    using: [],
    start,
    end: 0,
  };
  if (reader.accept('MATCH_CONDITION')) {
    reader.expectOperator('(', 'behind MATCH_CONDITION');
    join.match = reader.grammar.expression(reader);
    reader.expectOperator(')', 'behind the condition');
  }
  if (reader.accept('ON')) join.on = reader.grammar.expression(reader);
  else if (reader.accept('USING')) join.using = parseUsing(reader);
  join.end = reader.end;
  return join;
}

/** `using (a, t.b)`: a qualifier changes nothing. */
function parseUsing(reader: Reader): Identifier[] {
  reader.expectOperator('(', 'behind USING');
  const columns = reader.list(() => {
    const column = reader.identifier('A column');
    return reader.acceptOperator('.') ? reader.identifier('A column') : column;
  });
  reader.expectOperator(')', 'behind the columns');
  return columns;
}

/** One table with everything that may stand behind it. */
export function parseTableFactor(reader: Reader): TableFactor {
  const { start } = reader;
  const factor = reader.nested(() => parseFactor(reader));
  const node: TableFactor = {
    kind: 'factor',
    factor,
    clauses: [],
    alias: null,
    columns: [],
    aliasAt: 0,
    sample: null,
    start,
    end: 0,
  };
  parseTableClauses(reader, node);
  node.aliasAt = reader.end;
  parseAlias(reader, node);
  acceptSample(reader, node);
  // Some write the alias before PIVOT, or behind SAMPLE.
  parseTableClauses(reader, node);
  if (node.alias === null) parseAlias(reader, node);
  acceptSample(reader, node);
  node.end = reader.end;
  return node;
}

function parseAlias(reader: Reader, node: TableFactor): void {
  const token = reader.token();
  if (reader.accept('AS')) node.alias = reader.identifier('A name behind AS');
  else if (token?.kind === 'quoted') node.alias = reader.identifier('A name');
  else if (token?.kind === 'word' && !noTableAlias.has(token.text) && !beginsClause(reader)) {
    node.alias = reader.identifier('A name');
  }
  if (node.alias !== null && reader.operator() === '(') node.columns = reader.identifierList('A column');
}

/** Words that are a clause only when something certain follows them. */
function beginsClause(reader: Reader): boolean {
  const word = reader.word();
  if (['AT', 'BEFORE', 'CHANGES', 'PIVOT', 'UNPIVOT'].includes(word) && reader.operator(1) === '(')
    return true;
  if (word === 'UNPIVOT') return reader.word(2) === 'NULLS';
  if (word === 'WINDOW') return reader.word(2) === 'AS';
  return (word === 'ASOF' || word === 'DIRECTED') && reader.word(1) === 'JOIN';
}

function parseTableClauses(reader: Reader, node: TableFactor): void {
  for (;;) {
    const { start } = reader;
    const word = reader.word();
    if (
      (word === 'AT' || word === 'BEFORE' || word === 'CHANGES' || word === 'END') &&
      reader.operator(1) === '('
    ) {
      reader.next();
      const expressions = parseClauseArguments(reader);
      const kind: Clause['kind'] = word === 'CHANGES' ? 'changes' : 'time';
      node.clauses.push({ kind, expressions, start, end: reader.end });
    } else if (word === 'PIVOT' && reader.operator(1) === '(') {
      node.clauses.push(parsePivot(reader));
    } else if (word === 'UNPIVOT' && (reader.operator(1) === '(' || reader.word(2) === 'NULLS')) {
      node.clauses.push(parseUnpivot(reader));
    } else if (word === 'MATCH_RECOGNIZE') {
      reader.next();
      reader.skipParentheses('behind MATCH_RECOGNIZE');
      node.clauses.push({ kind: 'match_recognize', expressions: [], start, end: reader.end });
    } else if (node.factor.kind === 'stage' && reader.operator() === '(') {
      reader.skipParentheses('behind the stage');
      node.clauses.push({ kind: 'file', expressions: [], start, end: reader.end });
    } else return;
  }
}

/** `(timestamp => …)`, `(offset => …)`, `(information => default)`. */
function parseClauseArguments(reader: Reader): Expression[] {
  reader.expectOperator('(', 'behind the word');
  const values = reader.list(() => {
    if (reader.operator(1) === '=>') reader.position += 2;
    return reader.grammar.expression(reader);
  });
  reader.expectOperator(')', 'to close it');
  return values;
}

function acceptSample(reader: Reader, node: TableFactor): void {
  if (reader.word() === 'SAMPLE' || reader.word() === 'TABLESAMPLE') node.sample = parseSample(reader);
}

function parseSample(reader: Reader): Sample {
  const { start } = reader.next();
  const method = ['SYSTEM', 'BLOCK'].includes(reader.word()) ? 'SYSTEM' : 'BERNOULLI';
  if (['SYSTEM', 'BLOCK', 'BERNOULLI', 'ROW'].includes(reader.word())) reader.next();
  reader.expectOperator('(', 'before the size of the sample');
  const size = reader.grammar.expression(reader);
  const rows = reader.accept('ROWS');
  reader.expectOperator(')', 'behind the size of the sample');
  let seed: Expression | null = null;
  if (reader.accept('SEED') || reader.accept('REPEATABLE')) {
    reader.expectOperator('(', 'before the seed');
    seed = reader.grammar.expression(reader);
    reader.expectOperator(')', 'behind the seed');
  }
  return { kind: 'sample', method, size, rows, seed, start, end: reader.end };
}

function parseFactor(reader: Reader): Factor {
  const { start } = reader;
  if (reader.accept('LATERAL')) return parseLateral(reader, start);
  const token = reader.token();
  if (token === undefined) throw reader.problem('A table is expected');
  if (token.kind === 'stage' || token.kind === 'string') {
    reader.next();
    return { kind: 'stage', start, end: reader.end };
  }
  if (token.kind === 'variable') {
    reader.next();
    return { kind: 'table', name: null, start, end: reader.end };
  }
  if (token.kind === 'placeholder') {
    throw reader.problem(
      `A variable is a value, no table; IDENTIFIER({{ ${token.text} }}) makes a name of it`,
    );
  }
  if (reader.word() === 'VALUES' || reader.opensQuery() || isValues(reader))
    return parseDerived(reader, start, false);
  if (reader.acceptOperator('(')) {
    const item = parseFromItem(reader);
    reader.expectOperator(')', 'behind the join');
    return { kind: 'joined', item, start, end: reader.end };
  }
  if (reader.word() === 'TABLE' && reader.operator(1) === '(') return parseTableCall(reader, start, false);
  if (reader.word() === 'IDENTIFIER' && reader.operator(1) === '(') return parseComputedName(reader, start);
  return parseTableName(reader, false);
}

function isValues(reader: Reader): boolean {
  return reader.operator() === '(' && reader.word(1) === 'VALUES';
}

function parseLateral(reader: Reader, start: number): Factor {
  if (reader.operator() === '(') return parseDerived(reader, start, true);
  if (reader.word() === 'TABLE' && reader.operator(1) === '(') return parseTableCall(reader, start, true);
  return { ...parseTableName(reader, true), start };
}

/** A query as a table: `(select …)`, `(values …)`, or VALUES alone. */
function parseDerived(reader: Reader, start: number, lateral: boolean): Factor {
  const parenthesis = reader.acceptOperator('(');
  if (!parenthesis) {
    // ORDER BY behind it belongs to the query around.
    const body = parseValues(reader);
    return { kind: 'derived', lateral, query: queryOf(body), start, end: body.end };
  }
  const query = reader.nested(() => reader.grammar.query(reader));
  reader.expectOperator(')', 'behind the query');
  return { kind: 'derived', lateral, query, start, end: reader.end };
}

function queryOf(body: Values): Query {
  const { start, end } = body;
  return {
    kind: 'query',
    recursive: false,
    ctes: [],
    body,
    orderBy: [],
    orderByAll: false,
    limit: null,
    offset: null,
    tailStart: end,
    start,
    end,
  };
}

/** `table(function(…))`, `table('db.schema.name')`, `table($name)`. */
function parseTableCall(reader: Reader, start: number, lateral: boolean): Factor {
  const inner = reader.token(2);
  if (inner?.kind === 'string' || inner?.kind === 'variable') {
    reader.position += 3;
    reader.expectOperator(')', 'behind the name');
    const name = inner.kind === 'string' ? namesIn(reader, inner.text, inner.start) : null;
    return { kind: 'table', name, start, end: reader.end };
  }
  if (
    inner?.text === 'IDENTIFIER' &&
    reader.operator(3) === '(' &&
    reader.closing(1) === (reader.closing(3) ?? 0) + 1
  ) {
    reader.position += 2;
    const table = parseComputedName(reader, start);
    reader.expectOperator(')', 'behind the name');
    return { ...table, end: reader.end };
  }
  reader.position += 2;
  const value = reader.grammar.expression(reader);
  reader.expectOperator(')', 'behind the table function');
  const call: Call | null = value.kind === 'call' ? value : null;
  if (call === null) {
    // `table(stream)` and the like: a name where a call is expected.
    return { kind: 'table', name: value.kind === 'column' ? value.parts : null, start, end: reader.end };
  }
  return { kind: 'function', lateral, wrapped: true, call, start, end: reader.end };
}

/** `identifier('db.schema.name')`; what is not written as a string is known only when it runs. */
function parseComputedName(reader: Reader, start: number): TableName {
  reader.position += 2;
  const token = reader.token();
  reader.grammar.expression(reader);
  reader.expectOperator(')', 'behind the name');
  const name = token?.kind === 'string' ? namesIn(reader, token.text, token.start) : null;
  return { kind: 'table', name, start, end: reader.end };
}

/** The parts of a dotted name within a string. */
function namesIn(reader: Reader, text: string, start: number): Identifier[] {
  const parts: Identifier[] = [];
  const pattern = /\s*(?:"((?:[^"]|"")+)"|([\p{L}_][\p{L}\p{N}_$]*))\s*(\.|$)/uy;
  for (let at = 0; at < text.length; at = pattern.lastIndex) {
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    if (match === null) throw reader.problem(`"${text}" is not the name of a table`, reader.token(-2));
    const name = match[1]?.replaceAll('""', '"') ?? (match[2] ?? '').toUpperCase();
    parts.push({ name, quoted: match[1] !== undefined, start, end: start + text.length });
  }
  return parts;
}

function parseTableName(reader: Reader, lateral: boolean): Factor {
  const { start, position } = reader;
  const word = reader.word();
  if (noTable.has(word)) throw reader.problem('A table is expected');
  const parts = [reader.identifier('A table')];
  while (reader.operator() === '.') {
    reader.next();
    // `db..name` leaves the schema to the default, PUBLIC.
    if (reader.operator() === '.') {
      const at = reader.start;
      parts.push({ name: 'PUBLIC', quoted: false, start: at, end: at });
      continue;
    }
    parts.push(reader.identifier('The next part of the name'));
  }
  if (reader.operator() === '(') {
    if (word === 'DIRECTORY' || word === 'SEMANTIC_VIEW') {
      reader.skipParentheses(`behind ${word}`);
      return { kind: 'stage', start, end: reader.end };
    }
    reader.position = position;
    const call = reader.grammar.expression(reader);
    if (call.kind !== 'call') throw reader.problem('A table function is expected');
    return { kind: 'function', lateral, wrapped: false, call, start, end: reader.end };
  }
  return { kind: 'table', name: parts, start, end: reader.end };
}
