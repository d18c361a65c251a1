import type { SqlProblem } from '../../../shared/contract/sql.ts';
import type { Problem } from '../../../shared/domain/errors.ts';
import type { Span } from './tokens.ts';

/** Turns UTF-16 offsets of one text into lines and columns, both from 1, columns in UTF-16 units. */
export class Positions {
  readonly #starts: number[] = [0];
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) this.#starts.push(at + 1);
  }

  at(offset: number): { line: number; column: number } {
    const within = Math.max(0, Math.min(offset, this.#text.length));
    let low = 0;
    let high = this.#starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#starts[middle] ?? 0) <= within) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: within - (this.#starts[low] ?? 0) + 1 };
  }

  /** The offset of a line and column, both from 1; the nearest one where there is no such place. */
  offset(line: number, column: number): number {
    const start = this.#starts[Math.max(0, Math.min(line, this.#starts.length) - 1)] ?? 0;
    return Math.min(start + Math.max(0, column - 1), this.#text.length);
  }

  problem(message: string, span: Span, path = ''): Problem {
    return { path, message, ...this.at(span.start) };
  }

  sqlProblem(message: string, span: Span, severity: SqlProblem['severity'] = 'error'): SqlProblem {
    const start = this.at(span.start);
    const end = this.at(Math.max(span.end, span.start));
    return { message, ...start, end_line: end.line, end_column: end.column, severity };
  }
}

/** Parsers written in Rust count code points: the UTF-16 offset of the code point at `index`. */
export function codePointOffset(text: string, index: number): number {
  let offset = 0;
  for (let count = 0; count < index && offset < text.length; count++) {
    offset += (text.codePointAt(offset) ?? 0) > 0xffff ? 2 : 1;
  }
  return offset;
}
