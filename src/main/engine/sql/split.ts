import type { Token } from './tokens.ts';

/** The tokens of one statement, without its semicolon: `first` inclusive, `last` exclusive. */
export interface StatementTokens {
  first: number;
  last: number;
}

const transactionWords = new Set(['TRANSACTION', 'WORK', 'NAME']);
/** `END IF`, `END FOR` and the like close what is not counted as open. */
const uncounted = new Set(['IF', 'FOR', 'LOOP', 'WHILE', 'REPEAT']);

/** Cuts tokens at top-level semicolons. A scripting block (`begin … end`, `declare …`) is one statement. */
export function splitTokens(tokens: readonly Token[]): StatementTokens[] {
  const statements: StatementTokens[] = [];
  let first = 0;
  while (first < tokens.length) {
    const last = statementEnd(tokens, first);
    if (last > first) statements.push({ first, last });
    first = last + 1;
  }
  return statements;
}

/** Whether the statement that starts at `first` is a block of Snowflake Scripting. */
export function startsBlock(tokens: readonly Token[], first: number): boolean {
  const word = wordAt(tokens, first);
  if (word === 'DECLARE') return true;
  if (word !== 'BEGIN') return false;
  const next = tokens[first + 1];
  return next !== undefined && next.text !== ';' && !transactionWords.has(wordAt(tokens, first + 1));
}

function statementEnd(tokens: readonly Token[], first: number): number {
  const creates = wordAt(tokens, first) === 'CREATE';
  for (let at = first; at < tokens.length; at++) {
    if (at === first ? startsBlock(tokens, at) : creates && opensBody(tokens, at)) {
      at = blockEnd(tokens, at);
      if (at >= tokens.length) return at;
    }
    if (tokens[at]?.kind === 'operator' && tokens[at]?.text === ';') return at;
  }
  return tokens.length;
}

/** `create procedure … as begin …`: a body without quotes. */
function opensBody(tokens: readonly Token[], at: number): boolean {
  return wordAt(tokens, at - 1) === 'AS' && startsBlock(tokens, at);
}

/** Index just behind the END that closes the block at `first`, or the number of tokens when none does. */
function blockEnd(tokens: readonly Token[], first: number): number {
  let depth = 0;
  for (let at = first; at < tokens.length; at++) {
    const word = wordAt(tokens, at);
    if (word === 'BEGIN' || word === 'CASE') {
      if (wordAt(tokens, at - 1) !== 'END') depth++;
    } else if (word === 'END' && !uncounted.has(wordAt(tokens, at + 1))) {
      depth--;
      if (depth === 0) return at + 1;
    }
  }
  return tokens.length;
}

function wordAt(tokens: readonly Token[], at: number): string {
  const token = tokens[at];
  return token?.kind === 'word' ? token.text : '';
}
