import { openEngine } from '../../src/main/engine/engine.ts';
import type { Executor, Executors, QueryTag } from '../../src/main/engine/ports.ts';
import { keepCompiled } from '../../src/main/processes/compile-cache.ts';
import { buildOf } from './builds.ts';
import { ada, engineOptions } from './engine-options.ts';

/**
 * A process of its own that opens an engine on a workspace, starts a run and kills itself, with SIGKILL, at a named
 * point between intent and result. Arguments: directory, job (`build`:
 * everything in dev, `backfill:JOB`: its intervals up to the fifth of January 2013, one by one), point; `point@step` is that
 * point of one step.
 */
export const crashPoints = [
  /** The run and its claim are on disk; nothing was done yet. */
  'dispatched',
  /** The intent, with its query id, is on disk; nothing was sent. */
  'before_send',
  /** The warehouse is at work. */
  'executing',
  /** The script took effect; the engine has not written that down. */
  'after_result',
  /** The build is written down; describing is under way. */
  'describing',
  /** The stop was asked for and written down; the warehouse is at work. */
  'cancelling',
] as const;
export type CrashPoint = (typeof crashPoints)[number];

/** A point of any step, or of one. */
export type CrashPlace = CrashPoint | `${CrashPoint}@${string}`;

const die = () => process.kill(process.pid, 'SIGKILL');

function crashing(executors: Executors, place: string): Executors {
  const [point, only] = place.split('@');
  const isHere = (at: CrashPoint, tag: QueryTag | undefined) =>
    point === at && (only === undefined || tag?.step === only);
  const wrap = (executor: Executor): Executor => ({
    ...executor,
    catalog: request => executor.catalog(request),
    describe: request => executor.describe(request),
    query: (request, signal) => {
      if (isHere('describing', request.tag)) die();
      return executor.query(request, signal);
    },
    cancel: id => (point === 'cancelling' ? (die(), Promise.resolve()) : executor.cancel(id)),
    recall: request => executor.recall(request),
    async execute(script, hooks) {
      if (isHere('before_send', script.tag)) die();
      const result = await executor.execute(script, {
        ...hooks,
        // The embedded warehouse tells of progress as soon as it is at work.
        onProgress: progress => {
          hooks?.onProgress?.(progress);
          if (isHere('executing', script.tag)) die();
          process.send?.('executing');
        },
      });
      if (isHere('after_result', script.tag)) die();
      return result;
    },
  });
  return { for: connection => wrap(executors.for(connection)), close: () => executors.close() };
}

if (process.argv[1] === import.meta.filename) {
  const [directory = '', job = '', point = ''] = process.argv.slice(2);
  const options = engineOptions(directory);
  const engine = await openEngine({
    ...options,
    executors: crashing(options.executors, point),
  });
  // It will be killed.
  keepCompiled();
  const [first, backfilled] = job.split(':');
  const run =
    backfilled !== undefined
      ? await engine.backfills.start(ada, {
          job: backfilled,
          to: '2013-01-05',
          restate: true,
          cause: point,
          chunk: 1,
        })
      : first === 'build'
        ? await engine.builds.start(ada, buildOf(''))
        : await engine.runs.dispatch(ada, { job, cause: point, variables: {} });
  if (point === 'dispatched') die();
  process.on('message', () => void engine.runs.cancel(ada, run.id, 'no longer needed'));
}
