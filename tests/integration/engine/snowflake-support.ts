import { cpSync } from 'node:fs';
import { onTestFinished } from 'vitest';
import { type Engine, openEngine } from '../../../src/main/engine/engine.ts';
import type { ModelJobDefinition } from '../../../src/shared/contract/jobs.ts';
import type { Materialization } from '../../../src/shared/contract/materialization.ts';
import { ada, addModel, engineOptions } from '../../support/engine.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { type Point, ScriptedWarehouse } from '../../support/scripted-warehouse.ts';
import { temporaryDirectory } from '../../support/temporary.ts';

export const target = '"SHOP"."MARTS"."M"';
export const orders = '"LAKE"."RAW"."ORDERS"';

/** What the model reads, as Snowflake alone runs it. */
export const sql = 'select n from LAKE.RAW.ORDERS at(offset => -60)';

/** An engine with an environment `wh` on a scripted Snowflake, where `LAKE.RAW.ORDERS` is, and a model `m` that reads it. */
export async function onSnowflake(warehouse = new ScriptedWarehouse()) {
  const opened = await open(warehouse, temporaryDirectory());
  const { engine } = opened;
  warehouse.standing.set(orders, { type: 'table' });
  warehouse.schemas.add('MARTS');
  await engine.environments.apply(ada, {
    name: 'wh',
    connection: {
      name: 'account',
      engine: 'snowflake',
      account: 'myorg-test',
      user: 'SVC',
      authenticator: 'key_pair',
    },
    role: 'TRANSFORMER',
    warehouse: 'WH_XS',
    database: 'SHOP',
    schema: 'MARTS',
  });
  await addModel(engine, 'm', sql, `${sql} where n > 1`);
  return { ...opened, warehouse };
}

/** An engine of its own on a workspace, connected to the warehouse, on a clock that stands still. */
export async function open(warehouse: ScriptedWarehouse, directory: string) {
  const { executors, sever } = warehouse.connect();
  const clock = new FakeClock();
  const engine = await openEngine({ ...engineOptions(directory), executors, clock });
  onTestFinished(async () => {
    sever();
    await engine.close();
  });
  return { engine, clock, directory, sever };
}

/** Creates or changes the job `j`, which builds `m` as `SHOP.MARTS.M`. */
export async function addJob(
  engine: Engine,
  materialization: Materialization,
  changes: Partial<
    Pick<ModelJobDefinition, 'checks' | 'conditions' | 'freshness_when' | 'timeout' | 'retries'>
  > & {
    tag?: string;
    table?: string;
  } = {},
): Promise<void> {
  const { tag = 'v1', table = 'm', ...rest } = changes;
  await engine.jobs.apply(ada, {
    definition: {
      name: 'j',
      kind: 'model',
      environment: 'wh',
      model: 'm',
      tag,
      target: { table },
      materialization,
      ...rest,
    },
    message: '',
    publish: true,
    confirm_shared_target: false,
  });
}

export async function start(engine: Engine): Promise<number> {
  const { id } = await engine.runs.dispatch(ada, { job: 'j', cause: '', variables: {} });
  return id;
}

/** Resolves when a script comes past a point, where it is held until `go` is called. */
export function holdAt(warehouse: ScriptedWarehouse, point: Point, step: string) {
  const reached = Promise.withResolvers<void>();
  const released = Promise.withResolvers<void>();
  let held = false;
  warehouse.at = async (at, of) => {
    if (held || at !== point || of !== step) return;
    held = true;
    reached.resolve();
    await released.promise;
  };
  return { reached: reached.promise, go: released.resolve };
}

/**
 * Kills the host when a script comes past a point: what is on disk at that moment is all that the next engine has, which
 * is opened on it. The warehouse goes on.
 */
export async function killAt(
  host: { warehouse: ScriptedWarehouse; engine: Engine; directory: string; sever: () => void },
  point: Point,
  step: string,
) {
  const { warehouse, engine, directory, sever } = host;
  const { reached } = holdAt(warehouse, point, step);
  const run = await start(engine);
  await reached;
  return { run, ...(await afterDeath(warehouse, directory, sever)) };
}

/** Another engine on what an engine that dies now has on its disk. */
export async function afterDeath(warehouse: ScriptedWarehouse, directory: string, sever: () => void) {
  // What was told to the engine before it died is on its disk.
  await settled();
  const copy = temporaryDirectory();
  cpSync(directory, copy, { recursive: true });
  sever();
  return await open(warehouse, copy);
}

/** What follows an answer without any more of the outside has happened. */
export async function settled(): Promise<void> {
  for (let turn = 0; turn < 6; turn++) await new Promise(setImmediate);
}

/** Step, state and what each has of a script, of one attempt. */
export function stepsOf(engine: Engine, run: number): [name: string, state: string][] {
  return engine.runs.get(run).steps.map(({ name, state }) => [name, state]);
}

export function warnings(engine: Engine, run: number): string[] {
  return engine.runs.logs({ run, level: 'warn', limit: 100 }).lines.map(line => line.message);
}
