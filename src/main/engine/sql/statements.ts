import { validationError } from '../../../shared/domain/errors.ts';
import { Positions } from './positions.ts';
import { type TableUse, tablesIn, tablesOf } from './sources.ts';
import { splitTokens, startsBlock } from './split.ts';
import { reader } from './syntax/parser.ts';
import { type Reader, SyntaxProblem } from './syntax/reader.ts';
import { parseTableFactor } from './syntax/relations.ts';
import type { Node, Query, QueryBody } from './syntax/tree.ts';
import { type Lexed, lex } from './tokens.ts';

/** A statement with what it reads. */
export interface Statement {
  kind: string;
  /** UTF-16 offsets without the semicolon. */
  start: number;
  end: number;
  /** The tree, where the statement is a query. */
  query: Query | null;
  uses: TableUse[];
}

export interface Script {
  sql: string;
  lexed: Lexed;
  statements: Statement[];
}

/** The last texts read: compiling a model asks several times about the same two. Nothing changes a tree. */
const recent = new Map<string, Script>();
const maxRecent = 16;
/** Trees take many times the space of their text. */
const maxRecentLength = 50_000;

/** Reads a whole text. Throws a `validation` error with every problem found, one for each statement at most. */
export function parseScript(sql: string): Script {
  const known = recent.get(sql);
  if (known !== undefined) return known;
  const { script, problems } = readScript(sql);
  if (problems.length > 0) {
    const positions = new Positions(sql);
    throw validationError(
      problems.map(problem => positions.problem(problem.message, problem)),
      'The SQL cannot be read',
    );
  }
  if (sql.length > maxRecentLength) return script;
  recent.set(sql, script);
  for (const oldest of recent.keys()) {
    if (recent.size <= maxRecent) break;
    recent.delete(oldest);
  }
  return script;
}

/** Reads a whole text as far as it goes. */
export function readScript(sql: string): {
  script: Script;
  problems: { message: string; start: number; end: number }[];
} {
  const lexed = lex(sql);
  const problems: { message: string; start: number; end: number }[] = [...lexed.problems];
  const statements: Statement[] = [];
  if (problems.length === 0) {
    for (const { first, last } of splitTokens(lexed.tokens)) {
      try {
        statements.push(readStatement(sql, lexed, first, last));
      } catch (error) {
        problems.push(asProblem(error, lexed, first));
      }
    }
  }
  return { script: { sql, lexed, statements }, problems };
}

function asProblem(
  error: unknown,
  { tokens }: Lexed,
  first: number,
): { message: string; start: number; end: number } {
  if (error instanceof SyntaxProblem) return { message: error.message, start: error.start, end: error.end };
  if (error instanceof RangeError) {
    const { start, end } = tokens[first] ?? { start: 0, end: 0 };
    return { message: 'This statement nests too deeply to be read', start, end };
  }
  throw error;
}

function readStatement(sql: string, { tokens }: Lexed, first: number, last: number): Statement {
  const start = tokens[first]?.start ?? 0;
  const end = tokens[last - 1]?.end ?? start;
  const cursor = reader(sql, tokens, first, last);
  if (beginsQuery(cursor)) {
    const query = cursor.grammar.query(cursor);
    if (!cursor.done) throw cursor.problem('The end of the statement is expected');
    const kind = readsOnly(query) ? 'select' : 'select_into';
    return { kind, start, end, query, uses: tablesOf(query) };
  }
  if (startsBlock(tokens, first)) {
    return { kind: 'block', start, end, query: null, uses: embedded(cursor) };
  }
  const kind = statementKind(cursor);
  const uses = withoutQueries.test(kind)
    ? []
    : [...relationsOf(kind, cursor), ...embedded(reader(sql, tokens, first, last))];
  return { kind, start, end, query: null, uses: uses.sort((a, b) => a.table.start - b.table.start) };
}

/** Here SELECT is a privilege, or nothing at all. */
const withoutQueries = /^(?:grant|revoke|show|describe|use|drop|undrop|alter)/;

function beginsQuery(cursor: Reader): boolean {
  const word = cursor.word();
  return word === 'SELECT' || word === 'WITH' || word === 'VALUES' || cursor.operator() === '(';
}

function readsOnly(query: Query): boolean {
  return query.ctes.every(cte => readsOnly(cte.query)) && bodyReadsOnly(query.body);
}

function bodyReadsOnly(body: QueryBody): boolean {
  if (body.kind === 'set') return body.operands.every(bodyReadsOnly);
  if (body.kind === 'nested') return readsOnly(body.query);
  return body.kind === 'values' || !body.into;
}

/** What `create`, `alter`, `drop` and the like are about. */
const objects = new Set(
  `TABLE VIEW SCHEMA DATABASE WAREHOUSE ROLE USER FUNCTION PROCEDURE STAGE STREAM TASK SEQUENCE PIPE INTEGRATION TAG
  SHARE ALERT SECRET`.split(/\s+/),
);
const twoWords = new Set([
  'CREATE',
  'ALTER',
  'DROP',
  'UNDROP',
  'TRUNCATE',
  'COMMENT',
  'SHOW',
  'DESCRIBE',
  'DESC',
]);

/** The statement's own word or words: `insert`, `create_table`, `create_dynamic_table`. */
function statementKind(cursor: Reader): string {
  const first = cursor.word();
  if (first === '') throw cursor.problem('A statement is expected');
  if (!twoWords.has(first) || first === 'SHOW' || first === 'DESCRIBE' || first === 'DESC') {
    return first === 'DESC' ? 'describe' : first.toLowerCase();
  }
  const qualifier: string[] = [];
  for (let ahead = 1; ahead < 8; ahead++) {
    const word = cursor.word(ahead);
    if (word === 'DYNAMIC' || word === 'EXTERNAL' || word === 'MATERIALIZED') qualifier.push(word);
    if (objects.has(word)) return [first, ...qualifier, word].join('_').toLowerCase();
  }
  return first.toLowerCase();
}

/** Tables a statement reads that stand in no query of their own: USING, FROM, CLONE and LIKE. */
function relationsOf(kind: string, cursor: Reader): TableUse[] {
  const nodes: Node[] = [];
  const factor = (): void => {
    // A query there is found with the embedded ones.
    if (!cursor.opensQuery()) nodes.push(parseTableFactor(cursor));
    else cursor.skipParentheses('around the query');
  };
  for (; !cursor.done; cursor.position++) {
    if (cursor.operator() === '(') cursor.skipParentheses('here');
    const word = cursor.word();
    if (kind === 'merge' && word === 'USING') {
      cursor.next();
      factor();
      break;
    }
    if ((kind === 'update' && word === 'FROM') || (kind === 'delete' && word === 'USING')) {
      cursor.next();
      do factor();
      while (cursor.acceptOperator(','));
      break;
    }
    if (kind.startsWith('create_') && kind.endsWith('table') && (word === 'CLONE' || word === 'LIKE')) {
      cursor.next();
      nodes.push(parseTableFactor(cursor));
      break;
    }
    if (kind === 'copy' && word === 'FROM' && cursor.token(1)?.kind !== 'stage' && !cursor.opensQuery(1)) {
      cursor.next();
      nodes.push(parseTableFactor(cursor));
      break;
    }
  }
  return tablesIn(nodes);
}

/** Queries within a statement that is none: everything that begins like one where one can begin. */
function embedded(cursor: Reader): TableUse[] {
  const uses: TableUse[] = [];
  while (!cursor.done) {
    const word = cursor.word();
    const begins = word === 'SELECT' || (word === 'WITH' && withBeginsQuery(cursor));
    if (!begins) {
      cursor.position++;
      continue;
    }
    uses.push(...tablesOf(cursor.grammar.query(cursor)));
  }
  return uses;
}

/** `with a as (`, `with recursive a (x) as (`: other uses of WITH go on differently. */
function withBeginsQuery(cursor: Reader): boolean {
  if (cursor.word(1) === 'RECURSIVE') return true;
  const name = cursor.token(1);
  if (name?.kind !== 'word' && name?.kind !== 'quoted') return false;
  const close = cursor.operator(2) === '(' ? cursor.closing(2) : cursor.position + 1;
  const behind = close === undefined ? 2 : close - cursor.position + 1;
  return cursor.word(behind) === 'AS' && cursor.operator(behind + 1) === '(';
}
