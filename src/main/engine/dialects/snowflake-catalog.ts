import { quoteRelation } from '../../../shared/domain/relation.ts';
import type { CatalogDialect } from './catalog.ts';
import type { ColumnKind } from './statistics.ts';

const kinds: Record<string, ColumnKind> = {
  NUMBER: 'number',
  FLOAT: 'float',
  VARCHAR: 'text',
  BOOLEAN: 'boolean',
  DATE: 'time',
  TIMESTAMP_NTZ: 'time',
  TIMESTAMP_LTZ: 'time',
  TIMESTAMP_TZ: 'time',
  TIME: 'ordered',
  BINARY: 'distinct',
};

export const snowflakeCatalog: CatalogDialect = {
  // Two statements for each database, one of them on a warehouse.
  atHand: false,
  notesChanges: true,

  kindOf: type => kinds[type.replace(/\(.*$/, '')] ?? 'other',

  // Needs no warehouse, and tells of keys, which INFORMATION_SCHEMA's columns do not.
  describe: (relation, type) => `DESCRIBE ${type.toUpperCase()} ${quoteRelation(relation)}`,

  ddl: (relation, type) =>
    `SELECT GET_DDL('${type.toUpperCase()}', ${text(quoteRelation(relation))}, TRUE) AS "ddl"`,
};

/** Backslashes are escapes in Snowflake's texts. */
function text(value: string): string {
  return `'${value.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`;
}
