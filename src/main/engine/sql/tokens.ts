/**
 * Snowflake's lexical rules (docs.snowflake.com: "Identifier requirements", "String & binary data types", "Comments"),
 * with Slipway's `{{ name }}` as a token of its own. It is ours because everything here needs UTF-16 offsets of every
 * token, on the main thread too, and the parsers' own tokenizers count code points and live in WebAssembly.
 */
export type TokenKind =
  /** Unquoted identifier or keyword; `text` is folded to upper case. */
  | 'word'
  /** `"name"`; `text` is the name itself. */
  | 'quoted'
  /** `'…'` or `$$…$$`; `text` is the value, escapes resolved. */
  | 'string'
  | 'number'
  /** `$1` or `$name`; `text` is what follows the `$`, folded. */
  | 'variable'
  /** `@stage/path`; `text` is as written. */
  | 'stage'
  /** `{{ name }}`; `text` is the name, as written. */
  | 'placeholder'
  | 'operator';

export interface Token {
  kind: TokenKind;
  text: string;
  /** UTF-16 offsets, end exclusive. */
  start: number;
  end: number;
}

export interface Span {
  start: number;
  end: number;
}

export interface LexProblem extends Span {
  message: string;
}

export interface Lexed {
  tokens: Token[];
  comments: Span[];
  problems: LexProblem[];
}

const word = /[\p{L}_][\p{L}\p{N}_$]*/uy;
const number = /(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?/y;
const variable = /\$(?:\d+|[A-Za-z_][A-Za-z0-9_$]*)/y;
const stage = /@(?:"[^"]*"|'[^']*'|[^\s,();'"])+/y;
const placeholder = /\{\{\s*([A-Za-z_][A-Za-z0-9_]*)\s*\}\}/y;
const operator = /->>|\|\||::|:=|=>|->|<=>|<>|<=|>=|!=|\^=|==|\|>|\*\*|[-+*/%=<>!:;,.()[\]{}?&|^~]/y;

const escapes: Record<string, string> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', '0': '\0' };

/** A text with more is none of SQL, and nobody reads them. */
const maxProblems = 1_000;

/** Tokens and comments of a text. Total: what is wrong is reported and skipped, the rest is still cut into tokens. */
export function lex(sql: string): Lexed {
  const tokens: Token[] = [];
  const comments: Span[] = [];
  const problems: LexProblem[] = [];
  let at = 0;
  let close = -1;
  let newline = -1;

  const complain = (problem: LexProblem): void => {
    if (problems.length < maxProblems) problems.push(problem);
  };
  const match = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at;
    return pattern.exec(sql);
  };
  const push = (kind: TokenKind, text: string, end: number): void => {
    tokens.push({ kind, text, start: at, end });
    at = end;
  };

  while (at < sql.length) {
    const code = sql.charCodeAt(at);
    const next = sql.charCodeAt(at + 1);
    if (code <= 32) {
      at++;
    } else if (code === 44 || code === 40 || code === 41 || (code === 46 && !(next >= 48 && next <= 57))) {
      // , ( ) and . are a third of all tokens, and nothing longer begins with them.
      push('operator', sql.charAt(at), at + 1);
    } else if ((code === 45 && next === 45) || (code === 47 && next === 47)) {
      const end = lineEnd(sql, at);
      comments.push({ start: at, end });
      at = end;
    } else if (code === 47 && next === 42) {
      const close = sql.indexOf('*/', at + 2);
      const end = close < 0 ? sql.length : close + 2;
      if (close < 0) complain({ message: 'This comment is not closed: "*/" is missing', start: at, end });
      comments.push({ start: at, end });
      at = end;
    } else if (code === 39) {
      const string = readString(sql, at);
      if (!string.closed) {
        complain({ message: "This string is not closed: a ' is missing", start: at, end: string.end });
      }
      push('string', string.value, string.end);
    } else if (code === 36 && next === 36) {
      const close = sql.indexOf('$$', at + 2);
      const end = close < 0 ? sql.length : close + 2;
      if (close < 0) complain({ message: 'This string is not closed: $$ is missing', start: at, end });
      push('string', sql.slice(at + 2, close < 0 ? end : close), end);
    } else if (code === 34) {
      const name = readQuoted(sql, at);
      if (!name.closed) {
        complain({ message: 'This name is not closed: a " is missing', start: at, end: name.end });
      }
      push('quoted', name.value, name.end);
    } else if (code === 123 && next === 123) {
      const found = match(placeholder);
      if (found) push('placeholder', found[1] ?? '', at + found[0].length);
      else {
        // Looked for once, however many are opened before it.
        if (close < at + 2) close = indexOrEnd(sql, '}}', at + 2);
        if (newline < at) newline = lineEnd(sql, at);
        const end = close > newline || close === sql.length ? at + 2 : close + 2;
        complain({ message: placeholderRule, start: at, end });
        at = end;
      }
    } else if (isLetter(code)) {
      let end = at + 1;
      while (isNamePart(sql.charCodeAt(end))) end++;
      if (sql.charCodeAt(end) > 127) end = wordEnd(end);
      push('word', sql.slice(at, end).toUpperCase(), end);
    } else {
      readRest();
    }
  }
  return { tokens, comments, problems };

  function wordEnd(otherwise: number): number {
    const found = match(word);
    return found ? at + found[0].length : otherwise;
  }

  function readRest(): void {
    const letters = match(word);
    if (letters) return push('word', letters[0].toUpperCase(), at + letters[0].length);
    const digits = match(number);
    if (digits) return push('number', digits[0], at + digits[0].length);
    const dollar = match(variable);
    if (dollar) return push('variable', dollar[0].slice(1).toUpperCase(), at + dollar[0].length);
    const file = match(stage);
    if (file) return push('stage', file[0], at + file[0].length);
    const symbol = match(operator);
    if (symbol) return push('operator', symbol[0], at + symbol[0].length);
    const character = String.fromCodePoint(sql.codePointAt(at) ?? 0);
    const end = at + character.length;
    if (/^\s$/u.test(character)) at = end;
    else {
      complain({ message: `"${character}" means nothing here`, start: at, end });
      at = end;
    }
  }
}

/** ASCII only; other letters take the slow way. */
function isLetter(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || code === 95;
}

function isNamePart(code: number): boolean {
  return isLetter(code) || (code >= 48 && code <= 57) || code === 36;
}

export const placeholderRule =
  'A variable is written {{ name }}: a letter or "_", then letters, digits or "_", and nothing else';

function lineEnd(sql: string, from: number): number {
  const newline = sql.indexOf('\n', from);
  return newline < 0 ? sql.length : newline;
}

function indexOrEnd(sql: string, text: string, from: number): number {
  const found = sql.indexOf(text, from);
  return found < 0 ? sql.length : found;
}

/** A single-quoted string: '' is a quote, a backslash escapes what follows (Snowflake, unlike DuckDB). */
function readString(sql: string, start: number): { value: string; end: number; closed: boolean } {
  let value = '';
  let from = start + 1;
  for (let at = from; at < sql.length; at++) {
    const code = sql.charCodeAt(at);
    if (code === 39) {
      value += sql.slice(from, at);
      if (sql.charCodeAt(at + 1) !== 39) return { value, end: at + 1, closed: true };
      value += "'";
      from = at + 2;
      at++;
    } else if (code === 92) {
      value += sql.slice(from, at);
      const escape = readEscape(sql, at + 1);
      value += escape.value;
      from = escape.end;
      at = escape.end - 1;
    }
  }
  return { value: value + sql.slice(from), end: sql.length, closed: false };
}

function readEscape(sql: string, at: number): { value: string; end: number } {
  const letter = sql[at] ?? '';
  const hex = letter === 'x' ? /^[0-9a-fA-F]{2}/ : letter === 'u' ? /^[0-9a-fA-F]{4}/ : null;
  const digits = hex?.exec(sql.slice(at + 1, at + 5))?.[0];
  if (digits !== undefined) {
    return { value: String.fromCharCode(Number.parseInt(digits, 16)), end: at + 1 + digits.length };
  }
  const octal = /^[0-3][0-7]{2}/.exec(sql.slice(at, at + 3))?.[0];
  if (octal !== undefined) return { value: String.fromCharCode(Number.parseInt(octal, 8)), end: at + 3 };
  return { value: escapes[letter] ?? letter, end: Math.min(at + 1, sql.length) };
}

function readQuoted(sql: string, start: number): { value: string; end: number; closed: boolean } {
  let value = '';
  let from = start + 1;
  for (;;) {
    const quote = sql.indexOf('"', from);
    if (quote < 0) return { value: value + sql.slice(from), end: sql.length, closed: false };
    value += sql.slice(from, quote);
    if (sql.charCodeAt(quote + 1) !== 34) return { value, end: quote + 1, closed: true };
    value += '"';
    from = quote + 2;
  }
}
