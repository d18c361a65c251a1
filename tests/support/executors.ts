import {
  type ConnectionSpec,
  ExecutionError,
  type Executor,
  type Executors,
  type ScriptHooks,
} from '../../src/main/engine/ports.ts';

/** The same executors, with what `change` returns in place of their own methods. */
export function changed(executors: Executors, change: (real: Executor) => Partial<Executor>): Executors {
  return {
    for(connection) {
      const real = executors.for(connection);
      return { ...real, ...change(real) };
    },
    close: () => executors.close(),
  };
}

/** The executor died under a request. */
export const crashed = () => lost('executor_crashed', 'The duckdb executor died');
/** The executor could not even be asked. */
export const unavailable = () => lost('executor_unavailable', 'The duckdb executor could not be started');

function lost(code: string, message: string): ExecutionError {
  return new ExecutionError({ code, message, sqlstate: null, query_id: null, retryable: true, hint: null });
}

/** A connection to the embedded warehouse. */
export function embedded(id = 1, name = 'embedded'): ConnectionSpec {
  return { id, definition: { name, engine: 'duckdb' }, trustedHosts: [] };
}

/** Loses the executor at the script of a run that `at` says, before or after it took effect. */
export function loser() {
  let left = 0;
  let took = false;
  return {
    at(script: number, tookEffect: boolean) {
      left = script;
      took = tookEffect;
    },
    change: (real: Executor): Partial<Executor> => ({
      async execute(script, hooks?: ScriptHooks) {
        if (left === 0 || --left > 0) return await real.execute(script, hooks);
        if (took) await real.execute(script, hooks);
        throw crashed();
      },
    }),
  };
}
