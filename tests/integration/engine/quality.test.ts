import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Check } from '../../../src/shared/contract/checks.ts';
import type { ModelJobDefinition } from '../../../src/shared/contract/jobs.ts';
import { type Engine, openEngine } from '../../../src/main/engine/engine.ts';
import { ada, addModel, addShop, ended, engineOptions, rowsOf, runJob } from '../../support/engine.ts';

const directory = mkdtempSync(join(tmpdir(), 'slipway-test-'));
const options = engineOptions(directory);
let engine: Engine;

/** A table over what is in the shop, and what its job may demand. */
async function apply(name: string, more: Partial<ModelJobDefinition>) {
  return await engine.jobs.apply(ada, {
    definition: {
      name,
      kind: 'model',
      environment: 'dev',
      model: 'rows_of',
      tag: 'v1',
      target: { table: name.toUpperCase() },
      materialization: { type: 'table' },
      variables: { least: 0 },
      ...more,
    },
    message: '',
    publish: true,
    confirm_shared_target: false,
  });
}

const problemsOf = async (name: string, more: Partial<ModelJobDefinition>) =>
  await apply(name, more).then(
    () => [],
    (cause: { details?: { problems?: { path: string; message: string }[] } }) =>
      cause.details?.problems ?? [cause],
  );

/** What stands beside a target. */
async function shadows(): Promise<string[]> {
  const definition = { name: 'embedded', engine: 'duckdb' as const };
  const executor = options.executors.for({ id: 1, definition, trustedHosts: [] });
  const session = { role: null, warehouse: null, database: null, schema: null };
  const entries = await executor.catalog({ session, database: 'SHOP_DEV' });
  return entries.map(({ name }) => name).filter(name => name.includes('SLIPWAY'));
}

beforeAll(async () => {
  engine = await openEngine(options);
  await addShop(engine);
  await addModel(
    engine,
    'rows_of',
    'select id, amount, region from LAKE_DEV.RAW.ORDERS where id > {{ least }}',
  );
});
afterAll(async () => {
  await engine.close();
  rmSync(directory, { recursive: true });
});

describe('checks of what was built', () => {
  const all: Check[] = [
    { check: 'not_null', column: 'id' },
    { check: 'unique', columns: ['ID'] },
    { check: 'unique', columns: ['REGION', 'AMOUNT'] },
    { check: 'accepted_values', column: 'REGION', values: ['R0', 'R1', "it's"] },
    { check: 'relationship', column: 'ID', to: 'LAKE_DEV.RAW.ORDERS', to_column: 'ID' },
    { check: 'row_count', min: 1, max: 3 },
    { check: 'row_change', max_decrease: 50 },
    {
      check: 'sql',
      name: 'no region without amount',
      sql: "select * from {{ this }} where amount <= {{ least }} and region = 'R0'",
    },
  ];

  test.each(['table', 'view'] as const)(
    'a %s whose checks are met is published, and counted on',
    async type => {
      const name = `met_${type}`;
      await apply(name, { materialization: { type }, checks: all });
      const run = await runJob(engine, name);
      expect(run.failures).toEqual([]);
      expect(run.steps.map(step => step.name)).toEqual([
        ...['compile', 'sources', 'shadow', 'audit', 'publish', 'cleanup', 'describe'],
      ]);
      expect(run.checks.map(({ name, outcome, message }) => [name, outcome, message])).toEqual([
        ['not_null(ID)', 'passed', 'no bad rows'],
        ['unique(ID)', 'passed', 'no key occurs more than once'],
        ['unique(REGION, AMOUNT)', 'passed', 'no key occurs more than once'],
        ['accepted_values(REGION)', 'passed', 'no bad rows'],
        ['relationship(ID)', 'passed', 'no bad rows'],
        ['row_count', 'passed', 'it has 3 rows'],
        ['row_change', 'passed', 'it has 3 rows; no run has completed that it could be compared with'],
        ['no region without amount', 'passed', 'no bad rows'],
      ]);
      expect(await rowsOf(engine, 'dev', `select count(*) from ${name}`)).toEqual([[3]]);
      expect(await shadows()).toEqual([]);
      // The next one finds the old target, and how many rows it had.
      const again = await runJob(engine, name);
      expect(again.state).toBe('completed');
      expect(again.checks[6]?.message).toBe(`it has 3 rows, #${run.id} had 3`);
    },
  );

  test('those that fail keep the result from its readers, with the bad rows in their order', async () => {
    const name = 'kept_back';
    await apply(name, { checks: [{ check: 'row_change', max_decrease: 20 }] });
    await runJob(engine, name);
    await apply(name, {
      variables: { least: 1 },
      checks: [
        { check: 'row_change', max_decrease: 20 },
        { check: 'unique', columns: ['REGION'], severity: 'warn' },
        { check: 'accepted_values', column: 'REGION', values: ['R9'] },
        {
          check: 'relationship',
          column: 'ID',
          to: 'LAKE_DEV.RAW.ORDERS',
          to_column: 'AMOUNTS',
          severity: 'warn',
        },
        { check: 'sql', name: 'broken', sql: 'select * from LAKE_DEV.RAW.NOT_THERE' },
      ],
    });
    const run = await runJob(engine, name);
    expect(run.state).toBe('failed');
    expect(run.failures).toMatchObject([{ code: 'check_failed', step: 'audit', retryable: false }]);
    expect(run.failures[0]?.message).toContain('3 checks failed (row_change: it has 2 rows');
    expect(run.failures[0]?.message).toContain('SHOP_DEV.MARTS.KEPT_BACK is as it was');
    expect(run.checks.map(({ name, outcome, bad_rows }) => [name, outcome, bad_rows])).toEqual([
      ['row_change', 'failed', null],
      ['unique(REGION)', 'passed', 0],
      ['accepted_values(REGION)', 'failed', 2],
      ['relationship(ID)', 'error', null],
      ['broken', 'error', null],
    ]);
    expect(run.checks[3]?.message).toContain('AMOUNTS');
    expect(run.checks[0]?.message).toMatch(/it has 2 rows, #\d+ had 3 \(33.3 % fewer\)/);
    expect(run.checks[2]?.sample?.columns.map(column => column.name)).toEqual(['ID', 'AMOUNT', 'REGION']);
    expect(run.checks[2]?.sample?.rows).toEqual([
      [2, 20, 'R1'],
      [3, 30, 'R0'],
    ]);
    expect(await rowsOf(engine, 'dev', `select count(*) from ${name}`)).toEqual([[3]]);
    expect(await shadows()).toEqual([]);
    // What failed its checks is gone: doing it again from there builds it anew.
    const { steps } = engine.runs.planRetry(run.id, 'from_failure');
    expect(steps.map(({ name, action, reason }) => [name, action, reason])).toEqual([
      ['compile', 'take_over', null],
      ['sources', 'do', 'the steps are decided on anew'],
      ['shadow', 'do', 'what was built beside the target is gone with its run'],
      ['audit', 'do', 'it failed'],
      ...['publish', 'cleanup', 'describe'].map(step => [step, 'do', null]),
    ]);
    expect(engine.runs.planRetry(run.id, 'exactly').steps.every(({ reason }) => reason === null)).toBe(true);
    const [change, ...others] = engine.jobs.checks(name, 10);
    expect(change).toMatchObject({
      name: 'row_change',
      results: [
        { run: run.id, outcome: 'failed', measured: 2 },
        { outcome: 'passed', measured: 3 },
      ],
    });
    expect(others.map(history => history.results.length)).toEqual([1, 1, 1, 1]);
  });

  test('those that only warn let it be published', async () => {
    await apply('warned', { checks: [{ check: 'unique', columns: ['REGION'], severity: 'warn' }] });
    const run = await runJob(engine, 'warned');
    expect(run.state).toBe('completed');
    expect(run.checks).toMatchObject([
      {
        outcome: 'warned',
        bad_rows: 1,
        message: '1 key occurs more than once',
        sample: { rows: [['R0', 2]] },
      },
    ]);
    expect(
      engine.runs.logs({ run: run.id, level: 'warn', limit: 10 }).lines.map(line => line.message),
    ).toEqual(['Check unique(REGION) (REGION is unique) warned: 1 key occurs more than once']);
  });

  test('a column that the result lacks is told before anything is built', async () => {
    await apply('lacking', { checks: [{ check: 'not_null', column: 'REGIN' }] });
    const run = await runJob(engine, 'lacking');
    expect(run.failures).toMatchObject([{ code: 'column_missing', step: 'sources' }]);
    expect(run.failures[0]?.message).toContain('"not_null(REGIN)" names REGIN (did you mean REGION?)');
  });

  test('what is wrong with a definition is told when it is saved, with its place', async () => {
    const problems = await problemsOf('wrong', {
      checks: [
        { check: 'sql', name: 'writes', sql: 'delete from {{ this }}' },
        { check: 'sql', name: 'unknown', sql: 'select * from {{ this }} where id = {{ nobody }}' },
        { check: 'not_null', column: 'a b' },
        { check: 'not_null', column: 'id' },
        { check: 'not_null', column: 'ID', severity: 'warn' },
      ],
      conditions: [
        { freshness: { source: 'LAKE_DEV.RAW.ORDERS', within: '1 day' } },
        { quality: { source: 'A.B.C.D', check: 'row_count', min: 1 } },
      ],
    });
    expect(problems).toEqual([
      { path: 'checks[0].sql', message: 'A check only reads; this is a DELETE statement' },
      { path: 'checks[1].sql', message: expect.stringContaining('names the variable "nobody"') as string },
      { path: 'checks[2].column', message: expect.stringContaining('"a b" is not one name') as string },
      {
        path: 'conditions[0].freshness.column',
        message: expect.stringContaining('does not note when') as string,
      },
      { path: 'conditions[1].quality.source', message: expect.stringContaining('is not a name') as string },
      {
        path: 'checks[4].name',
        message: expect.stringContaining('is that of another check, not_null(ID)') as string,
      },
    ]);
  });
});

describe('conditions', () => {
  const source = 'LAKE_DEV.RAW.EVENTS';

  /** Makes the source anew with rows at the given distances (hours) from now. */
  async function events(...hours: (number | null)[]): Promise<void> {
    const rows = hours.map(
      (hour, n) =>
        `select ${n} as id, ${hour === null ? 'null' : `dateadd(hour, ${hour}, current_timestamp())`}::timestamp_tz as at`,
    );
    const sql =
      rows.length === 0 ? 'select 1 as id, current_timestamp() as at where 1 = 0' : rows.join(' union all ');
    const there = engine.models.list({ limit: 100 }).models.some(model => model.name === 'events');
    if (!there) await addModel(engine, 'events', sql);
    await engine.models.saveDraft({ model: 'events', sql });
    if (there) await engine.versions.publish(ada, { model: 'events', message: '' });
    await engine.jobs.apply(ada, {
      definition: {
        name: 'events',
        kind: 'model',
        environment: 'dev',
        model: 'events',
        track: 'latest',
        target: { database: 'LAKE_DEV', schema: 'RAW', table: 'EVENTS' },
        materialization: { type: 'table' },
      },
      message: '',
      publish: true,
      confirm_shared_target: false,
    });
    expect((await runJob(engine, 'events')).failures).toEqual([]);
  }

  test('a source that is not fresh skips the run, with what was found, and builds nothing', async () => {
    await events(-30);
    await apply('fresh', { conditions: [{ freshness: { source, column: 'at', within: '1 day' } }] });
    const run = await runJob(engine, 'fresh');
    expect(run.state).toBe('skipped');
    expect(run.steps.map(step => [step.name, step.state, step.message])).toEqual([
      ['gate', 'completed', '0 of 1 condition met'],
    ]);
    expect(run.reason).toMatch(/^LAKE_DEV\.RAW\.EVENTS: .* is 1 d 6 h old, and may be 1 d old$/);
    expect(run.conditions).toMatchObject([
      { kind: 'freshness', met: false, column: 'AT', reads: source, words: 'the latest at is within 1 d' },
    ]);
    expect(run.query_ids).toEqual([]);

    await events(-30, -2);
    const next = await runJob(engine, 'fresh');
    expect(next.state).toBe('completed');
    expect(next.conditions).toMatchObject([{ met: true }]);

    await events(3);
    const ahead = await runJob(engine, 'fresh');
    expect(ahead.state).toBe('completed');
    expect(ahead.conditions[0]?.message).toMatch(
      /is (3 h|2 h 59 min|2 h 60 min) ahead of the warehouse's clock$/,
    );
  });

  test('what cannot be asked fails the run', async () => {
    await events(null);
    const asked = async (freshness: object) => {
      await apply('asked', { conditions: [{ freshness: { source, within: '1 day', ...freshness } }] });
      const { state, failures } = await runJob(engine, 'asked');
      return [state, failures[0]?.code, failures[0]?.message];
    };
    expect(await asked({ column: 'AT' })).toEqual([
      'failed',
      'condition_error',
      `How fresh ${source} is cannot be told: AT is NULL in all of its 1 rows: that tells nothing of how fresh it is`,
    ]);
    expect(await asked({ column: 'ATT' })).toEqual([
      'failed',
      'column_missing',
      `${source}, which a condition of the job looks at, has no column ATT; did you mean AT?`,
    ]);
    expect(await asked({ column: 'ID' })).toEqual([
      'failed',
      'condition_error',
      `ID of ${source} is INTEGER: how fresh a source is can be told by a date or a timestamp only`,
    ]);
    expect(await asked({ source: 'LAKE_DEV.RAW.NOWHERE', column: 'AT' })).toEqual([
      'failed',
      'source_missing',
      'LAKE_DEV.RAW.NOWHERE, which a condition of the job looks at, is not there',
    ]);
    await events();
    await apply('asked', { conditions: [{ freshness: { source, column: 'at', within: '1 day' } }] });
    expect(await runJob(engine, 'asked')).toMatchObject({
      state: 'skipped',
      reason: `${source}: it has no rows`,
    });
  });

  test('any of several, and quality in any case', async () => {
    await events(-30);
    const fresh = { freshness: { source, column: 'at', within: '2 days' } };
    const stale = { freshness: { source, column: 'at', within: '1 hour' } };
    await apply('several', { conditions: [fresh, stale] });
    expect((await runJob(engine, 'several')).state).toBe('skipped');
    await apply('several', { conditions: [fresh, stale], freshness_when: 'any' });
    expect((await runJob(engine, 'several')).state).toBe('completed');
    await apply('several', {
      conditions: [
        fresh,
        { quality: { source, check: 'row_count', min: 2 } },
        {
          quality: {
            source,
            check: 'sql',
            name: 'early',
            sql: 'select * from {{ this }} where id > 5',
            severity: 'warn',
          },
        },
      ],
    });
    const run = await runJob(engine, 'several');
    expect(run).toMatchObject({ state: 'skipped', reason: `${source}: it has 1 row, fewer than 2` });
    expect(run.checks).toMatchObject([
      { source, outcome: 'failed', looked_at: source, measured: 1 },
      { source, outcome: 'passed' },
    ]);
  });

  test('a source that has not changed since the last success, and being made to forget it', async () => {
    await events(-30);
    const conditions = [{ freshness: { source, column: 'at', changed_since_last_success: true as const } }];
    await apply('changed', { conditions });
    expect((await runJob(engine, 'changed')).state).toBe('completed');
    const unchanged = await runJob(engine, 'changed');
    expect(unchanged.state).toBe('skipped');
    expect(unchanged.reason).toMatch(/: as #\d+ found it$/);

    await events(-2);
    // A failed run leaves what is known as it was: the change is still to be worked on.
    await apply('changed', { conditions, checks: [{ check: 'row_count', min: 1_000 }] });
    expect((await runJob(engine, 'changed')).state).toBe('failed');
    await apply('changed', { conditions });
    expect((await runJob(engine, 'changed')).state).toBe('completed');
    expect((await runJob(engine, 'changed')).state).toBe('skipped');

    // What is built has changed, though its source has not.
    await apply('changed', { conditions, variables: { least: 1 } });
    const rebuilt = await runJob(engine, 'changed');
    expect(rebuilt.state).toBe('completed');
    expect(rebuilt.conditions[0]?.message).toContain('what is built is another than what #');
    expect((await runJob(engine, 'changed')).state).toBe('skipped');

    expect(await engine.jobs.resetConditions(ada, 'changed')).toBe(1);
    expect((await runJob(engine, 'changed')).state).toBe('completed');
    const [entry] = engine.audit
      .list({ limit: 100 })
      .entries.filter(({ action }) => action === 'job.reset_conditions');
    expect(entry).toMatchObject({ object_name: 'changed', actor: expect.stringContaining('ada') as string });
  });

  test('a run that ignores its conditions looks at all of them, builds, and is a success like others', async () => {
    await events(-30);
    const changed = { freshness: { source, column: 'at', changed_since_last_success: true as const } };
    const stale = { freshness: { source, column: 'at', within: '1 hour' } };
    const small = { quality: { source, check: 'row_count' as const, min: 5 } };
    await apply('ignoring', { conditions: [changed, stale, small] });
    const ignoring = { job: 'ignoring', cause: '', variables: {}, ignore_conditions: true };
    const plan = await engine.runs.plans.ofJob('ignoring', ignoring);
    expect(plan).toMatchObject({ ignore_conditions: true, problem: null, conditions: { length: 3 } });
    expect((await engine.runs.plans.ofJob('ignoring', { variables: {} })).ignore_conditions).toBe(false);

    const { id } = await engine.runs.dispatch(ada, ignoring);
    await ended(engine, id);
    const run = engine.runs.get(id);
    expect(run.state).toBe('completed');
    expect(run.steps[0]).toMatchObject({
      name: 'gate',
      message: '1 of 3 conditions met; ignored, as was asked for',
    });
    expect(run.conditions.map(({ kind, met }) => [kind, met])).toEqual([
      ['freshness', true],
      ['freshness', false],
      ['quality', false],
    ]);
    expect(run.checks).toMatchObject([{ name: 'row_count', outcome: 'failed' }]);
    expect(run.frozen.ignore_conditions).toBe(true);
    const audited = engine.audit
      .list({ limit: 100 })
      .entries.find(({ action, object_id: of }) => action === 'run.dispatch' && of === id);
    expect(audited?.details).toMatchObject({ ignore_conditions: true });

    // What it found counts as known, as after any success; the next run looks at its conditions.
    await apply('ignoring', { conditions: [changed] });
    const next = await runJob(engine, 'ignoring');
    expect([next.state, next.reason, next.frozen.ignore_conditions]).toEqual([
      'skipped',
      expect.stringContaining(`as #${id} found it`),
      false,
    ]);

    // Done again exactly it ignores them, as was asked for then; by the definition of today they count.
    const exactly = await engine.runs.retry(ada, id, 'exactly', '');
    expect(await ended(engine, exactly.id)).toBe('completed');
    expect(engine.runs.get(exactly.id).frozen.ignore_conditions).toBe(true);
    expect(engine.runs.planRetry(id, 'today').differences).toContain('conditions that are unmet skip it');
    expect(engine.runs.planRetry(id, 'exactly').differences).toEqual([]);
    const today = await engine.runs.retry(ada, id, 'today', '');
    expect(await ended(engine, today.id)).toBe('skipped');
  });

  test('what cannot be asked keeps nothing back where conditions are ignored', async () => {
    await events(null);
    const within = { source, within: '1 day' };
    await apply('untold', {
      conditions: [
        { freshness: { ...within, column: 'AT' } },
        { freshness: { ...within, source: 'LAKE_DEV.RAW.NOT_THERE', column: 'AT' } },
        { quality: { source, check: 'not_null', column: 'NOT_THERE' } },
      ],
    });
    const { id } = await engine.runs.dispatch(ada, {
      job: 'untold',
      cause: '',
      variables: {},
      ignore_conditions: true,
    });
    await ended(engine, id);
    const run = engine.runs.get(id);
    expect([run.state, run.failures]).toEqual(['completed', []]);
    expect(run.conditions.map(({ met, reads, message }) => [met, reads, message])).toEqual([
      [false, source, expect.stringContaining('AT is NULL in all of its 1 rows')],
      [false, 'LAKE_DEV.RAW.NOT_THERE', expect.stringContaining('is not there')],
      [false, source, expect.stringContaining('could not be looked at')],
    ]);
  });

  test('where nothing is to be ignored, that is said; a protected environment wants to know why', async () => {
    await apply('without', {});
    const ask = (job: string, cause: string) =>
      engine.runs.dispatch(ada, { job, cause, variables: {}, ignore_conditions: true });
    await expect(ask('without', '')).rejects.toMatchObject({
      code: 'precondition',
      message: '"without" has no conditions to ignore',
    });
    await apply('guarded', {
      environment: 'prod',
      conditions: [{ quality: { source: 'LAKE_DEV.RAW.ORDERS', check: 'row_count', min: 1_000 } }],
    });
    expect((await runJob(engine, 'guarded')).state).toBe('skipped');
    await expect(ask('guarded', ' ')).rejects.toMatchObject({
      code: 'validation',
      details: {
        problems: [
          {
            path: 'cause',
            message:
              'is missing: "prod" is protected, and conditions are to be ignored there for this run. Say why',
          },
        ],
      },
    });
    const { id } = await ask('guarded', 'the source is late, and wanted as it is');
    expect(await ended(engine, id)).toBe('completed');
  });

  test('what was built can be asked how fresh it is, too', async () => {
    await events(-30);
    await apply('old', {
      model: 'events',
      tag: undefined,
      track: 'latest',
      checks: [
        { check: 'freshness', column: 'at', within: '1 day', severity: 'warn' },
        { check: 'freshness', column: 'at', within: '2 days', name: 'two days' },
        { check: 'freshness', column: 'id', within: '2 days', severity: 'warn' },
      ],
    });
    const run = await runJob(engine, 'old');
    expect([run.state, run.failure]).toEqual(['completed', null]);
    expect(run.checks.map(({ outcome }) => outcome)).toEqual(['warned', 'passed', 'error']);
    expect(run.checks[0]?.message).toMatch(/ is 1 d 6 h old, and may be 1 d old$/);
  });

  test('what starts after a job that is skipped starts', async () => {
    await events(-30);
    await apply('gated', { conditions: [{ freshness: { source, column: 'at', within: '1 hour' } }] });
    await apply('after_gated', { triggers: [{ job: { after: ['gated'], states: ['skipped'] } }] });
    const run = await runJob(engine, 'gated');
    expect(run.state).toBe('skipped');
    expect(run.started).toMatchObject([{ job: 'after_gated' }]);
    await ended(engine, run.started[0]?.run ?? 0);
  });
});
