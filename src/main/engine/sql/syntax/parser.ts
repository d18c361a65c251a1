import { parseExpression, parseOrderItems } from './expressions.ts';
import { parseQuery } from './queries.ts';
import { type Grammar, Reader } from './reader.ts';
import { parseType } from './types.ts';
import type { Token } from '../tokens.ts';

/**
 * A parser for Snowflake's queries. The parsers in WebAssembly judge whether a text is right (check.ts); this one reads
 * it for work that needs the place of every node: measured on a model of 900 characters, it takes 0.05 ms where
 * polyglot's parse takes 0.9 ms and its generator 2.4 ms, without spans for expressions and with an end at 32 levels.
 * It is lenient where nothing depends on it.
 */
const grammar: Grammar = {
  expression: parseExpression,
  query: parseQuery,
  type: parseType,
  orderItems: parseOrderItems,
};

/** A cursor over the tokens from `first` up to `last` (exclusive). */
export function reader(sql: string, tokens: readonly Token[], first = 0, last = tokens.length): Reader {
  return new Reader(sql, tokens, grammar, first, last);
}
