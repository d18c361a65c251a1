import type { Environment } from '../../../shared/contract/environments.ts';
import type { CatalogDialect } from '../dialects/catalog.ts';
import { dialects } from '../dialects/index.ts';
import { placeOf } from '../environments/place.ts';
import type { Context } from '../context.ts';
import type { Executor, Session } from '../ports.ts';

/** Where a catalogue is looked at, and with whose eyes. */
export interface Place {
  environment: Environment;
  executor: Executor;
  session: Session;
  dialect: CatalogDialect;
  /** What is kept of it is kept under this. */
  key: { connection_id: number; role: string };
}

export function catalogPlace(context: Context, environment: Environment): Place {
  const { connection, session } = placeOf(context.store.sql, environment);
  const parameters = Object.entries(session.parameters ?? {}).map(([name, value]) => `${name}=${value}`);
  return {
    environment,
    executor: context.executors.for(connection),
    session,
    dialect: dialects[environment.engine].catalog,
    key: {
      connection_id: connection.id,
      role: [session.role ?? '', ...parameters.toSorted()].join(' ').trim(),
    },
  };
}
