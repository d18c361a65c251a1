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
  if (before === after) return { change: 'none', reasons: [] };
  if (sameWords(before, after)) return { change: 'cosmetic', reasons: ['only layout and comments changed'] };
  const [old, young] = [onlyQuery(before), onlyQuery(after)];
  if (old === null || young === null) {
    return {
      change: 'breaking',
      reasons: ['the texts are not both one query that can be read, so that they cannot be compared'],
    };
  }
  const forms = new Canonicalizer();
  return compare(forms.of(old, before), forms.of(young, after));
}

function compare(before: CanonicalQuery, after: CanonicalQuery): ChangeReport {
  const breaking = [...columnChanges(before.columns, after.columns), ...partChanges(before, after, '')];
  if (breaking.length > 0) return { change: 'breaking', reasons: breaking };
  const added = after.columns.filter(({ name }) => !before.columns.some(column => column.name === name));
  if (added.length > 0)
    return { change: 'non_breaking', reasons: added.map(({ name }) => `column ${shown(name)} added`) };
  return { change: 'cosmetic', reasons: ['only layout, comments and names within the query changed'] };
}

function columnChanges(before: CanonicalColumn[], after: CanonicalColumn[]): string[] {
  const reasons: string[] = [];
  const added = after.filter(({ name }) => !before.some(column => column.name === name));
  for (const column of before) {
    const now = after.find(({ name }) => name === column.name);
    if (now === undefined) {
      const renamed = added.find(({ form }) => form === column.form);
      reasons.push(
        renamed
          ? `column ${shown(column.name)} renamed to ${shown(renamed.name)}`
          : `column ${shown(column.name)} removed`,
      );
    } else if (now.form !== column.form) {
      const retyped = now.uncast === column.uncast;
      reasons.push(
        `column ${shown(column.name)} ${retyped ? 'has another type' : 'is calculated differently'}`,
      );
    }
  }
  const kept = before
    .filter(column => after.some(({ name }) => name === column.name))
    .map(({ name }) => name);
  const order = after.map(({ name }) => name).filter(name => kept.includes(name));
  if (kept.some((name, index) => order[index] !== name)) reasons.push('the columns are in another order');
  return reasons;
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
