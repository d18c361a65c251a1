import type { Warning } from '../../../../shared/contract/common.ts';
import { validationError } from '../../../../shared/domain/errors.ts';
import type { Positions } from '../positions.ts';
import type { Expression, Query, Spanned } from '../syntax/tree.ts';
import { walk } from '../syntax/walk.ts';
import type { Span } from '../tokens.ts';
import type { KnownTable } from '../types.ts';
import {
  type Context,
  isJson,
  isTimestamp,
  type OutputColumn,
  type QueryOptions,
  type Scope,
  type SqlType,
  type TranslatedQuery,
  type Wanted,
} from './context.ts';
import { typeInDuckdb } from './data-types.ts';
import { emitExpression } from './expressions.ts';
import { aggregateFunctions } from './functions/aggregates.ts';
import { jsonPath } from './functions/json.ts';
import { emitQuery } from './queries.ts';
import { macros } from './rules.ts';
import { innerScope, resolveColumn } from './scope.ts';
import { inferType } from './types.ts';

/** Kinds of nodes whose SQL binds tighter than any operator. */
const tight = new Set<Expression['kind']>([
  'literal',
  'placeholder',
  'variable',
  'column',
  'star',
  'call',
  'cast',
  'path',
  'subscript',
  'case',
  'parens',
  'subquery',
  'typed',
  'array',
  'object',
  'extract',
]);

function isComparison(node: Expression): boolean {
  if (node.kind === 'chain') return /^[<>=!^]/.test(node.operators[0] ?? '');
  return ['like', 'in', 'between', 'is', 'collate', 'lambda'].includes(node.kind) || isNot(node);
}

function isNot(node: Expression): boolean {
  return node.kind === 'unary' && node.operator === 'NOT';
}

/** Rules that repeat their arguments, nested in each other, grow without end. */
const maxLength = 4_000_000;

function tooLong(place: { line: number; column: number }): Error {
  const message = 'This expression becomes too long for DuckDB: take parts of it out into WITH';
  return validationError([{ path: '', message, ...place }]);
}

/** One translation: the text, what names mean at the moment, and the warnings so far. */
export class Translator implements Context {
  scope: Scope = innerScope(null);
  readonly warnings: Warning[] = [];
  readonly #sql: string;
  readonly #comments: readonly Span[];
  readonly #positions: Positions;
  readonly #tables: ReadonlyMap<string, OutputColumn[]>;
  /** Types are asked for again and again; they depend on the scope, and every node has but one. */
  readonly #types = new WeakMap<Expression, SqlType>();
  /** Some rules write an argument more than once: it is translated once. */
  readonly #emitted = new WeakMap<Expression, string>();

  constructor(
    sql: string,
    comments: readonly Span[],
    positions: Positions,
    tables: readonly KnownTable[] = [],
  ) {
    this.#sql = sql;
    this.#comments = comments;
    this.#positions = positions;
    this.#tables = new Map(
      tables.map(({ written, columns }) => [
        JSON.stringify(written),
        columns.map(({ name, type }) => ({ name, ...typeInDuckdb(type) })),
      ]),
    );
  }

  source({ start, end }: Spanned): string {
    let text = '';
    let from = start;
    for (let index = this.#firstComment(start); index < this.#comments.length; index++) {
      const comment = this.#comments[index];
      if (comment === undefined || comment.start >= end) break;
      text += this.#sql.slice(from, comment.start).replace(/[ \t]+$/, ' ');
      from = comment.end;
    }
    const rest = this.#sql.slice(from, end);
    return text === '' ? rest : (text + rest).replaceAll(/[ \t]+(?=\n)/g, '');
  }

  splice(span: Spanned, edits: { start: number; end: number; text: string }[]): string {
    let result = '';
    let from = span.start;
    for (const { start, end, text } of edits) {
      result += this.source({ start: from, end: start }) + text;
      from = end;
    }
    return result + this.source({ start: from, end: span.end });
  }

  typeOf(node: Expression): SqlType {
    let type = this.#types.get(node);
    if (type === undefined) {
      type = inferType(node, this);
      this.#types.set(node, type);
    }
    return type;
  }

  emit(node: Expression): string {
    let sql = this.#emitted.get(node);
    if (sql === undefined) {
      sql = emitExpression(node, this);
      if (sql.length > maxLength) throw tooLong(this.#positions.at(node.start));
      this.#emitted.set(node, sql);
    }
    return sql;
  }

  operand(node: Expression): string {
    const sql = this.emit(node);
    return tight.has(node.kind) ? sql : `(${sql})`;
  }

  term(node: Expression): string {
    // Parentheses of the text are nodes of their own. Comparisons bind differently among themselves in DuckDB.
    return isComparison(node) ? `(${this.emit(node)})` : this.emit(node);
  }

  as(node: Expression, wanted: Wanted, where?: 'operand' | 'term'): string {
    const type = this.typeOf(node);
    const bare = (): string => (where === undefined ? this.emit(node) : this[where](node));
    switch (wanted) {
      case 'text':
      case 'string':
        // A NULL has no type, and some functions exist for several.
        if (node.kind === 'literal' && type === 'null') return 'CAST(NULL AS VARCHAR)';
        if (type === 'text' || type === 'null') return bare();
        if (wanted === 'text' && (type === 'unknown' || type === 'binary')) return bare();
        if (isJson(type)) return this.#text(node);
        if (type === 'integer' || type === 'decimal' || type === 'boolean' || type === 'date') {
          return `CAST(${this.emit(node)} AS VARCHAR)`;
        }
        return `${macros}.to_varchar(${this.emit(node)})`;
      case 'number':
        return isJson(type) ? `CAST(${this.#text(node)} AS DOUBLE)` : bare();
      case 'exact':
        return isJson(type) ? `CAST(${this.#text(node)} AS DECIMAL(38, 10))` : bare();
      case 'boolean':
        return isJson(type) ? `CAST(${this.#text(node)} AS BOOLEAN)` : bare();
      case 'timestamp':
        if (type === 'date' || isTimestamp(type)) return bare();
        return `CAST(${isJson(type) ? this.#text(node) : this.emit(node)} AS TIMESTAMP)`;
      case 'date':
        return isJson(type) ? this.#text(node) : bare();
      case 'variant':
        return type === 'unknown' || type === 'text' ? bare() : this.#json(node, type, bare);
      case 'json':
        return this.#json(node, type, bare);
    }
  }

  macroFor(name: string, value: Expression): string {
    return `${macros}.${name}${this.#isTypedLate(value) ? '_any' : ''}`;
  }

  tableColumns(parts: readonly string[]): OutputColumn[] | null {
    return this.#tables.get(JSON.stringify(parts)) ?? null;
  }

  query(query: Query, options: QueryOptions): TranslatedQuery {
    return this.within(innerScope(this.scope), () => emitQuery(query, options, this));
  }

  within<T>(scope: Scope, work: () => T): T {
    const before = this.scope;
    this.scope = scope;
    try {
      return work();
    } finally {
      this.scope = before;
    }
  }

  approximated(message: string, node: Spanned): void {
    this.#warn('approximated', message, node);
  }

  snowflakeOnly(message: string, node: Spanned): void {
    this.#warn('snowflake_only', message, node);
  }

  /**
   * Whether DuckDB does not know its type yet when it picks a macro: columns of a query around this one, aggregates,
   * windows, and what has one of them under an alias.
   */
  #isTypedLate(node: Expression): boolean {
    let found = false;
    walk(node, inner => {
      if (inner.kind === 'column') {
        const { outer, alias } = resolveColumn(inner.parts, this.scope);
        if (outer || alias) found = true;
      }
      if (inner.kind === 'call') {
        const name = inner.name.length === 1 ? inner.name[0]?.name : undefined;
        if (inner.over !== null || (name !== undefined && Object.hasOwn(aggregateFunctions, name)))
          found = true;
      }
      return !found && inner.kind !== 'subquery';
    });
    return found;
  }

  /** Index of the first comment that ends behind a place. */
  #firstComment(start: number): number {
    let low = 0;
    let high = this.#comments.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#comments[middle]?.end ?? 0) <= start) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #warn(code: string, message: string, node: Spanned): void {
    const { line, column } = this.#positions.at(node.start);
    // A node may be written more than once.
    const known = this.warnings.some(
      other => other.line === line && other.column === column && other.message === message,
    );
    if (!known) this.warnings.push({ code, message, line, column });
  }

  /** A variant as text: strings without their quotes, JSON's null as NULL. */
  #text(node: Expression): string {
    if (node.kind === 'path' && node.steps.every(step => typeof step !== 'object')) {
      const steps = node.steps.filter(step => typeof step !== 'object');
      return `json_extract_string(${this.as(node.value, 'variant')}, ${jsonPath(steps)})`;
    }
    return `json_extract_string(${this.emit(node)}, '$')`;
  }

  /** A column of type VARIANT is JSON already, and to_json leaves it as it is. */
  #json(node: Expression, type: SqlType, bare: () => string): string {
    if (isJson(type) || type === 'null') return bare();
    if (type === 'float') return `${macros}.number_to_json(${this.emit(node)})`;
    // As text they have milliseconds.
    if (isTimestamp(type)) return `to_json(${macros}.to_varchar(${this.emit(node)}))`;
    return `to_json(${this.emit(node)})`;
  }
}
