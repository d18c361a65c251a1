import {
  DuckDBArrayType,
  DuckDBListType,
  DuckDBMapType,
  DuckDBStructType,
  DuckDBUnionType,
  type DuckDBType,
} from '@duckdb/node-api';

export type TypeNames = (type: DuckDBType) => string;

/**
 * Types as DuckDB's catalogue writes them. The driver's own `toString` differs: it forgets JSON within lists and quotes
 * every field of a struct, so that the same column would have two names for its type. `keywords` are DuckDB's own, lower
 * case: a field named like one is quoted.
 */
export function createTypeNames(keywords: ReadonlySet<string>): TypeNames {
  const fields = (names: readonly string[], types: readonly DuckDBType[]) =>
    names
      .map((name, index) => {
        const type = types[index];
        const bare = /^[A-Za-z_][A-Za-z0-9_]*$/.test(name) && !keywords.has(name.toLowerCase());
        return `${bare ? name : `"${name.replaceAll('"', '""')}"`} ${type ? typeName(type) : ''}`;
      })
      .join(', ');

  function typeName(type: DuckDBType): string {
    if (type.alias) return type.alias;
    if (type instanceof DuckDBListType) return `${typeName(type.valueType)}[]`;
    if (type instanceof DuckDBArrayType) return `${typeName(type.valueType)}[${type.length}]`;
    if (type instanceof DuckDBMapType) return `MAP(${typeName(type.keyType)}, ${typeName(type.valueType)})`;
    if (type instanceof DuckDBStructType) return `STRUCT(${fields(type.entryNames, type.entryTypes)})`;
    if (type instanceof DuckDBUnionType) return `UNION(${fields(type.memberTags, type.memberTypes)})`;
    return type.toString();
  }
  return typeName;
}
