import { SlipwayError } from '../../../../shared/domain/errors.ts';
import { splitTokens } from '../split.ts';
import { reservedWords } from '../syntax/reserved.ts';
import { lex, type Lexed, type Span, type Token } from '../tokens.ts';
import type { ColumnInScope, KnownTable, MeantInScope, RelationInScope, SqlScope } from '../types.ts';
import { originsOf, tableRef } from './answers.ts';
import { type Column, columnsOf, type Cte, type Frame, isComplete, type Relation } from './model.ts';
import { relationNamed, resolveName } from './names.ts';
import { Resolver } from './resolver.ts';
import { type Found, Sketch } from './sketch.ts';

/**
 * What names mean at a place of a text that may still be typed: for completion and hover. Never fails over the text;
 * what cannot be read is left out.
 */
export function scope(sql: string, offset: number, tables: readonly KnownTable[]): SqlScope {
  if (offset > sql.length) {
    throw new SlipwayError('validation', `The text ends at ${sql.length}, before ${offset}`);
  }
  const lexed = lex(sql);
  const resolver = new Resolver(sql, lexed, tables);
  const [first, last] = statementAt(lexed, offset);
  const start = queryStart(lexed.tokens, first, last);
  const found = (): Found =>
    start < last && (lexed.tokens[start]?.start ?? 0) <= offset
      ? new Sketch(sql, lexed, [first, last], resolver, offset).find(start, last, null, null)
      : nothing;
  return answer(sql, offset, { lexed, resolver, found: orNothing(found) });
}

interface Read {
  lexed: Lexed;
  resolver: Resolver;
  found: Found;
}

function answer(sql: string, offset: number, { lexed, resolver, found }: Read): SqlScope {
  const inText = isWithinText(sql, lexed, offset);
  const at = inText ? -1 : tokenAt(lexed.tokens, offset);
  const token = lexed.tokens[at];
  const qualifier = inText ? [] : qualifierAt(lexed.tokens, offset, at);
  const word = token === undefined ? { start: offset, end: offset } : { start: token.start, end: token.end };
  return {
    place: inText ? 'text' : found.place,
    word: { text: sql.slice(word.start, word.end), ...word },
    qualifier: qualifier.map(part => part.name),
    relations: relationsOf(found.frame),
    ctes: ctesOf(found.frame),
    columns: [...found.frame.aliases.values()].map(shown),
    meant: token === undefined ? null : meantAt(lexed.tokens, at, qualifier, found, resolver),
    tables: resolver.tables,
  };
}

/** What nests too deeply to be read has no scope. */
function orNothing(find: () => Found): Found {
  try {
    return find();
  } catch (error) {
    if (error instanceof RangeError) return nothing;
    throw error;
  }
}

const noFrame: Frame = {
  relations: [],
  merged: new Map(),
  aliases: new Map(),
  parameters: new Set(),
  windows: new Map(),
  names: null,
  outer: null,
};

const nothing: Found = { frame: noFrame, place: 'statement', list: [] };

/** The tokens of the statement that a place is in; behind its semicolon, of the next one. */
function statementAt({ tokens }: Lexed, offset: number): [number, number] {
  for (const { first, last } of splitTokens(tokens)) {
    const semicolon = tokens[last];
    if (semicolon === undefined || offset <= semicolon.start) return [first, last];
  }
  return [tokens.length, tokens.length];
}

/** Where the query of a statement begins: of `create table t as select …`, behind AS. */
function queryStart(tokens: readonly Token[], first: number, last: number): number {
  for (let at = first; at < last; at++) {
    const token = tokens[at];
    if (token?.kind === 'word' && (token.text === 'SELECT' || token.text === 'WITH')) {
      while (at > first && tokens[at - 1]?.text === '(') at--;
      return at;
    }
  }
  return last;
}

/** In a comment or a string; the end of one that is not closed belongs to it, and that of a line to its comment. */
function isWithinText(sql: string, { tokens, comments, problems }: Lexed, offset: number): boolean {
  const holds = ({ start, end }: Span): boolean => offset > start && offset <= end;
  const comment = comments.find(holds);
  const string = tokens.find(token => token.kind === 'string' && holds(token));
  const text = comment ?? string;
  if (text === undefined) return false;
  if (offset < text.end) return true;
  const closed = !problems.some(({ start }) => start === text.start);
  return !closed || (comment !== undefined && !sql.startsWith('/*', comment.start));
}

/** Index of the name that a place touches, the one before it rather than the one behind; -1 where there is none. */
function tokenAt(tokens: readonly Token[], offset: number): number {
  const at = tokens.findLastIndex(({ start }) => start <= offset);
  const isName = (index: number): boolean => ['word', 'quoted'].includes(tokens[index]?.kind ?? '');
  const touches = (index: number): boolean => isName(index) && (tokens[index]?.end ?? -1) >= offset;
  if (touches(at - 1)) return at - 1;
  return touches(at) ? at : -1;
}

interface Part {
  name: string;
  quoted: boolean;
  start: number;
  end: number;
}

/** The names before a place that are joined to it by dots. */
function qualifierAt(tokens: readonly Token[], offset: number, at: number): Part[] {
  const parts: Part[] = [];
  let dot = at >= 0 ? at - 1 : tokens.findLastIndex(({ end }) => end <= offset);
  while (tokens[dot]?.text === '.' && tokens[dot]?.kind === 'operator') {
    const name = tokens[dot - 1];
    if (name?.kind !== 'word' && name?.kind !== 'quoted') break;
    parts.push({ name: name.text, quoted: name.kind === 'quoted', start: name.start, end: name.end });
    dot -= 2;
  }
  return parts.toReversed();
}

/** The tables in sight, those of the query itself first. */
function relationsOf(frame: Frame): RelationInScope[] {
  const found: RelationInScope[] = [];
  let outer = false;
  for (let place: Frame | null = frame; place !== null; place = place.outer) {
    for (const relation of place.relations) found.push(shownRelation(relation, outer));
    outer = true;
  }
  return found;
}

function ctesOf(frame: Frame): SqlScope['ctes'] {
  const found = new Map<string, Cte>();
  for (let names = frame.names; names !== null; names = names.outer) {
    for (const [name, cte] of names.own) if (!found.has(name)) found.set(name, cte);
  }
  return [...found.values()].map(({ name, items, start, end }) => ({
    name,
    columns: columnsOf(items).map(shown),
    complete: isComplete(items),
    start,
    end,
  }));
}

function shownRelation({ kind, parts, items, table, start, end }: Relation, outer: boolean): RelationInScope {
  return {
    name: parts.at(-1) ?? null,
    kind,
    table: table === null ? null : tableRef(table),
    columns: columnsOf(items).map(shown),
    complete: isComplete(items),
    outer,
    start,
    end,
  };
}

function shown({ name, type }: Column): ColumnInScope {
  return { name, type };
}

/** What the name at a place stands for. */
function meantAt(
  tokens: readonly Token[],
  at: number,
  qualifier: readonly Part[],
  { frame, place, list }: Found,
  resolver: Resolver,
): MeantInScope | null {
  const token = tokens[at];
  if (token === undefined) return null;
  const self = { name: token.text, quoted: token.kind === 'quoted', start: token.start, end: token.end };
  const next = tokens[at + 1];
  const names = [...qualifier, self].map(part => part.name);
  if (next?.text === '(' && token.kind === 'word') return { kind: 'function', name: names.join('.') };
  const relation =
    relationAt(frame, self, place) ?? (next?.text === '.' ? relationNamed(names, frame) : undefined);
  if (relation !== undefined) {
    return { kind: 'relation', relation: shownRelation(relation, !frame.relations.includes(relation)) };
  }
  if (next?.text === '.' || (!self.quoted && qualifier.length === 0 && reservedWords.has(self.name)))
    return null;
  const column =
    tokens[at - 1]?.text === 'AS' ? columnsOf(list).find(({ name }) => name === self.name) : undefined;
  const found = column ?? resolveName([...qualifier, self], frame, resolver);
  if (found.origins.size === 0 && found.kind === 'unknown') return null;
  return { kind: 'column', name: self.name, type: found.type, ...originsOf(found) };
}

/** The table in FROM whose name or alias stands here. */
function relationAt(frame: Frame, { start, end }: Part, place: Found['place']): Relation | undefined {
  if (place !== 'from' && place !== 'on') return undefined;
  return frame.relations.find(
    relation =>
      (relation.kind === 'table' || relation.kind === 'cte' || relation.end === end) &&
      relation.start <= start &&
      relation.end >= end,
  );
}
