import { createAnalysis } from '../../src/main/analysis/client.ts';
import type { Log } from '../../src/main/engine/ports.ts';
import type { Analysis } from '../../src/main/engine/sql/types.ts';
import { createNodeSpawn } from '../../src/main/processes/node-process.ts';
import { systemClock } from '../../src/main/system/clock.ts';
import { entryPoint } from '../../src/main/system/places.ts';
import { SlipwayError } from '../../src/shared/domain/errors.ts';

const noLog: Log = { write: () => {} };
let shared: Analysis | undefined;

/** As `openHost` makes it: a process of its own, which ends with `close`. */
export function ownAnalysis(): Analysis {
  return createAnalysis({ clock: systemClock, spawn: createNodeSpawn(noLog), entry: entryPoint('analysis') });
}

/**
 * The real analysis, in one process for all engines of a test file: its functions are pure, and loading its parsers costs
 * more than most tests. To an engine it is as one of its own: after `close` nothing is answered any more. That an engine
 * ends its own is in closing.test.ts.
 */
export function sharedAnalysis(): Analysis {
  shared ??= ownAnalysis();
  const closed = Promise.withResolvers<never>();
  closed.promise.catch(() => {});
  const own = Object.fromEntries(
    Object.entries(shared).map(([name, call]: [string, (...args: unknown[]) => Promise<unknown>]) => [
      name,
      (...args: unknown[]) => Promise.race([closed.promise, call(...args)]),
    ]),
  ) as unknown as Analysis;
  return {
    ...own,
    close() {
      closed.reject(new SlipwayError('unavailable', 'The SQL analysis is closed: the application is ending'));
      return Promise.resolve();
    },
  };
}

/** Resolves when its process is there: who counts processes has to do so after that. */
export async function analysisStarted(): Promise<void> {
  await sharedAnalysis().analyze('select 1 as one');
}
