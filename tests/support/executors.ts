import {
  type ConnectionSpec,
  ExecutionError,
  type Executor,
  type Executors,
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
