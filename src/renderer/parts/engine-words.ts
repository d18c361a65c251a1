import type { EngineName } from '../../shared/domain/engines.ts';

/** How a connection's engine is called; the embedded one only resembles a warehouse. */
export const engineWords: Record<EngineName, string> = {
  duckdb: 'DuckDB (approximate)',
  snowflake: 'Snowflake',
};
