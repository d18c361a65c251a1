import { openEngine } from '../../src/main/engine/engine.ts';
import { keepCompiled } from '../../src/main/processes/compile-cache.ts';
import { ada, engineOptions } from './engine-options.ts';

/**
 * A process of its own that opens an engine on a workspace with the secret of its connection, starts a run, and tells its
 * parent when it has written down which id the account gave the build: then it can be killed. Arguments: directory, job,
 * name of the secret, its value.
 */
const [directory = '', job = '', secret = '', value = ''] = process.argv.slice(2);
const options = engineOptions(directory);
await options.secrets.set(secret, value);
const engine = await openEngine(options);
// It will be killed.
keepCompiled();
const run = await engine.runs.dispatch(ada, { job, cause: 'to be killed', variables: {} });
for await (const _ of engine.bus.subscribe({})) {
  const build = engine.runs.get(run.id).steps.find(step => step.name === 'build');
  // Until then it is our own, which is of another form.
  if (build?.query_id?.startsWith('01')) break;
}
process.send?.(run.id);
