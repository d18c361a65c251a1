import { openEngine } from '../../src/main/engine/engine.ts';
import { ada, engineOptions } from './engine-options.ts';

/**
 * A process of its own that opens an engine on a workspace with the secret of its connection, starts a run, and tells its
 * parent: which kills it. Arguments: directory, job, name of the secret, its value.
 */
const [directory = '', job = '', secret = '', value = ''] = process.argv.slice(2);
const options = engineOptions(directory);
await options.secrets.set(secret, value);
const engine = await openEngine(options);
const run = await engine.runs.dispatch(ada, { job, cause: 'to be killed', variables: {} });
process.send?.(run.id);
