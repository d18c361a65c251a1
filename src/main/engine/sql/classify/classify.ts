import type { ColumnChange } from '../../../../shared/contract/models.ts';
import type { Query } from '../syntax/tree.ts';
import { readScript } from '../statements.ts';
import { lex } from '../tokens.ts';
import type { ChangeReport } from '../types.ts';
import { Canonicalizer } from './canonical.ts';
import type { CanonicalColumn, CanonicalQuery } from './forms.ts';

/**
 * How far-reaching the change from one query to another is. Removed, renamed and changed columns and any other change of
 * what decides about the rows are breaking; columns that were only added are not; layout, comments, the names of WITH
 * and aliases of tables are cosmetic. In doubt: breaking.
 */
export function classify(before: string, after: string): ChangeReport {
  if (before === after) return { change: 'none', reasons: [], columns: [] };
  if (sameWords(before, after)) {
    return { change: 'cosmetic', reasons: ['only layout and comments changed'], columns: [] };
  }
  const [old, young] = [onlyQuery(before), onlyQuery(after)];
  if (old === null || young === null) {
    return {
      change: 'breaking',
      reasons: ['the texts are not both one query that can be read, so that they cannot be compared'],
      columns: null,
    };
  }
  const forms = new Canonicalizer();
  return compare(forms.of(old, before), forms.of(young, after));
}

function compare(before: CanonicalQuery, after: CanonicalQuery): ChangeReport {
  const columns = columnChanges(before.columns, after.columns);
  const added = columns.filter(({ change }) => change === 'added');
  const others = columns.filter(({ change }) => change !== 'added');
  const breaking = [
    ...others.map(columnReason),
    ...(isReordered(before.columns, after.columns) ? ['the columns are in another order'] : []),
    ...partChanges(before, after, ''),
  ];
  if (breaking.length > 0) return { change: 'breaking', reasons: breaking, columns };
  if (added.length > 0) return { change: 'non_breaking', reasons: added.map(columnReason), columns };
  return {
    change: 'cosmetic',
    reasons: ['only layout, comments and names within the query changed'],
    columns,
  };
}

function columnReason({ name, change, renamed_to }: ColumnChange): string {
  const what = {
    added: 'added',
    removed: 'removed',
    renamed: `renamed to ${shown(renamed_to ?? '')}`,
    retyped: 'has another type',
    changed: 'is calculated differently',
  }[change];
  return `column ${shown(name)} ${what}`;
}

/** In the order of the columns before; those that were added come last. */
function columnChanges(before: CanonicalColumn[], after: CanonicalColumn[]): ColumnChange[] {
  const now = byName(after);
  const known = byName(before);
  const added = after.filter(({ name }) => !known.has(name));
  // Of those with one form the first in order is taken for the first that is gone.
  const byForm = Map.groupBy(added.toReversed(), ({ form }) => form);
  const renamed = new Set<CanonicalColumn>();
  const changes = before.flatMap<ColumnChange>(column => {
    const { name } = column;
    const same = now.get(name);
    if (same?.form === column.form) return [];
    if (same) {
      return [{ name, change: same.uncast === column.uncast ? 'retyped' : 'changed', renamed_to: null }];
    }
    const other = byForm.get(column.form)?.pop();
    if (!other) return [{ name, change: 'removed', renamed_to: null }];
    renamed.add(other);
    return [{ name, change: 'renamed', renamed_to: other.name }];
  });
  const rest = added.filter(column => !renamed.has(column));
  return [...changes, ...rest.map(({ name }) => ({ name, change: 'added' as const, renamed_to: null }))];
}

/** The first of each name. */
function byName(columns: CanonicalColumn[]): Map<string, CanonicalColumn> {
  return new Map(columns.toReversed().map(column => [column.name, column]));
}

function isReordered(before: CanonicalColumn[], after: CanonicalColumn[]): boolean {
  const [known, now] = [byName(before), byName(after)];
  const kept = before.filter(({ name }) => now.has(name));
  const order = after.filter(({ name }) => known.has(name));
  return kept.some(({ name }, index) => order[index]?.name !== name);
}

/** Changes of all that is no column; in the queries of WITH where they happened. */
function partChanges(before: CanonicalQuery, after: CanonicalQuery, place: string): string[] {
  const changed = [...new Set([...before.parts.keys(), ...after.parts.keys()])].filter(
    about => before.parts.get(about) !== after.parts.get(about),
  );
  if (changed.length === 0) return [];
  const inner = [...after.ctes].flatMap(([name, query]) => {
    const old = before.ctes.get(name);
    return old === undefined ? [] : partChanges(old, query, `in ${name}: `);
  });
  // Where only a query of WITH changed, the place of that says more.
  const knockOn = before.tables === after.tables && (inner.length > 0 || place !== '');
  const own = knockOn ? changed.filter(about => about !== 'the tables and joins') : changed;
  return [...own.map(about => `${place}${about} ${changeOf(about, before, after)}`), ...inner];
}

function changeOf(about: string, before: CanonicalQuery, after: CanonicalQuery): string {
  const be = about === 'the tables and joins' ? 'were' : 'was';
  if (!before.parts.has(about)) return `${be} added`;
  return after.parts.has(about) ? 'changed' : `${be} removed`;
}

function shown(name: string): string {
  return name === '' ? 'without a name' : name;
}

function sameWords(before: string, after: string): boolean {
  const [a, b] = [lex(before), lex(after)];
  return (
    a.problems.length === 0 &&
    b.problems.length === 0 &&
    a.tokens.length === b.tokens.length &&
    a.tokens.every(
      (token, index) => token.kind === b.tokens[index]?.kind && token.text === b.tokens[index]?.text,
    )
  );
}

function onlyQuery(sql: string): Query | null {
  const { script, problems } = readScript(sql);
  const [statement] = script.statements;
  return problems.length === 0 && script.statements.length === 1 ? (statement?.query ?? null) : null;
}
