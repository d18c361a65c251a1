import type { Relation } from '../../../shared/domain/relation.ts';
import type { CatalogDialect } from './catalog.ts';
import { quoteText } from './duckdb-statements.ts';
import type { ColumnKind } from './statistics.ts';

const exact = /^(U?(TINY|SMALL|BIG|HUGE)INT|U?INTEGER|BIGNUM|VARINT|DECIMAL)\b/;

export const duckdbCatalog: CatalogDialect = {
  atHand: true,
  notesChanges: false,

  kindOf(type): ColumnKind {
    if (/[[\]]$/.test(type) || /^(STRUCT|MAP|UNION)\b/.test(type)) return 'other';
    if (exact.test(type)) return 'number';
    if (type === 'DOUBLE' || type === 'FLOAT') return 'float';
    if (type === 'VARCHAR') return 'text';
    if (type === 'BOOLEAN') return 'boolean';
    if (/^(DATE$|TIMESTAMP)/.test(type)) return 'time';
    if (/^(TIME|INTERVAL|UUID|ENUM)\b/.test(type)) return 'ordered';
    return type === 'BLOB' ? 'distinct' : 'other';
  },

  describe:
    relation => `SELECT c.column_name AS "name", c.data_type AS "type", if(c.is_nullable, 'Y', 'N') AS "null?",
  c.column_default AS "default", if(list_contains(k.constraint_column_names, c.column_name), 'Y', 'N') AS "primary key",
  c.comment AS "comment"
FROM duckdb_columns() c LEFT JOIN duckdb_constraints() k
  ON k.table_oid = c.table_oid AND k.database_oid = c.database_oid AND k.constraint_type = 'PRIMARY KEY'
WHERE ${isIt('c', relation, 'table_name')}
ORDER BY c.column_index`,

  ddl: (relation, type) =>
    `SELECT t.sql FROM duckdb_${type}s() t WHERE ${isIt('t', relation, `${type}_name`)}`,
};

/** DuckDB does not tell case apart. */
function isIt(alias: string, { database, schema, name }: Relation, nameColumn: string): string {
  const is = (column: string, value: string) => `lower(${alias}.${column}) = lower(${quoteText(value)})`;
  return [is('database_name', database), is('schema_name', schema), is(nameColumn, name)].join(' AND ');
}
