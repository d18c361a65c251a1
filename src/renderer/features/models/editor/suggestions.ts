import {
  asWritten,
  displayName,
  mapRelation,
  parseNameParts,
  type Relation,
} from '../../../../shared/domain/relation.ts';
import { type Scope, scopeOf } from '../../../ui/sql/scope.ts';
import { sqlTokens, statementAt } from '../../../ui/sql/tokens.ts';
import { snowflakeWords } from '../../../ui/sql/words.ts';

export interface CatalogRelation extends Relation {
  type: 'table' | 'view';
  columns: readonly { name: string; type: string }[];
}

/** Where names are looked up: what the environment has and how it reads what is written. */
export interface Surroundings {
  relations: readonly CatalogRelation[];
  database: string | null;
  schema: string | null;
  sourceMapping: Record<string, string>;
}

export interface Suggestion {
  label: string;
  kind: 'column' | 'table' | 'view' | 'name' | 'keyword' | 'function';
  insert: string;
  /** Type or origin. */
  detail: string;
  /** Lower comes first. */
  order: number;
}

/** What may be meant at an offset of the text. */
export function suggest(text: string, offset: number, around: Surroundings): Suggestion[] {
  const range = statementAt(text, offset) ?? { start: 0, end: text.length };
  const start = Math.min(range.start, offset);
  const statement = text.slice(start, Math.max(range.end, offset));
  const before = text.slice(start, offset);
  const tokens = sqlTokens(before);
  const last = tokens.at(-1);
  if (last?.open && last.end === before.length && last.kind !== 'quoted') return [];
  // After AS people invent a name.
  if (/\bas\s+[\p{L}\p{N}_$]*$/iu.test(before)) return [];
  const lower = prefersLowerCase(statement);
  const path = dottedPath(before);
  const scope = scopeOf(statement);
  if (path.length > 0) return qualified(path, scope, around, lower);
  return [
    ...columnsInScope(scope, around, lower),
    ...scope.ctes.map(name => ({
      label: cased(name, lower),
      kind: 'name' as const,
      insert: cased(name, lower),
      detail: 'WITH',
      order: 1,
    })),
    ...relationSuggestions(around, lower, wantsTable(before)),
    ...words(lower),
  ];
}

/** Columns of an alias, or the next part of a table's name. */
function qualified(path: string[], scope: Scope, around: Surroundings, lower: boolean): Suggestion[] {
  const [only] = path;
  const table = path.length === 1 ? scope.tables.find(({ alias }) => alias === only) : undefined;
  const relation = table && find(table.name, around);
  if (relation) return relation.columns.map(column => columnSuggestion(column, relation, lower, 0));
  const next = new Map<string, Suggestion>();
  for (const candidate of around.relations) {
    const written = asWritten(candidate, around.sourceMapping);
    const parts = [written.database, written.schema, written.name];
    // `schema.` may stand for the default database's schema.
    const at = [0, 1].find(from => path.every((part, index) => parts[from + index] === part));
    const part = at === undefined ? undefined : parts[at + path.length];
    if (part === undefined || at === undefined) continue;
    const isTable = at + path.length === 2;
    const label = cased(part, lower);
    const detail = isTable ? candidate.type : at + path.length === 1 ? 'schema' : 'database';
    next.set(label, { label, kind: isTable ? candidate.type : 'name', insert: label, detail, order: 0 });
  }
  return [...next.values()];
}

function columnsInScope(scope: Scope, around: Surroundings, lower: boolean): Suggestion[] {
  const found = new Map<string, Suggestion>();
  for (const table of scope.tables) {
    const relation = find(table.name, around);
    for (const column of relation?.columns ?? []) {
      if (relation && !found.has(column.name)) {
        found.set(column.name, columnSuggestion(column, relation, lower, 0));
      }
    }
  }
  const aliases = scope.tables.map(({ alias }) => ({
    label: cased(alias, lower),
    kind: 'name' as const,
    insert: cased(alias, lower),
    detail: 'table in this statement',
    order: 1,
  }));
  return [...found.values(), ...aliases];
}

function columnSuggestion(
  column: { name: string; type: string },
  relation: CatalogRelation,
  lower: boolean,
  order: number,
): Suggestion {
  const label = cased(column.name, lower);
  return { label, kind: 'column', insert: label, detail: `${column.type} · ${relation.name}`, order };
}

function relationSuggestions(around: Surroundings, lower: boolean, first: boolean): Suggestion[] {
  return around.relations.map(relation => {
    const written = asWritten(relation, around.sourceMapping);
    const isDefault = written.database === around.database && written.schema === around.schema;
    const parts = isDefault ? [written.name] : [written.database, written.schema, written.name];
    const label = parts.map(part => cased(part, lower)).join('.');
    return { label, kind: relation.type, insert: label, detail: relation.type, order: first ? -1 : 2 };
  });
}

function words(lower: boolean): Suggestion[] {
  const shown = (word: string) => (lower ? word.toLowerCase() : word);
  return [
    ...snowflakeWords.keywords.map(word => ({
      label: shown(word),
      kind: 'keyword' as const,
      insert: shown(word),
      detail: '',
      order: 3,
    })),
    ...snowflakeWords.functions.map(word => ({
      label: shown(word),
      kind: 'function' as const,
      insert: shown(word),
      detail: 'function',
      order: 4,
    })),
  ];
}

/** The relation a written name reads in the environment. */
function find(name: readonly string[], around: Surroundings): CatalogRelation | undefined {
  const [table, schema = around.schema, database = around.database] = name.toReversed();
  if (table === undefined || schema === null || database === null) return undefined;
  const read = mapRelation({ database, schema, name: table }, around.sourceMapping);
  return around.relations.find(
    relation =>
      relation.database === read.database && relation.schema === read.schema && relation.name === read.name,
  );
}

/** The names before the word being typed, joined by dots: `a.b.` gives both. */
function dottedPath(before: string): string[] {
  const match = /((?:(?:[\p{L}_][\p{L}\p{N}_$]*|"(?:[^"]|"")+")\s*\.\s*)+)"?[\p{L}\p{N}_$]*$/u.exec(before);
  return match ? (parseNameParts((match[1] ?? '').replaceAll(/\s/g, '').replace(/\.$/, '')) ?? []) : [];
}

function wantsTable(before: string): boolean {
  return /\b(from|join)\s+[\p{L}\p{N}_$]*$/iu.test(before);
}

/** People write keywords in one case; names follow it where they need no quotes. */
function prefersLowerCase(statement: string): boolean {
  const upper = statement.match(/\b(SELECT|FROM|WITH|WHERE|JOIN)\b/g)?.length ?? 0;
  const all = statement.match(/\b(select|from|with|where|join)\b/gi)?.length ?? 0;
  return upper * 2 <= all;
}

function cased(name: string, lower: boolean): string {
  const shown = displayName(name);
  return lower && !shown.startsWith('"') ? shown.toLowerCase() : shown;
}
