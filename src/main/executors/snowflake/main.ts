import { runExecutor } from '../executor-host.ts';
import { openSnowflake } from './backend.ts';

runExecutor('snowflake', openSnowflake);
