import type { EngineName } from '../../shared/domain/engines.ts';

/** How a connection's engine is called; the embedded one only resembles a warehouse. */
export const engineWords: Record<EngineName, string> = {
  duckdb: 'DuckDB (approximate)',
  snowflake: 'Snowflake',
};

/** What that means for whoever looks at results. */
export const engineAbout: Record<EngineName, string> = {
  duckdb: 'Snowflake SQL is translated and run on the embedded DuckDB; results can differ in details',
  snowflake: 'Runs in a Snowflake account, as it is written',
};
