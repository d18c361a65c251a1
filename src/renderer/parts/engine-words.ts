/** How a connection's engine is called; the embedded one only resembles a warehouse. */
export const engineWords: Record<string, string> = {
  duckdb: 'DuckDB (approximate)',
  snowflake: 'Snowflake',
};
