import { runExecutor } from '../executor-host.ts';
import { openDuckdb } from './backend.ts';

runExecutor('duckdb', openDuckdb);
