import { openEngine } from '../../src/main/engine/engine.ts';
import { keepCompiled } from '../../src/main/processes/compile-cache.ts';
import { ada, engineOptions } from './engine-options.ts';

/**
 * A process of its own that runs jobs without end and tells its parent what was acknowledged: a run once `dispatch`
 * has resolved, and its end once a reader could see it. Arguments: directory, then the jobs.
 */
const [directory = '', ...jobs] = process.argv.slice(2);
const engine = await openEngine(engineOptions(directory));
// It will be killed.
keepCompiled();

async function keepRunning(job: string): Promise<never> {
  for (;;) {
    const { id } = await engine.runs.dispatch(ada, {
      job,
      cause: 'a stamp',
      variables: { stamp: Date.now() },
    });
    process.send?.({ id, state: 'dispatched' });
    for await (const update of engine.runs.follow(id, 0)) {
      if (update.type === 'ended') process.send?.({ id, state: update.state });
    }
  }
}

await Promise.all(jobs.map(keepRunning));
