import { runExecutor } from '../../src/main/executors/executor-host.ts';
import { openSnowflake } from '../../src/main/executors/snowflake/backend.ts';
import { patience } from '../../src/main/executors/snowflake/patience.ts';

/** The program of the Snowflake executor, in a hurry: what takes minutes on a bad day takes seconds in a test. */
runExecutor('snowflake', (config, askSecret) =>
  openSnowflake(config, askSecret, {
    ...patience,
    requestMs: 1_500,
    signInMs: 8_000,
    approvalMs: 8_000,
    pollFirstMs: 10,
    pollMaxMs: 100,
    retryFirstMs: 20,
    retryMaxMs: 200,
    readGapMs: 3_000,
    rowsMs: 8_000,
  }),
);
