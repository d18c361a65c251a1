import type { ScopePlace, SqlScopeAnswer } from '../../../../shared/contract/sql-columns.ts';
import { asWritten, displayName } from '../../../../shared/domain/relation.ts';
import { snowflakeFunctions } from '../../../../shared/domain/snowflake-functions/index.ts';
import { snowflakeWords } from '../../../ui/sql/words.ts';
import { clauseWords } from './clause-words.ts';
import type { Surroundings } from './surroundings.ts';

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

/** What may be meant at an offset of the text, whose scope the engine tells. */
export function suggest(
  text: string,
  offset: number,
  scope: SqlScopeAnswer,
  around: Surroundings,
): Suggestion[] {
  const before = text.slice(0, offset);
  if (/\{\{\s*\w*$/.test(before)) return variables(around, before, text.slice(offset));
  if (scope.place === 'text') return [];
  const lower = prefersLowerCase(text);
  if (/::\s*\w*$/.test(before) || isInCast(before)) return types(lower);
  // After AS people invent a name.
  if (/\bas\s+[\p{L}\p{N}_$]*$/iu.test(before)) return [];
  // Alone these are taken for names.
  if (/(?<!\bwithin\s+)\b(order|group|partition)\s+\w*$/i.test(before)) return keywords(['BY'], lower, 0);
  if (scope.qualifier.length > 0) return qualified(scope, around, lower);
  if (scope.place === 'from') {
    const wantsTable = /(\b(from|join|lateral)\s|[,(])\s*[\p{L}\p{N}_$]*$/iu.test(before);
    return wantsTable
      ? [...tables(scope, around, lower, 0), ...tableFunctions(lower)]
      : words(scope.place, lower);
  }
  return [
    ...columnsInScope(scope, lower),
    ...tables(scope, around, lower, 3),
    ...words(scope.place, lower),
    ...(scope.place === 'statement' ? [] : functions(lower)),
  ];
}

/** Columns of an alias, or the next part of a table's name. */
function qualified(
  { qualifier, relations, place }: SqlScopeAnswer,
  around: Surroundings,
  lower: boolean,
): Suggestion[] {
  const [only] = qualifier;
  const meant = relations.find(({ name, table }) =>
    qualifier.length === 1
      ? name === only
      : table !== null && [table.database, table.schema, table.name].join('.').endsWith(qualifier.join('.')),
  );
  // In FROM the name of a table goes on.
  if (meant && place !== 'from')
    return meant.columns.map(column => columnSuggestion(column, meant.name, lower, 0));
  const next = new Map<string, Suggestion>();
  for (const candidate of [...around.relations, ...notBuilt(around)]) {
    const written = asWritten(candidate, around.sourceMapping);
    const parts = [written.database, written.schema, written.name];
    // `schema.` may stand for the default database's schema.
    const first = [0, 1].find(from => qualifier.every((part, index) => parts[from + index] === part));
    const part = first === undefined ? undefined : parts[first + qualifier.length];
    if (part === undefined || first === undefined) continue;
    const level = first + qualifier.length;
    const label = cased(part, lower);
    const detail = level === 2 ? candidate.type : level === 1 ? 'schema' : 'database';
    next.set(label, { label, kind: level === 2 ? candidate.type : 'name', insert: label, detail, order: 0 });
  }
  return [...next.values()];
}

function columnsInScope({ relations, columns }: SqlScopeAnswer, lower: boolean): Suggestion[] {
  const found = new Map<string, Suggestion>();
  const several = new Set<string>();
  for (const relation of relations) {
    for (const column of relation.columns) {
      if (!found.has(column.name)) {
        found.set(column.name, columnSuggestion(column, relation.name, lower, relation.outer ? 1 : 0));
      } else if (!relation.outer) several.add(column.name);
    }
  }
  for (const name of several) {
    const suggestion = found.get(name);
    if (suggestion) suggestion.detail += ' and others';
  }
  const own = columns
    .filter(({ name }) => !found.has(name))
    .map((column): Suggestion => ({ ...columnSuggestion(column, null, lower, 1), kind: 'name' }));
  const aliases = relations.flatMap(({ name }): Suggestion[] => {
    if (name === null) return [];
    const label = cased(name, lower);
    return [{ label, kind: 'name', insert: label, detail: 'table in this query', order: 1 }];
  });
  return [...found.values(), ...own, ...aliases];
}

function columnSuggestion(
  { name, type }: { name: string; type: string | null },
  of: string | null,
  lower: boolean,
  order: number,
): Suggestion {
  const label = cased(name, lower);
  const detail = [type, of ?? 'of this SELECT'].filter(Boolean).join(' · ');
  return { label, kind: 'column', insert: label, detail, order };
}

/** CTEs and relations, by what is to be written. */
function tables(scope: SqlScopeAnswer, around: Surroundings, lower: boolean, order: number): Suggestion[] {
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

function words(place: ScopePlace, lower: boolean): Suggestion[] {
  const { fitting, others } = clauseWords(place);
  return [...keywords(fitting, lower, 2), ...keywords(others, lower, 5)];
}

function keywords(list: readonly string[], lower: boolean, order: number): Suggestion[] {
  return list.map((word): Suggestion => {
    const shown = lower ? word.toLowerCase() : word;
    return { label: shown, kind: 'keyword', insert: shown, detail: '', order };
  });
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

function variables(around: Surroundings, before: string, after: string): Suggestion[] {
  const open = before.endsWith('{{') ? ' ' : '';
  const closed = /^\s*\}\}/.test(after);
  const close = closed ? (after.startsWith('}') ? ' ' : '') : ' }}';
  return around.variables.map(
    ({ name, value, of }): Suggestion => ({
      label: name,
      kind: 'variable',
      insert: open + name + close,
      detail: `${value} · ${of}`,
      order: 0,
    }),
  );
}

/** `cast(a as nu`: AS is followed by a type here. */
function isInCast(before: string): boolean {
  return /\b(try_)?cast\s*\((?:[^()]|\([^()]*\))*\bas\s+\w*$/i.test(before);
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
