import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import type { Engine, EngineOptions } from '../../../src/main/engine/engine.ts';
import type { Session } from '../../../src/main/engine/ports.ts';
import type { ComputeProfileDefinition } from '../../../src/shared/contract/compute-profiles.ts';
import type { EnvironmentDefinition } from '../../../src/shared/contract/environments.ts';
import { ada, addJob, addModel, ended, openTestEngine } from '../../support/engine.ts';
import { temporaryDirectory } from '../../support/temporary.ts';

const nightly: ComputeProfileDefinition = {
  name: 'nightly',
  description: 'What runs while nobody waits',
  warehouse: 'WH_L',
  limits: { max_concurrent_runs: 2, statement_timeout: '2h' },
  session_parameters: { TIMEZONE: 'UTC', WEEK_START: 1, USE_CACHED_RESULT: false },
};

const warehouse = {
  name: 'wh',
  engine: 'snowflake',
  account: 'myorg-myaccount',
  user: 'SLIPWAY_SVC',
  authenticator: 'key_pair',
} as const;

/** An environment of the warehouse. */
const on = (name: string, rest: Partial<EnvironmentDefinition> = {}): EnvironmentDefinition => ({
  name,
  connection: 'wh',
  database: 'ANALYTICS',
  schema: 'MARTS',
  ...rest,
});

/** Runs that only note in which session they run; `proceed` lets each go on. */
function noting(sessions: Session[], proceed: () => Promise<void> = async () => {}): Partial<EngineOptions> {
  return {
    kinds: ({ model }) => ({
      model: {
        ...model,
        async execute(run) {
          sessions.push(run.session);
          await run.step('build', proceed);
        },
      },
    }),
  };
}

/** dev and prod (protected) on the warehouse, both with the profile; local is on the embedded engine. */
async function open(options: Partial<EngineOptions> = {}, directory = temporaryDirectory()): Promise<Engine> {
  const engine = await openTestEngine(options, directory);
  await engine.connections.apply(ada, warehouse);
  await engine.computeProfiles.apply(ada, nightly);
  await engine.environments.apply(ada, on('dev', { compute_profile: 'nightly' }));
  await engine.environments.apply(
    ada,
    on('prod', { compute_profile: 'nightly', warehouse: 'WH_PRD', protected: true }),
  );
  return engine;
}

const auditOf = (engine: Engine, objectType: string) =>
  engine.audit.list({ object_type: objectType, limit: 100 }).entries;

const dispatch = (engine: Engine, job: string) =>
  engine.runs.dispatch(ada, { job, cause: '', variables: {} });

async function runToEnd(engine: Engine, job: string): Promise<number> {
  const { id } = await dispatch(engine, job);
  await ended(engine, id);
  return id;
}

describe('what holds in an environment', () => {
  test('is what it says itself, else what its profile says, else the default', async () => {
    const engine = await open();
    expect(engine.environments.get('dev')).toMatchObject({
      compute_profile: 'nightly',
      warehouse: 'WH_L',
      limits: { max_concurrent_runs: 2, statement_timeout: '2h' },
      session_parameters: { TIMEZONE: 'UTC', WEEK_START: 1, USE_CACHED_RESULT: false },
      own: { warehouse: null, max_concurrent_runs: null, statement_timeout: null },
    });
    const limits = { max_concurrent_runs: 8, statement_timeout: '5m' };
    expect(
      await engine.environments.apply(ada, on('prod', { compute_profile: 'nightly', limits })),
    ).toMatchObject({ warehouse: 'WH_L', limits, own: { warehouse: null, ...limits } });
    expect(await engine.environments.apply(ada, on('prod', { warehouse: 'WH_PRD' }))).toMatchObject({
      compute_profile: null,
      warehouse: 'WH_PRD',
      limits: { max_concurrent_runs: 4, statement_timeout: null },
      session_parameters: {},
      own: { warehouse: 'WH_PRD', max_concurrent_runs: null, statement_timeout: null },
    });
    expect(engine.computeProfiles.list()).toMatchObject([{ name: 'nightly', environments: ['dev'] }]);
  });

  test('follows its profile; what the environment says stays', async () => {
    const engine = await open();
    await engine.computeProfiles.apply(ada, { name: 'nightly', warehouse: 'WH_XL' });
    const limits = { max_concurrent_runs: 4, statement_timeout: null };
    expect(engine.environments.get('dev')).toMatchObject({
      warehouse: 'WH_XL',
      limits,
      session_parameters: {},
    });
    expect(engine.environments.get('prod')).toMatchObject({ warehouse: 'WH_PRD', limits });
  });

  test('a profile that is not there is refused with its nearest name, also for a mere test', async () => {
    const engine = await open();
    const definition = on('dev', { compute_profile: 'nigthly' });
    const refused = { code: 'not_found', details: { hint: 'Did you mean "nightly"?' } };
    await expect(engine.environments.apply(ada, definition)).rejects.toMatchObject(refused);
    await expect(engine.environments.test(definition)).rejects.toMatchObject(refused);
  });
});

describe('a change of a profile', () => {
  test('is told before it is made: every environment that uses it, and what changes there', async () => {
    const engine = await open();
    const before = engine.computeProfiles.get('nightly');
    const seq = auditOf(engine, 'compute_profile')[0]?.seq;
    const changed = {
      ...nightly,
      warehouse: 'WH_XL',
      limits: { statement_timeout: '1h' },
      session_parameters: { TIMEZONE: 'Europe/Berlin', WEEK_START: 1, LOCK_TIMEOUT: 60 },
    };
    const shared = [
      { field: 'limits.max_concurrent_runs', from: 2, to: 4 },
      { field: 'limits.statement_timeout', from: '2h', to: '1h' },
      { field: 'session_parameters.TIMEZONE', from: 'UTC', to: 'Europe/Berlin' },
      { field: 'session_parameters.USE_CACHED_RESULT', from: false, to: null },
      { field: 'session_parameters.LOCK_TIMEOUT', from: null, to: 60 },
    ];
    const plan = await engine.computeProfiles.plan(ada, changed);
    expect(plan).toMatchObject({ created: false, changed: true, revision: before.revision, warnings: [] });
    expect(plan.affects).toEqual([
      {
        environment: 'dev',
        environment_id: engine.environments.get('dev').id,
        protected: false,
        engine: 'snowflake',
        changes: [{ field: 'warehouse', from: 'WH_L', to: 'WH_XL' }, ...shared],
      },
      expect.objectContaining({ environment: 'prod', protected: true, changes: shared }),
    ]);
    expect(engine.computeProfiles.get('nightly')).toEqual(before);
    expect(auditOf(engine, 'compute_profile')[0]?.seq).toBe(seq);

    const { affects, revision } = await engine.computeProfiles.apply(ada, changed, {
      revision: before.revision,
    });
    expect(affects).toEqual(plan.affects);
    expect(revision).toBe(before.revision + 1);
    expect(await engine.computeProfiles.plan(ada, changed)).toMatchObject({
      changed: false,
      affects: [{ changes: [] }, { changes: [] }],
    });
    expect(await engine.computeProfiles.plan(ada, { name: 'new' })).toEqual({
      created: true,
      changed: true,
      revision: null,
      affects: [],
      warnings: [],
    });
    await expect(engine.computeProfiles.plan(ada, { name: 'new' }, { id: 99 })).rejects.toMatchObject({
      code: 'not_found',
    });
  });

  test('holds for runs created afterwards; those from before do again what they did', async () => {
    const sessions: Session[] = [];
    const engine = await open(noting(sessions));
    await addModel(engine, 'm', 'select 1 as a');
    await addJob(engine, 'm', 'dev');
    const first = await runToEnd(engine, 'm_dev');
    await engine.computeProfiles.apply(ada, {
      ...nightly,
      warehouse: 'wh_xl',
      limits: { statement_timeout: '1h' },
      session_parameters: { TIMEZONE: 'UTC', WEEK_START: 7 },
    });
    const second = await runToEnd(engine, 'm_dev');
    const { differences } = engine.runs.planRetry(first, 'today');
    const again = await engine.runs.retry(ada, first, 'exactly', '');
    await ended(engine, again.id);
    const then = {
      role: null,
      warehouse: 'WH_L',
      database: 'ANALYTICS',
      schema: 'MARTS',
      parameters: { TIMEZONE: 'UTC', WEEK_START: 1, USE_CACHED_RESULT: false },
      statementTimeoutMs: 7_200_000,
    };
    const now = {
      ...then,
      warehouse: 'WH_XL',
      parameters: { TIMEZONE: 'UTC', WEEK_START: 7 },
      statementTimeoutMs: 3_600_000,
    };
    expect(sessions).toEqual([then, now, then]);
    expect(engine.runs.get(first).frozen.environment).toMatchObject({
      compute_profile: 'nightly',
      warehouse: 'WH_L',
      session_parameters: then.parameters,
      limits: { max_concurrent_runs: 2, statement_timeout: '2h' },
      own: { warehouse: null },
    });
    expect(engine.runs.get(second).frozen.environment).toMatchObject({ warehouse: 'wh_xl' });
    expect(differences).toEqual([
      'warehouse: wh_xl instead of WH_L',
      'limits.statement_timeout: 1h instead of 2h',
      'session_parameters.USE_CACHED_RESULT: none instead of false',
      'session_parameters.WEEK_START: 7 instead of 1',
    ]);
  });

  test('of its concurrency starts what waits, at once', async () => {
    const { promise: released, resolve: release } = Promise.withResolvers<void>();
    const begun: Session[] = [];
    const engine = await open(noting(begun, () => released));
    await engine.computeProfiles.apply(ada, { ...nightly, limits: { max_concurrent_runs: 1 } });
    const jobs: string[] = [];
    for (const model of ['a', 'b', 'c']) {
      await addModel(engine, model, 'select 1 as a');
      jobs.push(await addJob(engine, model, 'dev'));
    }
    const runs: number[] = [];
    for (const job of jobs) runs.push((await dispatch(engine, job)).id);
    const states = () => runs.map(run => engine.runs.get(run).state);
    expect(states()).toEqual(['running', 'pending', 'pending']);
    const started = new Promise<void>(resolve => {
      engine.bus.listen(() => {
        if (states()[1] === 'running') resolve();
      });
    });
    await engine.computeProfiles.apply(ada, { ...nightly, limits: { max_concurrent_runs: 2 } });
    await started;
    expect(states()).toEqual(['running', 'running', 'pending']);
    release();
    for (const run of runs) expect(await ended(engine, run)).toBe('completed');
    expect(begun).toHaveLength(3);
  });

  test('is told to whoever listens, and stands in the history of each environment that it changes', async () => {
    const engine = await open();
    const heard: { topic: string; id: number | null }[] = [];
    engine.bus.listen(changes => heard.push(...changes.map(({ topic, id }) => ({ topic, id }))));
    const { id } = await engine.computeProfiles.apply(ada, { ...nightly, warehouse: 'WH_XL' });
    const [dev, prod] = engine.environments.list();
    expect(heard).toEqual([
      { topic: 'compute_profile', id },
      { topic: 'environment', id: dev?.id },
      { topic: 'environment', id: prod?.id },
    ]);
    // prod says itself where it runs.
    expect(
      auditOf(engine, 'environment').filter(entry => entry.action === 'environment.compute'),
    ).toMatchObject([
      {
        actor: 'ada via cli',
        object_id: dev?.id,
        object_name: 'dev',
        details: {
          compute_profile: 'nightly',
          changes: [{ field: 'warehouse', from: 'WH_L', to: 'WH_XL' }],
        },
      },
    ]);
    expect(auditOf(engine, 'compute_profile')[0]).toMatchObject({
      action: 'compute_profile.update',
      object_id: id,
      details: { definition: { warehouse: 'WH_XL' } },
    });
    const seq = engine.audit.list({ limit: 1 }).entries[0]?.seq;
    heard.length = 0;
    await engine.computeProfiles.apply(ada, { ...nightly, warehouse: 'WH_XL' });
    expect(engine.audit.list({ limit: 1 }).entries[0]?.seq).toBe(seq);
    expect(heard).toEqual([]);
  });

  test('makes an open plan for a protected environment stale, and only one that changes something there', async () => {
    const engine = await open();
    await addModel(engine, 'm', 'select 1 as a', 'select 2 as a');
    await addJob(engine, 'm', 'prod');
    const plan = await engine.promotions.plan(ada, { model: 'm', environment: 'prod', tag: 'v2' });
    await engine.promotions.approve(ada, plan.id, '');
    // prod says itself where it runs.
    await engine.computeProfiles.apply(ada, { ...nightly, warehouse: 'WH_XL' });
    const session_parameters = { ...nightly.session_parameters, TIMEZONE: 'Europe/Berlin' };
    const changed = { ...nightly, session_parameters };
    await engine.computeProfiles.apply(ada, { ...changed, warehouse: 'WH_XL' });
    await expect(engine.promotions.apply(ada, { promotion: plan.id, note: '' })).rejects.toMatchObject({
      code: 'precondition',
      message: `Plan #${plan.id} is stale: the environment or the definition of "m_prod" changed`,
      details: { related: { plan: plan.id + 1 } },
    });
    const next = plan.id + 1;
    await engine.promotions.approve(ada, next, '');
    await engine.computeProfiles.apply(ada, { ...changed, warehouse: 'WH_S' });
    expect(await engine.promotions.apply(ada, { promotion: next, note: '' })).toMatchObject({
      state: 'applied',
    });
  });
});

describe('a profile', () => {
  test('is refused where it was changed meanwhile, and where its name is taken', async () => {
    const engine = await open();
    const { id, revision } = engine.computeProfiles.get('nightly');
    await engine.computeProfiles.apply(ada, { ...nightly, warehouse: 'WH_XL' }, { revision });
    await expect(engine.computeProfiles.apply(ada, nightly, { id, revision })).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('was changed elsewhere'),
    });
    const other = await engine.computeProfiles.apply(ada, { name: 'other' });
    await expect(
      engine.computeProfiles.apply(ada, { name: 'NIGHTLY' }, { id: other.id }),
    ).rejects.toMatchObject({
      code: 'conflict',
      message: 'There is already a compute profile named "nightly"',
    });
    expect(engine.environments.get('dev')).toMatchObject({ warehouse: 'WH_XL' });
  });

  test('that is renamed stays with its environments', async () => {
    const engine = await open();
    const { id } = engine.computeProfiles.get('nightly');
    const { affects } = await engine.computeProfiles.apply(ada, { ...nightly, name: 'nights' }, { id });
    expect(affects).toMatchObject([{ changes: [] }, { changes: [] }]);
    expect(engine.environments.get('dev')).toMatchObject({ compute_profile: 'nights', warehouse: 'WH_L' });
    expect(engine.computeProfiles.get('nights').environments).toEqual(['dev', 'prod']);
  });

  test('is not deleted while an environment uses it', async () => {
    const engine = await open();
    await expect(engine.computeProfiles.remove(ada, 'nightly')).rejects.toMatchObject({
      code: 'conflict',
      message: '"nightly" is used by dev, prod',
    });
    for (const name of ['dev', 'prod']) await engine.environments.apply(ada, on(name));
    expect(await engine.computeProfiles.remove(ada, 'nightly')).toBe('nightly');
    expect(auditOf(engine, 'compute_profile')[0]).toMatchObject({ action: 'compute_profile.remove' });
    expect(() => engine.computeProfiles.get('nightly')).toThrow(
      'There is no compute profile named "nightly"',
    );
  });

  test('warns of parameters that are not known, and of what is without effect on the embedded engine', async () => {
    const engine = await open();
    await engine.environments.apply(ada, {
      name: 'local',
      connection: { name: 'embedded', engine: 'duckdb' },
      compute_profile: 'nightly',
    });
    const session_parameters = { TIMEZONE: 'UTC', WEEK_STRAT: 1, SOMETHING_NEW: 'x' };
    const plan = await engine.computeProfiles.plan(ada, {
      ...nightly,
      warehouse: 'WH_XL',
      session_parameters,
    });
    expect(plan.warnings).toEqual([
      { code: 'unknown_parameter', message: 'SOMETHING_NEW is no session parameter that Slipway knows' },
      {
        code: 'unknown_parameter',
        message: 'WEEK_STRAT is no session parameter that Slipway knows; did you mean WEEK_START?',
      },
      {
        code: 'no_effect',
        message:
          'local is on duckdb, which has no warehouses and no session parameters: only the limits hold there',
      },
    ]);
    expect(plan.affects.find(({ environment }) => environment === 'local')?.changes).toEqual([]);
    const limited = await engine.computeProfiles.apply(ada, { name: 'nightly', limits: nightly.limits });
    expect(limited.warnings).toEqual([]);
  });
});

describe('as files', () => {
  const jobOf = (engine: Engine) => engine.jobs.get('m_dev');

  test('profiles are exported, and make an equal workspace elsewhere, jobs included', async () => {
    const engine = await open();
    await addModel(engine, 'm', 'select 1 as a');
    await addJob(engine, 'm', 'dev');
    const files = engine.definitions.export();
    expect(files.find(file => file.path === 'compute_profiles/nightly.yaml')?.content).toBe(
      [
        'name: nightly',
        'description: What runs while nobody waits',
        'warehouse: WH_L',
        'limits:',
        '  max_concurrent_runs: 2',
        '  statement_timeout: 2h',
        'session_parameters:',
        '  TIMEZONE: UTC',
        '  USE_CACHED_RESULT: false',
        '  WEEK_START: 1',
        '',
      ].join('\n'),
    );
    const dev = files.find(file => file.path === 'environments/dev.yaml')?.content;
    expect(dev).toContain('compute_profile: nightly\n');
    expect(dev).not.toMatch(/warehouse|limits/);

    const other = await openTestEngine();
    const { applied, actions } = await other.definitions.import(ada, {
      files,
      plan: false,
      confirm_shared_targets: false,
    });
    expect(applied).toBe(true);
    expect(actions.map(({ object }) => object).slice(0, 4)).toEqual([
      'connection',
      'compute_profile',
      'environment',
      'environment',
    ]);
    expect(other.definitions.export()).toEqual(files);
    expect(other.environments.get('dev')).toEqual({
      ...engine.environments.get('dev'),
      created_at: expect.any(String),
      updated_at: expect.any(String),
    });
    expect(jobOf(other).environment).toBe('dev');
  });

  test('an import that changes a profile says where, and takes along jobs of environments it does not name', async () => {
    const engine = await open();
    await addModel(engine, 'm', 'select 1 as a');
    await addJob(engine, 'm', 'dev');
    const files = engine.definitions
      .export()
      .filter(({ path }) => /^(slipway|compute_profiles|models|jobs)/.test(path))
      .map(file => ({ ...file, content: file.content.replace('WH_L', 'WH_XL') }));
    const input = { files, confirm_shared_targets: false };
    const planned = await engine.definitions.import(ada, { ...input, plan: true });
    expect(planned.actions).toContainEqual({
      action: 'update',
      object: 'compute_profile',
      name: 'nightly',
      detail: 'changes dev',
    });
    expect(engine.environments.get('dev').warehouse).toBe('WH_L');
    await engine.definitions.import(ada, { ...input, plan: false });
    expect(engine.environments.get('dev').warehouse).toBe('WH_XL');
  });

  test('everything that is wrong with a profile is told at once, with what to do instead', async () => {
    const engine = await openTestEngine();
    const content = [
      'name: nightly',
      'limits: {max_concurrent_runs: 0, statement_timeout: 8 days}',
      'session_parameters:',
      '  QUERY_TAG: mine',
      '  STATEMENT_TIMEOUT_IN_SECONDS: 60',
      '  timezone: UTC',
      '  WAREHOUSE: WH_XS',
      '  DATE_OUTPUT_FORMAT: DD.MM.YYYY',
      '  LOG LEVEL: "x"',
      '  SEARCH_PATH: "a\\u0000b"',
      '  LOCK_TIMEOUT: [1]',
      'warehose: WH_XS',
    ].join('\n');
    const files = [{ path: 'compute_profiles/nightly.yaml', content }];
    const refused = await engine.definitions
      .import(ada, { files, plan: true, confirm_shared_targets: false })
      .catch((cause: unknown) => cause);
    const problems = (refused as { details: { problems: { path: string; message: string; line: number }[] } })
      .details.problems;
    const at = (path: string) => {
      const found = problems.find(problem => problem.path === `compute_profiles/nightly.yaml: ${path}`);
      return found && `${found.line}: ${found.message}`;
    };
    expect(at('session_parameters.QUERY_TAG')).toMatch(/^4: is set by Slipway on every statement/);
    expect(at('session_parameters.STATEMENT_TIMEOUT_IN_SECONDS')).toBe(
      '5: has a field of its own: use limits.statement_timeout',
    );
    expect(at('session_parameters.timezone')).toBe(
      '6: must be upper-case letters, digits and "_", as in TIMEZONE',
    );
    expect(at('session_parameters.WAREHOUSE')).toBe('7: is no session parameter: use the field warehouse');
    expect(at('session_parameters.DATE_OUTPUT_FORMAT')).toMatch(/^8: .*write TO_CHAR with a format/);
    expect(at('session_parameters["LOG LEVEL"]')).toMatch(/^9: must be upper-case letters/);
    expect(at('session_parameters.SEARCH_PATH')).toBe('10: must not hold control characters');
    expect(at('session_parameters.LOCK_TIMEOUT')).toMatch(/^11: /);
    expect(at('limits.max_concurrent_runs')).toMatch(/^2: must be/);
    expect(at('limits.statement_timeout')).toMatch(/^2: must be a whole number and a unit/);
    expect(at('warehose')).toBe('12: is not a known key here; did you mean "warehouse"?');
  });
});

test('secondary roles that are neither all nor none are refused', async () => {
  const engine = await openTestEngine();
  const content = 'name: nightly\nsession_parameters: {SECONDARY_ROLES: LOADER}\n';
  const files = [{ path: 'compute_profiles/nightly.yaml', content }];
  await expect(
    engine.definitions.import(ada, { files, plan: true, confirm_shared_targets: false }),
  ).rejects.toMatchObject({
    details: {
      problems: [{ path: 'compute_profiles/nightly.yaml: session_parameters.SECONDARY_ROLES', line: 2 }],
    },
  });
});

test('a run from before there were compute profiles is shown, and done again exactly', async () => {
  const directory = temporaryDirectory();
  const sessions: Session[] = [];
  const first = await open(noting(sessions), directory);
  await addModel(first, 'm', 'select 1 as a');
  await first.environments.apply(ada, on('dev', { warehouse: 'WH_XS', limits: { max_concurrent_runs: 3 } }));
  await addJob(first, 'm', 'dev');
  const run = await runToEnd(first, 'm_dev');
  await first.close();
  const db = new Database(join(directory, 'slipway.db'));
  db.exec(`UPDATE documents SET body_json =
    json_remove(body_json, '$.environment.own', '$.environment.compute_profile', '$.environment.session_parameters')
    WHERE id = (SELECT frozen_id FROM runs WHERE id = ${run})`);
  db.close();

  const engine = await openTestEngine(noting(sessions), directory);
  expect(engine.runs.get(run).frozen.environment).toMatchObject({
    compute_profile: null,
    warehouse: 'WH_XS',
    session_parameters: {},
    limits: { max_concurrent_runs: 3, statement_timeout: null },
    own: { warehouse: 'WH_XS', max_concurrent_runs: 3, statement_timeout: null },
  });
  const again = await engine.runs.retry(ada, run, 'exactly', '');
  expect(await ended(engine, again.id)).toBe('completed');
  expect(sessions[1]).toEqual(sessions[0]);
  expect(sessions[1]).toMatchObject({ warehouse: 'WH_XS', parameters: {}, statementTimeoutMs: null });
});
