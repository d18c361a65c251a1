import type { SqlProblem } from '../../../shared/contract/sql.ts';
import {
  type Complaint,
  loadParsers,
  type Parsers,
  polyglotComplaint,
  sqlparserComplaint,
} from './parsers.ts';
import { Positions } from './positions.ts';
import { splitTokens, startsBlock } from './split.ts';
import { readScript } from './statements.ts';
import { lex, type Lexed, type Span } from './tokens.ts';
import { maskVariables, placeholderProblems } from './variables.ts';

/** Above this, a statement is asked of our own parser only: the others grow slow or trap on long chains. */
const maxTokens = 5_000;
/** Nesting the others can take; sqlparser ends the whole instance beyond. */
const maxNesting = 30;

/**
 * Everything wrong with a text, at most one problem a statement besides its placeholders. None of the three parsers
 * knows all of Snowflake's grammar, and polyglot takes nearly anything for a name: two of them must refuse a statement.
 */
export async function check(sql: string): Promise<SqlProblem[]> {
  const parsers = await loadParsers();
  const positions = new Positions(sql);
  const lexed = lex(sql);
  const placeholders = placeholderProblems(sql, lexed);
  const found: Complaint[] = [...placeholders];
  found.push(...lexed.problems.filter(problem => !placeholders.some(other => other.start === problem.start)));
  // What cannot be cut into tokens cannot be read any further.
  if (lexed.problems.length === 0) found.push(...grammarComplaints(parsers, sql, lexed));
  return found
    .sort((a, b) => a.start - b.start)
    .map(({ message, start, end }) => positions.sqlProblem(message, { start, end: Math.max(end, start) }));
}

function grammarComplaints(parsers: Parsers, sql: string, { tokens }: Lexed): Complaint[] {
  const masked = maskVariables(sql);
  const found: Complaint[] = [];
  for (const { first, last } of splitTokens(tokens)) {
    if (startsBlock(tokens, first)) continue; // Snowflake Scripting is no matter of either parser.
    const start = tokens[first]?.start ?? 0;
    const end = tokens[last - 1]?.end ?? start;
    const complaint = complaintAbout(parsers, masked.slice(start, end), { start, end }, sql, last - first);
    if (complaint !== null) found.push(complaint);
  }
  return found;
}

function complaintAbout(
  parsers: Parsers,
  statement: string,
  span: Span,
  sql: string,
  tokens: number,
): Complaint | null {
  const own = readScript(sql.slice(span.start, span.end)).problems[0] ?? null;
  const ours = own && shift(own, span.start);
  if (tokens > maxTokens || nesting(statement) > maxNesting) return ours;
  const first = polyglotComplaint(parsers, statement);
  if (first === 'limit') return ours;
  if (first === null && ours === null) return null;
  const second = sqlparserComplaint(parsers, statement);
  if (second === 'limit') return ours;
  const against = [ours, first, second].filter(complaint => complaint !== null).length;
  // Ours says best what is missing.
  return against < 2 ? null : (ours ?? (first && shift(first, span.start)));
}

function shift({ message, start, end }: Complaint, by: number): Complaint {
  return { message, start: start + by, end: end + by };
}

/** How deep parentheses go; those within strings count too, which does no harm. */
function nesting(statement: string): number {
  let depth = 0;
  let deepest = 0;
  for (let at = 0; at < statement.length; at++) {
    const code = statement.charCodeAt(at);
    if (code === 40) deepest = Math.max(deepest, ++depth);
    else if (code === 41) depth--;
  }
  return deepest;
}
