import type { Engine } from '../../src/main/engine/engine.ts';
import { ExecutionError, type Executor } from '../../src/main/engine/ports.ts';
import type { Backfill } from '../../src/shared/contract/backfills.ts';
import { isBuildOver } from '../../src/shared/domain/build-state.ts';
import { until } from './scheduled.ts';

/** Waits for the end of a backfill. */
export async function backfillEnded(engine: Engine, id: number): Promise<Backfill> {
  await until(engine, () => isBuildOver(engine.backfills.get(id).state));
  return engine.backfills.get(id);
}

const denied = () =>
  new ExecutionError({
    code: 'permission_denied',
    message: 'Insufficient privileges',
    sqlstate: null,
    query_id: null,
    retryable: true,
    hint: null,
  });

/** Holds back every run that begins to build, or those of one job, until they are let go; fails those that reach a step. */
export function gate() {
  let { promise, resolve } = Promise.withResolvers<void>();
  let isShut = false;
  let only: string | undefined;
  const failing = { step: '' };
  return {
    failing,
    shut(job?: string) {
      isShut = true;
      only = job;
      ({ promise, resolve } = Promise.withResolvers<void>());
    },
    open() {
      isShut = false;
      resolve();
    },
    change: (real: Executor): Partial<Executor> => ({
      async execute(script, hooks) {
        const { tag } = script;
        if (isShut && tag !== undefined && (only === undefined || tag.job === only)) await promise;
        if (tag?.step === failing.step) throw denied();
        return await real.execute(script, hooks);
      },
    }),
  };
}
