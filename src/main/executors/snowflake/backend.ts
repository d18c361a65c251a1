import type { AskSecret, Backend } from '../backend.ts';
import { executionError } from '../failures.ts';
import type { SnowflakeConfig } from '../protocol.ts';

/** A Snowflake account, through its own driver. */
export function openSnowflake(config: SnowflakeConfig, _askSecret: AskSecret): Promise<Backend> {
  return Promise.reject(
    executionError({
      code: 'executor_unavailable',
      message: `"${config.definition.name}": this build cannot work with Snowflake yet`,
    }),
  );
}
