import type { Engine, EngineOptions } from '../../src/main/engine/engine.ts';
import type { Clock, Executor } from '../../src/main/engine/ports.ts';
import type { ModelJobDefinition } from '../../src/shared/contract/jobs.ts';
import type { Materialization } from '../../src/shared/contract/materialization.ts';
import { addModel, ada, engineOptions, openTestEngine } from './engine.ts';
import { changed, embedded } from './executors.ts';
import { temporaryDirectory } from './temporary.ts';

const session = { role: null, warehouse: null, database: null, schema: null };
const source = 'LAKE.RAW.EVENTS';

/** An engine with a source table that tests write to themselves, and jobs that keep what a model makes of it. */
export interface Events {
  engine: Engine;
  directory: string;
  options: EngineOptions;
  /** Sends statements to the warehouse, in one transaction. */
  write: (...statements: string[]) => Promise<void>;
  /** Replaces the rows of the source: `id, day, at, value`. */
  fill: (...rows: string[]) => Promise<void>;
  /** Adds to them. */
  add: (...rows: string[]) => Promise<void>;
}

/** `LAKE.RAW.EVENTS (ID, DAY, AT, VALUE)`, environment dev, and model `events`, which selects all of it. */
export async function openEvents(
  sql = `select id, day, at, value from ${source}`,
  change: (real: Executor) => Partial<Executor> = () => ({}),
  clock?: Clock,
): Promise<Events> {
  const directory = temporaryDirectory();
  const options = { ...engineOptions(directory), ...(clock && { clock }) };
  const executors = changed(options.executors, change);
  const engine = await openTestEngine({ ...options, executors }, directory);
  await engine.environments.apply(ada, {
    name: 'dev',
    connection: { name: 'embedded', engine: 'duckdb' },
    database: 'SHOP',
    schema: 'MARTS',
  });
  const write = (...statements: string[]) => writeTo(options, ...statements);
  await write(
    'CREATE SCHEMA IF NOT EXISTS LAKE.RAW',
    `CREATE TABLE ${source} ("ID" BIGINT, "DAY" DATE, "AT" TIMESTAMP, "VALUE" VARCHAR)`,
  );
  await addModel(engine, 'events', sql);
  const add = (...rows: string[]) =>
    write(`INSERT INTO ${source} VALUES ${rows.map(row => `(${row})`).join(', ')}`);
  return {
    engine,
    directory,
    options,
    write,
    add,
    async fill(...rows) {
      await write(`DELETE FROM ${source}`);
      if (rows.length > 0) await add(...rows);
    },
  };
}

/** Sends statements to the embedded warehouse of an engine, in one transaction. */
export async function writeTo(options: EngineOptions, ...statements: string[]): Promise<void> {
  const executor = options.executors.for(embedded());
  await executor.execute({ queryId: options.ids.uuid(), session, statements, writes: ['LAKE', 'SHOP'] });
}

/** Creates or changes job `events`, which keeps the model `events` as `SHOP.MARTS.EVENTS`. */
export async function keep(
  engine: Engine,
  materialization: Materialization,
  tag = 'v1',
  rest: Partial<Pick<ModelJobDefinition, 'checks' | 'conditions' | 'triggers'>> = {},
): Promise<void> {
  await engine.jobs.apply(ada, {
    definition: {
      name: 'events',
      kind: 'model',
      environment: 'dev',
      model: 'events',
      tag,
      target: { table: 'EVENTS' },
      materialization,
      ...rest,
    },
    message: '',
    publish: true,
    confirm_shared_target: false,
  });
}
