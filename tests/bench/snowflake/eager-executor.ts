import { runExecutor } from '../../../src/main/executors/executor-host.ts';
import { openSnowflake } from '../../../src/main/executors/snowflake/backend.ts';
import { patience } from '../../../src/main/executors/snowflake/patience.ts';

/** The program of the Snowflake executor, asking every millisecond: its usual waits would hide what it costs itself. */
runExecutor('snowflake', (config, askSecret) =>
  openSnowflake(config, askSecret, { ...patience, pollFirstMs: 1, pollMaxMs: 1 }),
);
