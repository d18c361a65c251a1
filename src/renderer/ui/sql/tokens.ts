export type TokenKind = 'word' | 'quoted' | 'string' | 'number' | 'comment' | 'variable' | 'stage' | 'sign';

/** A piece of SQL text; offsets are UTF-16, `end` exclusive. White space is in no token. */
export interface SqlToken {
  kind: TokenKind;
  start: number;
  end: number;
  /** A string or comment that the text ends within. */
  open?: boolean;
}

const space = /\s+/y;
const patterns: [TokenKind, RegExp][] = [
  ['comment', /(?:--|\/\/)[^\n]*/y],
  ['comment', /\/\*[\s\S]*?(?:\*\/|$)/y],
  ['string', /\$\$[\s\S]*?(?:\$\$|$)/y],
  ['string', /'(?:[^'\\]|''|\\[\s\S])*(?:'|$)/y],
  ['quoted', /"(?:[^"]|"")*(?:"|$)/y],
  ['variable', /\{\{[^{}]*\}\}/y],
  ['variable', /[$:][A-Za-z_][\w$]*/y],
  ['stage', /@(?:"[^"]*"|'[^']*'|[^\s,();'"])+/y],
  ['number', /(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?/y],
  ['word', /[\p{L}_][\p{L}\p{N}_$]*/uy],
  ['sign', /::|=>|->>?|\|\||<>|[<>!]=|[\s\S]/y],
];

/** Snowflake SQL in pieces. Total: any text has tokens, also one that is being typed. */
export function sqlTokens(text: string): SqlToken[] {
  const tokens: SqlToken[] = [];
  let at = 0;
  while (at < text.length) {
    space.lastIndex = at;
    at += space.exec(text)?.[0].length ?? 0;
    if (at >= text.length) break;
    const token = tokenAt(text, at);
    // `a:b` and `1:b` are paths into a value, no variables.
    const before = tokens.at(-1);
    if (
      token.kind === 'variable' &&
      text[at] === ':' &&
      before &&
      before.end === at &&
      before.kind !== 'sign'
    ) {
      token.kind = 'sign';
      token.end = at + 1;
    }
    tokens.push(token);
    at = token.end;
  }
  return tokens;
}

function tokenAt(text: string, at: number): SqlToken {
  for (const [kind, pattern] of patterns) {
    pattern.lastIndex = at;
    const found = pattern.exec(text)?.[0];
    if (!found) continue;
    const token: SqlToken = { kind, start: at, end: at + found.length };
    return isOpen(kind, found) ? { ...token, open: true } : token;
  }
  return { kind: 'sign', start: at, end: at + 1 };
}

function isOpen(kind: TokenKind, text: string): boolean {
  if (kind === 'string') {
    return text.startsWith('$$')
      ? text.length < 4 || !text.endsWith('$$')
      : text.length < 2 || !text.endsWith("'");
  }
  if (kind === 'quoted') return text.length < 2 || !text.endsWith('"');
  if (kind === 'comment') return text.startsWith('--') || text.startsWith('//') || !text.endsWith('*/');
  return false;
}

/** Where a statement stands, without its semicolon and the white space around it. */
export interface StatementRange {
  start: number;
  end: number;
}

/** The statements of a text: what stands between semicolons and has more than comments in it. */
export function statementRanges(text: string): StatementRange[] {
  const ranges: StatementRange[] = [];
  let first: SqlToken | undefined;
  let last: SqlToken | undefined;
  let meaningful = false;
  const close = () => {
    if (first && last && meaningful) ranges.push({ start: first.start, end: last.end });
    first = undefined;
    last = undefined;
    meaningful = false;
  };
  for (const token of sqlTokens(text)) {
    if (token.kind === 'sign' && text.slice(token.start, token.end) === ';') {
      close();
      continue;
    }
    first ??= token;
    last = token;
    if (token.kind !== 'comment') meaningful = true;
  }
  close();
  return ranges;
}

/** The statement at an offset; where that is between two, the one before. */
export function statementAt(text: string, offset: number): StatementRange | undefined {
  const ranges = statementRanges(text);
  return (
    ranges.find(range => range.start <= offset && offset <= range.end) ??
    ranges.findLast(range => range.end < offset) ??
    ranges[0]
  );
}
