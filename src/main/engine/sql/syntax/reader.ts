import type { Span, Token } from '../tokens.ts';
import type { Expression, Identifier, OrderItem, Query, TypeName } from './tree.ts';

/** A place where a text is not what the grammar wants. */
export class SyntaxProblem extends Error {
  readonly start: number;
  readonly end: number;

  constructor(message: string, span: Span) {
    super(message);
    this.name = 'SyntaxProblem';
    this.start = span.start;
    this.end = span.end;
  }
}

/** The parts of the grammar that need each other; bound together in parser.ts, so that the files form no circle. */
export interface Grammar {
  expression(reader: Reader): Expression;
  query(reader: Reader): Query;
  type(reader: Reader): TypeName;
  orderItems(reader: Reader): OrderItem[];
}

/** Far beyond what people write, far below what the stack holds. */
const maxDepth = 400;

/** Words that end a query in parentheses, or go on with it. */
const afterQuery = new Set(['UNION', 'EXCEPT', 'MINUS', 'INTERSECT', 'ORDER', 'LIMIT', 'OFFSET', 'FETCH']);

/** A cursor over the tokens of one statement. */
export class Reader {
  readonly sql: string;
  readonly grammar: Grammar;
  /** Within CASE, where END is no name. */
  caseDepth = 0;
  readonly #tokens: readonly Token[];
  readonly #last: number;
  #at: number;
  #depth = 0;
  #closing: Map<number, number> | undefined;

  constructor(sql: string, tokens: readonly Token[], grammar: Grammar, first = 0, last = tokens.length) {
    this.sql = sql;
    this.grammar = grammar;
    this.#tokens = tokens;
    this.#at = first;
    this.#last = last;
  }

  get position(): number {
    return this.#at;
  }

  set position(at: number) {
    this.#at = at;
  }

  get done(): boolean {
    return this.#at >= this.#last;
  }

  token(ahead = 0): Token | undefined {
    const at = this.#at + ahead;
    return at < this.#last ? this.#tokens[at] : undefined;
  }

  /** Offset where the next token begins; at the end, where the last one ended. */
  get start(): number {
    return this.token()?.start ?? this.end;
  }

  /** Offset where the token before ended. */
  get end(): number {
    return this.#tokens[this.#at - 1]?.end ?? 0;
  }

  next(): Token {
    const token = this.token();
    if (token === undefined) throw this.problem('The text ends too early');
    this.#at++;
    return token;
  }

  /** The word at a place, in upper case; empty where there is none. */
  word(ahead = 0): string {
    const token = this.token(ahead);
    return token?.kind === 'word' ? token.text : '';
  }

  /** The operator at a place; empty where there is none. */
  operator(ahead = 0): string {
    const token = this.token(ahead);
    return token?.kind === 'operator' ? token.text : '';
  }

  /** Takes the words when they come next, all or none. */
  accept(...words: string[]): boolean {
    for (let index = 0; index < words.length; index++) {
      if (this.word(index) !== words[index]) return false;
    }
    this.#at += words.length;
    return true;
  }

  acceptOperator(operator: string): boolean {
    if (this.operator() !== operator) return false;
    this.#at++;
    return true;
  }

  expect(word: string, where: string): void {
    if (!this.accept(word)) throw this.problem(`${word} is expected ${where}`);
  }

  expectOperator(operator: string, where: string): Token {
    if (this.operator() !== operator) throw this.problem(`"${operator}" is expected ${where}`);
    return this.next();
  }

  /** An error at the next token, which it names. */
  problem(message: string, token: Token | undefined = this.token()): SyntaxProblem {
    if (token === undefined) {
      const end = this.end;
      return new SyntaxProblem(`${message}, but the text ends here`, { start: Math.max(0, end - 1), end });
    }
    return new SyntaxProblem(`${message}, found ${this.#show(token)}`, token);
  }

  /** Runs `parse` one level deeper. */
  nested<T>(parse: () => T): T {
    this.#depth++;
    if (this.#depth > maxDepth) {
      throw new SyntaxProblem(
        `This nests deeper than ${maxDepth} levels: take parts of it out into WITH`,
        this.token() ?? { start: this.end, end: this.end },
      );
    }
    try {
      return parse();
    } finally {
      this.#depth--;
    }
  }

  identifier(what: string): Identifier {
    const token = this.token();
    if (token === undefined || (token.kind !== 'word' && token.kind !== 'quoted')) {
      throw this.problem(`${what} is expected`);
    }
    this.#at++;
    return { name: token.text, quoted: token.kind === 'quoted', start: token.start, end: token.end };
  }

  /** `(a, b)`; empty when no parenthesis follows. */
  identifierList(what: string): Identifier[] {
    const names: Identifier[] = [];
    if (!this.acceptOperator('(')) return names;
    do names.push(this.identifier(what));
    while (this.acceptOperator(','));
    this.expectOperator(')', 'behind the names');
    return names;
  }

  list<T>(item: () => T): T[] {
    const items = [item()];
    while (this.acceptOperator(',')) items.push(item());
    return items;
  }

  /** Index of the token that closes the parenthesis `ahead` of here. */
  closing(ahead = 0): number | undefined {
    this.#closing ??= matchParentheses(this.#tokens);
    return this.#closing.get(this.#at + ahead);
  }

  /** Whether the parenthesis `ahead` of here holds a query and not an expression that begins with one. */
  opensQuery(ahead = 0): boolean {
    let at = ahead;
    while (this.operator(at) === '(') {
      const inner = this.word(at + 1);
      if (inner === 'SELECT' || inner === 'WITH') break;
      at++;
    }
    if (at === ahead) return this.operator(at) === '(';
    if (this.operator(at) !== '(') return false;
    for (let level = at; level > ahead; level--) {
      const close = this.closing(level);
      if (close === undefined) return false;
      const behind = this.#tokens[close + 1];
      if (behind?.text !== ')' && !(behind?.kind === 'word' && afterQuery.has(behind.text))) return false;
    }
    return true;
  }

  /** Steps over a parenthesis with everything in it. */
  skipParentheses(where: string): Span {
    const { start } = this.expectOperatorAhead('(', where);
    const close = this.closing();
    if (close === undefined) throw this.problem('This parenthesis is not closed');
    this.#at = close + 1;
    return { start, end: this.end };
  }

  expectOperatorAhead(operator: string, where: string): Token {
    const token = this.token();
    if (token === undefined || this.operator() !== operator) {
      throw this.problem(`"${operator}" is expected ${where}`);
    }
    return token;
  }

  #show(token: Token): string {
    const text = this.sql.slice(token.start, token.end);
    return text.length > 40 ? `${text.slice(0, 40)}…` : text;
  }
}

function matchParentheses(tokens: readonly Token[]): Map<number, number> {
  const pairs = new Map<number, number>();
  const open: number[] = [];
  tokens.forEach((token, index) => {
    if (token.kind !== 'operator') return;
    if (token.text === '(') open.push(index);
    else if (token.text === ')') {
      const start = open.pop();
      if (start !== undefined) pairs.set(start, index);
    }
  });
  return pairs;
}
