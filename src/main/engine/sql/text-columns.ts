import type { Warning } from '../../../shared/contract/common.ts';
import type {
  QueryColumnsAnswer,
  QueryLineageAnswer,
  SqlDiff,
} from '../../../shared/contract/sql-columns.ts';
import { displayName } from '../../../shared/domain/relation.ts';
import { unifiedDiff } from '../models/unified-diff.ts';
import { knownTables, type TablesThere } from './known-tables.ts';
import { tableRef } from './lineage/answers.ts';
import { requireQuery } from './query.ts';
import type { Analysis, TableRef } from './types.ts';

/** The output columns of one query, as far as its text tells. Throws `validation` for a text that is not one query. */
export async function columnsOfText(analysis: Analysis, sql: string): Promise<QueryColumnsAnswer> {
  await requireQuery(analysis, sql);
  const { columns, complete, notes } = await analysis.lineage(sql, []);
  return {
    columns: columns.map(({ name, type, open }) => ({ name, type, open })),
    complete,
    // How a column comes about is another question.
    notes: notes.filter(({ code }) => code === 'open'),
  };
}

/**
 * Where the output columns of one query come from; with what an environment has, by the names of what is read there.
 * Throws `validation` for a text that is not one query.
 */
export async function lineageOfText(
  analysis: Analysis,
  sql: string,
  there: TablesThere | null,
): Promise<QueryLineageAnswer> {
  await requireQuery(analysis, sql);
  const known = there === null ? [] : knownTables(there);
  const { tables, ...found } = await analysis.lineage(sql, known);
  const read = new Map(there?.tables.map(({ written, relation }) => [keyOf(written), relation]));
  const named = (table: TableRef): TableRef => read.get(keyOf(partsOf(table))) ?? table;
  const columnsKnown = new Set(known.map(({ written }) => keyOf(written)));
  return {
    ...found,
    columns: found.columns.map(column => ({
      ...column,
      sources: column.sources.map(source => ({ ...source, ...place(named(source)) })),
    })),
    tables: tables.map(parts => ({
      ...place(named(tableRef(parts))),
      written: parts.map(displayName).join('.'),
      known: columnsKnown.has(keyOf(parts)),
    })),
    notes: [...missing(there), ...found.notes],
  };
}

/** How far-reaching the change from one text to another is. */
export async function diffOfTexts(
  analysis: Analysis,
  before: { label: string; sql: string },
  after: { label: string; sql: string },
): Promise<SqlDiff> {
  const { change, reasons, columns } = await analysis.classify(before.sql, after.sql);
  return { change, reasons, columns, sql_diff: unifiedDiff(before, after) };
}

/** The names of the tables that a query reads, each once. */
export function writtenTables(sources: readonly TableRef[]): string[][] {
  return [...new Map(sources.map(source => [keyOf(partsOf(source)), partsOf(source)])).values()];
}

function missing(there: TablesThere | null): Warning[] {
  if (there === null) return [];
  const gone = there.tables.filter(({ columns }) => columns === null);
  return [
    ...gone.map(({ relation }) => ({
      code: 'open',
      message: `${partsOf(relation).map(displayName).join('.')} is not there, or not to be seen: its columns are not known`,
    })),
    ...there.unplaced.map(parts => ({
      code: 'open',
      message: `The environment has no default database and schema for ${parts.map(displayName).join('.')}`,
    })),
  ];
}

function place({ database, schema, name }: TableRef): TableRef {
  return { database, schema, name };
}

function partsOf({ database, schema, name }: TableRef): string[] {
  return [database, schema, name].filter(part => part !== null);
}

function keyOf(parts: readonly string[]): string {
  return JSON.stringify(parts);
}
