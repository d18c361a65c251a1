import { displayName, parseNameParts } from '../../../../shared/domain/relation.ts';
import { snowflakeFunctions } from '../../../../shared/domain/snowflake-functions/index.ts';
import { type Scope, type ScopeColumn, scopeAt } from '../../../ui/sql/scope.ts';
import { sqlTokens, statementAt } from '../../../ui/sql/tokens.ts';
import { snowflakeWords } from '../../../ui/sql/words.ts';
import { clauseWords } from './clause-words.ts';
import { asWritten, findRelation, type Surroundings } from './surroundings.ts';

export interface Suggestion {
  label: string;
  kind: 'column' | 'table' | 'view' | 'name' | 'keyword' | 'function' | 'type' | 'variable';
  insert: string;
  /** Type or origin. */
  detail: string;
  /** A line of help. */
  help?: string;
  /** Lower comes first. */
  order: number;
}

/** What may be meant at an offset of the text. */
export function suggest(text: string, offset: number, around: Surroundings): Suggestion[] {
  const range = statementAt(text, offset) ?? { start: 0, end: text.length };
  const start = Math.min(range.start, offset);
  const statement = text.slice(start, Math.max(range.end, offset));
  const before = text.slice(start, offset);
  if (/\{\{\s*\w*$/.test(before)) return variables(around, text.slice(offset));
  const tokens = sqlTokens(before);
  const last = tokens.at(-1);
  if (last?.open && last.end === before.length && last.kind !== 'quoted') return [];
  const lower = prefersLowerCase(statement);
  if (/::\s*\w*$/.test(before) || isInCast(before)) return types(lower);
  // After AS people invent a name.
  if (/\bas\s+[\p{L}\p{N}_$]*$/iu.test(before)) return [];
  const path = dottedPath(before);
  const scope = scopeAt(statement, offset - start, name => findRelation(name, around)?.columns);
  if (path.length > 0) return qualified(path, offset - start, scope, around, lower);
  const wantsTable = /\b(from|join)\s+[\p{L}\p{N}_$]*$/iu.test(before) || isNextInFrom(before, scope);
  if (wantsTable) return [...tables(scope, around, lower, 0), ...tableFunctions(lower)];
  return [
    ...columnsInScope(scope, lower),
    ...tables(scope, around, lower, 3),
    ...words(scope, lower),
    ...functions(lower),
  ];
}

/** Columns of an alias, or the next part of a table's name. */
function qualified(
  path: string[],
  at: number,
  scope: Scope,
  around: Surroundings,
  lower: boolean,
): Suggestion[] {
  const isMeant = (alias: string, name: readonly string[]) =>
    path.length === 1
      ? alias === path[0]
      : name.length >= path.length && name.join('.').endsWith(path.join('.'));
  // One that is being typed is no table to take columns from.
  const table = scope.tables.find(
    ({ alias, name, start, end }) => !(start <= at && at <= end + 1) && isMeant(alias, name),
  );
  if (table) return (table.columns ?? []).map(column => columnSuggestion(column, lower, 0));
  const next = new Map<string, Suggestion>();
  for (const candidate of [...around.relations, ...notBuilt(around)]) {
    const written = asWritten(candidate, around.sourceMapping);
    const parts = [written.database, written.schema, written.name];
    // `schema.` may stand for the default database's schema.
    const first = [0, 1].find(from => path.every((part, index) => parts[from + index] === part));
    const part = first === undefined ? undefined : parts[first + path.length];
    if (part === undefined || first === undefined) continue;
    const isTable = first + path.length === 2;
    const label = cased(part, lower);
    const detail = isTable ? candidate.type : first + path.length === 1 ? 'schema' : 'database';
    next.set(label, { label, kind: isTable ? candidate.type : 'name', insert: label, detail, order: 0 });
  }
  return [...next.values()];
}

function columnsInScope(scope: Scope, lower: boolean): Suggestion[] {
  const found = new Map<string, Suggestion>();
  const count = new Map<string, number>();
  for (const { columns, outer } of scope.tables) {
    for (const column of columns ?? []) {
      count.set(column.name, (count.get(column.name) ?? 0) + (outer ? 0 : 1));
      if (!found.has(column.name)) found.set(column.name, columnSuggestion(column, lower, outer ? 1 : 0));
    }
  }
  for (const [name, suggestion] of found) {
    if ((count.get(name) ?? 0) > 1) suggestion.detail += ' and others';
  }
  const named = (name: string, detail: string): Suggestion => {
    const label = cased(name, lower);
    return { label, kind: 'name', insert: label, detail, order: 1 };
  };
  return [
    ...found.values(),
    ...scope.items.filter(name => !found.has(name)).map(name => named(name, 'of this SELECT')),
    ...scope.tables
      .filter(({ alias }) => alias !== '')
      .map(({ alias }) => named(alias, 'table in this statement')),
  ];
}

function columnSuggestion({ name, type, of }: ScopeColumn, lower: boolean, order: number): Suggestion {
  const label = cased(name, lower);
  return { label, kind: 'column', insert: label, detail: [type, of].filter(Boolean).join(' · '), order };
}

/** CTEs and relations, by what is to be written. */
function tables(scope: Scope, around: Surroundings, lower: boolean, order: number): Suggestion[] {
  const ctes = scope.ctes.map(({ name }): Suggestion => {
    const label = cased(name, lower);
    return { label, kind: 'name', insert: label, detail: 'WITH', order };
  });
  const relations = [...around.relations, ...notBuilt(around)].map((relation): Suggestion => {
    const written = asWritten(relation, around.sourceMapping);
    const isDefault = written.database === around.database && written.schema === around.schema;
    const parts = isDefault ? [written.name] : [written.database, written.schema, written.name];
    const label = parts.map(part => cased(part, lower)).join('.');
    const writer = around.writers.find(
      ({ target }) => target.name === relation.name && sameSchema(target, relation),
    );
    const detail =
      'detail' in relation ? relation.detail : writer ? `model ${writer.model.name}` : relation.type;
    return { label, kind: relation.type, insert: label, detail, order: order + 1 };
  });
  return [...ctes, ...relations];
}

/** Targets of models that the catalogue does not have yet. */
function notBuilt(around: Surroundings) {
  return around.writers
    .filter(
      ({ target }) =>
        !around.relations.some(relation => relation.name === target.name && sameSchema(relation, target)),
    )
    .map(({ target, model }) => ({
      ...target,
      type: 'table' as const,
      detail: `model ${model.name}, not built yet`,
    }));
}

const sameSchema = (a: { database: string; schema: string }, b: { database: string; schema: string }) =>
  a.database === b.database && a.schema === b.schema;

function words({ clause }: Scope, lower: boolean): Suggestion[] {
  const { fitting, others } = clauseWords(clause);
  const suggestion =
    (order: number) =>
    (word: string): Suggestion => {
      const shown = lower ? word.toLowerCase() : word;
      return { label: shown, kind: 'keyword', insert: shown, detail: '', order };
    };
  return [...fitting.map(suggestion(2)), ...others.map(suggestion(5))];
}

function functions(lower: boolean): Suggestion[] {
  return [...snowflakeFunctions.values()].map(({ name, signatures }): Suggestion => {
    const shown = lower ? name.toLowerCase() : name;
    const [first] = signatures;
    const more = signatures.length > 1 ? ` (+${signatures.length - 1})` : '';
    const help = signatures.map(({ text }) => text).join('\n');
    return {
      label: shown,
      kind: 'function',
      insert: shown,
      detail: `${first?.help ?? ''}${more}`,
      help,
      order: 4,
    };
  });
}

function tableFunctions(lower: boolean): Suggestion[] {
  return [
    'lateral flatten(input => $1)',
    'table(flatten(input => $1))',
    'table(generator(rowcount => $1))',
    "table(split_to_table($1, ','))",
  ].map((call): Suggestion => {
    const insert = lower ? call : call.toUpperCase();
    return {
      label: insert.replace(/\$1/, '…'),
      kind: 'function',
      insert,
      detail: 'table function',
      order: 4,
    };
  });
}

function types(lower: boolean): Suggestion[] {
  return snowflakeWords.types.map((type): Suggestion => {
    const shown = lower ? type.toLowerCase() : type;
    return { label: shown, kind: 'type', insert: shown, detail: 'type', order: 0 };
  });
}

function variables(around: Surroundings, after: string): Suggestion[] {
  const close = /^\s*\}\}/.test(after) ? '' : ' }}';
  return around.variables.map(
    ({ name, value, of }): Suggestion => ({
      label: name,
      kind: 'variable',
      insert: name + close,
      detail: `${value} · ${of}`,
      order: 0,
    }),
  );
}

/** Behind a comma of FROM the next table stands. */
function isNextInFrom(before: string, { clause }: Scope): boolean {
  return clause === 'FROM' && /,\s*[\p{L}\p{N}_$]*$/u.test(before);
}

/** `cast(a as nu`: AS is followed by a type here. */
function isInCast(before: string): boolean {
  return /\b(try_)?cast\s*\((?:[^()]|\([^()]*\))*\bas\s+\w*$/i.test(before);
}

/** The names before the word being typed, joined by dots: `a.b.` gives both. */
function dottedPath(before: string): string[] {
  const match = /((?:(?:[\p{L}_][\p{L}\p{N}_$]*|"(?:[^"]|"")+")\s*\.\s*)+)"?[\p{L}\p{N}_$]*$/u.exec(before);
  return match ? (parseNameParts((match[1] ?? '').replaceAll(/\s/g, '').replace(/\.$/, '')) ?? []) : [];
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
