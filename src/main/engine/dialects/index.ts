import type { EngineName } from '../../../shared/domain/engines.ts';
import type { Dialect } from './dialect.ts';
import { duckdb } from './duckdb.ts';
import { snowflake } from './snowflake.ts';

/** How each engine is talked to. A further engine is a further file here, and nothing elsewhere in the engine. */
export const dialects: Record<EngineName, Dialect> = { duckdb, snowflake };
