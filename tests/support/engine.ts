import { onTestFinished } from 'vitest';
import { type Engine, type EngineOptions, openEngine } from '../../src/main/engine/engine.ts';
import type { Check } from '../../src/shared/contract/checks.ts';
import type { RunState } from '../../src/shared/domain/run-state.ts';
import { ada, engineOptions } from './engine-options.ts';
import { temporaryDirectory } from './temporary.ts';

export { ada, engineOptions, silentLog, viaRest } from './engine-options.ts';

/** An engine on a new workspace, closed when the test is over; `options` replaces ports. */
export async function openTestEngine(
  options: Partial<EngineOptions> = {},
  directory = temporaryDirectory(),
): Promise<Engine> {
  const engine = await openEngine({ ...engineOptions(directory), ...options });
  onTestFinished(() => engine.close());
  return engine;
}

/** Long enough to be stopped or killed in the middle of it. */
export const slowQuery = `with a as (select seq4() as i from table(generator(rowcount => 80000)))
select count(*) as n from a cross join a as b where (a.i * 31 + b.i) % 7 = 0`;

/** Environments dev and prod (protected), and `RAW.ORDERS` in the lake of each: 3 rows in dev, 5 in prod. */
export async function addShop(engine: Engine): Promise<void> {
  await engine.environments.apply(ada, {
    name: 'dev',
    connection: { name: 'embedded', engine: 'duckdb' },
    database: 'SHOP_DEV',
    schema: 'MARTS',
  });
  await engine.environments.apply(ada, {
    name: 'prod',
    connection: 'embedded',
    database: 'SHOP_PRD',
    schema: 'MARTS',
    protected: true,
    source_mapping: { LAKE_DEV: 'LAKE_PRD', SHOP_DEV: 'SHOP_PRD' },
  });
  await buildTable(engine, 'dev', 'LAKE_DEV', orders(3));
  await buildTable(engine, 'dev', 'LAKE_PRD', orders(5));
}

const orders = (count: number) =>
  Array.from(
    { length: count },
    (_, n) => `select ${n + 1} as id, ${(n + 1) * 10} as amount, 'R${n % 2}' as region`,
  ).join(' union all ');

/** Builds `RAW.ORDERS` in a database with a job of its own, which is deleted afterwards. */
async function buildTable(engine: Engine, environment: string, database: string, sql: string): Promise<void> {
  const name = `load_${database.toLowerCase()}`;
  await engine.models.create(ada, { name, description: '', owner: '', labels: [] }, sql);
  await engine.versions.publish(ada, { model: name, message: '' });
  await engine.jobs.apply(ada, {
    definition: {
      name,
      kind: 'model',
      environment,
      model: name,
      track: 'latest',
      target: { database, schema: 'RAW', table: 'ORDERS' },
      materialization: { type: 'table' },
    },
    message: '',
    publish: true,
    confirm_shared_target: false,
  });
  await runJob(engine, name);
  await engine.jobs.remove(ada, name);
}

/** Creates a model and publishes each text as a version, tagged v1, v2, … */
export async function addModel(engine: Engine, name: string, ...texts: string[]): Promise<void> {
  await engine.models.create(ada, { name, description: '', owner: '', labels: [] }, texts[0] ?? '');
  for (const [index, sql] of texts.entries()) {
    await engine.models.saveDraft({ model: name, sql });
    await engine.versions.publish(ada, {
      model: name,
      message: `Version ${index + 1}`,
      tag: `v${index + 1}`,
    });
  }
}

/** Creates and publishes a model job `MODEL_ENVIRONMENT` that writes `MARTS.MODEL`. */
export async function addJob(
  engine: Engine,
  model: string,
  environment: string,
  options: {
    tag?: string;
    type?: 'view' | 'table';
    table?: string;
    timeout?: string;
    shared?: boolean;
    checks?: Check[] | undefined;
  } = {},
): Promise<string> {
  const name = `${model}_${environment}`;
  await engine.jobs.apply(ada, {
    definition: {
      name,
      kind: 'model',
      environment,
      model,
      tag: options.tag ?? 'v1',
      target: { table: options.table ?? model.toUpperCase() },
      materialization: { type: options.type ?? 'table' },
      timeout: options.timeout,
      checks: options.checks,
    },
    message: '',
    publish: true,
    confirm_shared_target: options.shared ?? false,
  });
  return name;
}

/** Resolves with the run's state once it has ended. */
export async function ended(engine: Engine, run: number): Promise<RunState> {
  for await (const update of engine.runs.follow(run, 0)) if (update.type === 'ended') return update.state;
  throw new Error(`run ${run} vanished`);
}

/** Resolves when the run's build was sent to the warehouse. */
export async function building(engine: Engine, run: number): Promise<void> {
  for await (const _ of engine.bus.subscribe({})) {
    if (engine.runs.get(run).steps.some(step => step.name === 'build' && step.query_id !== null)) return;
  }
}

/** Runs a job to its end. */
export async function runJob(
  engine: Engine,
  job: string,
  options: { variables?: Record<string, string | number>; version?: string } = {},
) {
  const { id } = await engine.runs.dispatch(ada, {
    job,
    cause: '',
    variables: options.variables ?? {},
    version: options.version,
  });
  await ended(engine, id);
  return engine.runs.get(id);
}

/** Rows of a query in an environment. */
export async function rowsOf(engine: Engine, environment: string, sql: string) {
  const result = await engine.queries.run({ sql, environment, variables: {}, limit: 1_000 });
  return result.rows;
}
