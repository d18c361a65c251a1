import { SlipwayError } from '../../../shared/domain/errors.ts';
import { displayName, displayRelation, quoteName, type Relation } from '../../../shared/domain/relation.ts';
import type { TableUse } from './sources.ts';
import { parseScript } from './statements.ts';
import { reservedWords } from './syntax/reserved.ts';

export interface Replacement {
  start: number;
  end: number;
  relation: Relation;
}

interface Edit {
  start: number;
  end: number;
  text: string;
}

/**
 * The text with each given table name replaced; everything else stays as it is written. The result is read again, and
 * its sources must be exactly the wanted ones. Columns qualified by a table's own name keep meaning it: the qualifier
 * follows the new name, or the table gets its old name as an alias.
 */
export function rename(sql: string, replacements: readonly Replacement[]): string {
  const { statements } = parseScript(sql);
  const uses = statements.flatMap(statement => statement.uses);
  const wanted = new Map(replacements.map(replacement => [place(replacement), replacement.relation]));
  for (const replacement of replacements) {
    if (!uses.some(use => place(use.table) === place(replacement))) {
      throw new SlipwayError(
        'validation',
        `There is no table name at ${replacement.start}–${replacement.end} of the SQL`,
      );
    }
  }
  const edits = uses.flatMap(use => {
    const relation = wanted.get(place(use.table));
    return relation === undefined ? [] : editsFor(use, relation);
  });
  const result = applyEdits(sql, edits);
  verify(
    result,
    uses.map(use => wanted.get(place(use.table)) ?? use.parts),
  );
  return result;
}

function editsFor(use: TableUse, relation: Relation): Edit[] {
  const { table, factor, parts, qualifiers } = use;
  const written = sqlRelation(relation);
  const edits: Edit[] = [{ start: table.start, end: table.end, text: written }];
  if (factor.alias !== null || qualifiers.length === 0) return edits;
  const last = parts.at(-1);
  const short = qualifiers.some(qualifier => qualifier.parts.length === 1);
  if (short && last !== undefined && last !== relation.name) {
    // `flights.date` goes on naming this table; behind an alias nothing else does.
    const alias = sqlName(last);
    edits.push({ start: factor.aliasAt, end: factor.aliasAt, text: ` AS ${alias}` });
    return [...edits, ...longer(qualifiers).map(({ start, end }) => ({ start, end, text: alias }))];
  }
  return [...edits, ...longer(qualifiers).map(({ start, end }) => ({ start, end, text: written }))];
}

function longer(qualifiers: TableUse['qualifiers']): TableUse['qualifiers'] {
  return qualifiers.filter(qualifier => qualifier.parts.length > 1);
}

function applyEdits(sql: string, edits: Edit[]): string {
  let result = '';
  let from = 0;
  for (const { start, end, text } of edits.sort((a, b) => a.start - b.start || a.end - b.end)) {
    result += sql.slice(from, start) + text;
    from = end;
  }
  return result + sql.slice(from);
}

function verify(result: string, wanted: (Relation | string[])[]): void {
  const sources = parseScript(result).statements.flatMap(statement => statement.uses.map(use => use.parts));
  const expected = wanted.map(name => (Array.isArray(name) ? name : [name.database, name.schema, name.name]));
  const wrong = expected.findIndex((parts, index) => !sameParts(parts, sources[index]));
  if (wrong < 0 && sources.length === expected.length) return;
  const show = (parts: string[] | undefined): string => (parts ?? ['nothing']).map(displayName).join('.');
  throw new SlipwayError(
    'internal',
    wrong < 0
      ? `The sources could not be mapped: the rewritten SQL reads ${sources.length} tables instead of ${expected.length}`
      : `The sources could not be mapped: the rewritten SQL reads ${show(sources[wrong])} in place of ${show(expected[wrong])}`,
    { hint: 'Give each table an alias, or write its name plainly; please report the SQL' },
  );
}

function sameParts(a: string[], b: string[] | undefined): boolean {
  return b !== undefined && a.length === b.length && a.every((part, index) => part === b[index]);
}

function place({ start, end }: { start: number; end: number }): string {
  return `${start}:${end}`;
}

/** A full name, quoted only where it must be. */
function sqlRelation(relation: Relation): string {
  const { database, schema, name } = relation;
  const plain = [database, schema, name].every(part => !reservedWords.has(part));
  return plain ? displayRelation(relation) : [database, schema, name].map(sqlName).join('.');
}

function sqlName(name: string): string {
  return reservedWords.has(name) ? quoteName(name) : displayName(name);
}
