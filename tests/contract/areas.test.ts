import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, type RunnerTask, test } from 'vitest';
import { allCalls, recordCalls } from '../support/recorded-client.ts';
import { addEnvironments, addJob, addModel, endlessSql, jobDefinition } from '../support/shop.ts';
import { takeUntil } from '../support/streams.ts';
import { transports } from '../support/transports.ts';
import { openTestHost } from '../support/workspace.ts';

describe.for(transports)('over $name', transport => {
  const called = new Set<string>();
  let tests: readonly RunnerTask[] = [];
  beforeEach(({ task }) => {
    tests = task.suite?.tasks ?? [];
  });
  afterAll(() => {
    // When some did not run, or not to their end, nothing can be said.
    if (tests.some(({ result }) => result?.state !== 'pass')) return;
    const missing = allCalls().filter(name => !called.has(name));
    if (missing.length > 0) throw new Error(`No test calls ${missing.join(', ')}`);
  });

  async function open() {
    const host = await openTestHost();
    const { client } = await transport.connect(host);
    return { host, client: recordCalls(client, called) };
  }

  test('the workspace: what it is, variables, audit, backup, doctor', async () => {
    const { host, client } = await open();
    expect(await client.workspace.info()).toMatchObject({
      directory: host.directory,
      host: 'headless',
      pid: process.pid,
      active_runs: 0,
    });
    const variables = { region: 'US', limits: [1, 2], on: true, nothing: null };
    expect(await client.workspace.setVariables({ variables })).toEqual({ variables });
    expect(await client.workspace.variables()).toEqual({ variables });
    const limits = { max_concurrent_runs: null, max_concurrent_backfills: 1 };
    expect(await client.workspace.limits()).toEqual(limits);
    const raised = { ...limits, max_concurrent_runs: 8 };
    expect(await client.workspace.setLimits({ max_concurrent_runs: 8 })).toEqual(raised);
    expect(await client.workspace.setLimits({})).toEqual(raised);
    expect(await client.workspace.limits()).toEqual(raised);
    const { entries, next } = await client.audit.list({ object_type: 'workspace' });
    expect(entries.map(({ action }) => action)).toEqual(['workspace.limits', 'workspace.variables']);
    expect(entries[0]?.actor).toMatch(new RegExp(` via ${transport.via}$`));
    expect(next).toBeNull();
    const file = join(host.directory, 'copy.db');
    const backup = await client.workspace.backup({ file });
    expect(backup).toMatchObject({ file, bytes: expect.any(Number) });
    expect(existsSync(file)).toBe(true);
    const doctor = await client.workspace.doctor();
    expect(doctor).toMatchObject({ ok: true });
    expect(doctor.checks.map(check => check.name)).toContain('database');
    expect(await client.workspace.wake()).toEqual({});
  });

  test('connections and environments', async () => {
    const { client } = await open();
    const connection = { name: 'embedded', engine: 'duckdb' } as const;
    expect(await client.connections.apply({ definition: connection })).toMatchObject({ created: true });
    await addEnvironments(client);
    const changed = await client.environments.apply({
      definition: {
        name: 'dev',
        connection: 'embedded',
        colour: 'teal',
        source_mapping: { LAKE: 'LAKE_DEV' },
      },
    });
    expect(changed).toMatchObject({ created: false, colour: 'teal', source_mapping: { LAKE: 'LAKE_DEV' } });
    expect(await client.environments.get({ environment: String(changed.id) })).toMatchObject({ name: 'dev' });
    const { environments } = await client.environments.reorder({ environments: ['prod', 'dev'] });
    expect(environments.map(environment => environment.name)).toEqual(['prod', 'dev']);
    expect((await client.environments.list()).environments).toEqual(environments);
    expect(await client.environments.test({ environment: 'dev' })).toMatchObject({ ok: true });
    expect(await client.environments.remove({ environment: 'dev' })).toEqual({ removed: 'dev' });
    await client.environments.remove({ environment: 'prod' });
    expect(await client.connections.remove({ connection: 'embedded' })).toEqual({ removed: 'embedded' });
    expect(await client.connections.list()).toEqual({ connections: [] });
  });

  test('connections that sign in: definition, secrets, trust, what to choose from', async () => {
    const { client } = await open();
    const definition = {
      name: 'wh',
      engine: 'snowflake',
      account: 'myorg-myaccount',
      user: 'SLIPWAY_SVC',
      authenticator: 'key_pair',
      access_url: 'https://link.example.com',
    } as const;
    const created = await client.connections.apply({ definition });
    expect(created).toMatchObject({
      created: true,
      definition,
      secrets: [{ field: 'secret', name: 'wh', source: null }],
      foreign_hosts: [{ host: 'link.example.com', trusted: false }],
      legacy: null,
      environments: [],
    });
    const trusted = await client.connections.trust({ connection: 'wh', hosts: ['link.example.com'] });
    expect(trusted.foreign_hosts).toEqual([{ host: 'link.example.com', trusted: true }]);
    expect(await client.connections.get({ connection: String(created.id) })).toEqual(trusted);
    await expect(
      client.connections.apply({ definition: { ...definition, user: 'OTHER' }, revision: created.revision }),
    ).rejects.toMatchObject({ code: 'conflict' });
    await expect(
      client.connections.apply({ definition: { ...definition, access_url: 'https://ada:canary@x.example' } }),
    ).rejects.toMatchObject({
      code: 'validation',
      data: { problems: [{ path: 'definition.access_url' }] },
      message: expect.not.stringContaining('canary'),
    });
    await addEnvironments(client);
    const databases = { environment: 'dev', what: 'databases' } as const;
    expect(await client.environments.choices(databases)).toEqual({ names: [] });
  });

  test('compute profiles, and the environments that share them', async () => {
    const { client } = await open();
    await addEnvironments(client);
    const definition = {
      name: 'nightly',
      warehouse: 'WH_L',
      limits: { max_concurrent_runs: 2, statement_timeout: '2h' },
      session_parameters: { TIMEZONE: 'UTC', WEEK_START: 1, USE_CACHED_RESULT: false },
    };
    expect(await client.computeProfiles.plan({ definition })).toEqual({
      created: true,
      changed: true,
      revision: null,
      affects: [],
      warnings: [],
    });
    const created = await client.computeProfiles.apply({ definition });
    expect(created).toMatchObject({ created: true, definition, environments: [], affects: [] });
    const place = { name: 'dev', connection: 'embedded', database: 'SHOP_DEV', schema: 'MARTS' };
    const dev = await client.environments.apply({ definition: { ...place, compute_profile: 'nightly' } });
    expect(dev).toMatchObject({
      compute_profile: 'nightly',
      warehouse: 'WH_L',
      limits: definition.limits,
      session_parameters: definition.session_parameters,
      own: { warehouse: null, max_concurrent_runs: null, statement_timeout: null },
    });
    const changed = { ...definition, limits: { max_concurrent_runs: 3 } };
    const plan = await client.computeProfiles.plan({ definition: changed, id: created.id });
    expect(plan).toMatchObject({
      revision: 1,
      affects: [
        {
          environment: 'dev',
          environment_id: dev.id,
          changes: [
            { field: 'limits.max_concurrent_runs', from: 2, to: 3 },
            { field: 'limits.statement_timeout', from: '2h', to: null },
          ],
        },
      ],
      warnings: [{ code: 'no_effect' }],
    });
    const applied = await client.computeProfiles.apply({ definition: changed, revision: 1 });
    expect(applied.affects).toEqual(plan.affects);
    const { created: _created, affects: _affects, ...profile } = applied;
    expect(await client.computeProfiles.get({ compute_profile: 'nightly' })).toEqual(profile);
    expect(await client.computeProfiles.list()).toEqual({ compute_profiles: [profile] });
    await expect(client.computeProfiles.apply({ definition, revision: 1 })).rejects.toMatchObject({
      code: 'conflict',
    });
    const wrong = { ...definition, session_parameters: { QUERY_TAG: 'mine' } };
    await expect(client.computeProfiles.apply({ definition: wrong })).rejects.toMatchObject({
      code: 'validation',
      data: { problems: [{ path: 'definition.session_parameters.QUERY_TAG' }] },
    });
    const used = { compute_profile: 'nightly' };
    await expect(client.computeProfiles.remove(used)).rejects.toMatchObject({ code: 'conflict' });
    await client.environments.apply({ definition: place });
    expect(await client.computeProfiles.remove(used)).toEqual({ removed: 'nightly' });
  });

  test('models, drafts, versions and tags', async () => {
    const { client } = await open();
    const created = await client.models.create({ name: 'delays', labels: ['flights'], sql: 'select 1 as a' });
    expect(created).toMatchObject({ name: 'delays', labels: ['flights'], latest_version: null });
    expect(await client.models.publish({ model: 'delays', message: 'First', tag: 'v1' })).toMatchObject({
      number: 1,
      tags: ['v1'],
      created: true,
    });
    const draft = await client.models.saveDraft({ model: 'delays', sql: 'select 1 as a, 2 as b' });
    expect(draft).toMatchObject({ based_on: 1, modified: true });
    await client.models.publish({ model: 'delays', revision: draft.revision });
    expect(await client.models.tag({ model: 'delays', version: 'latest', tag: 'v1.2' })).toMatchObject({
      version: 2,
    });
    expect(await client.models.version({ model: 'delays', version: 'v1.2' })).toMatchObject({ number: 2 });
    const { versions } = await client.models.history({ model: 'delays', limit: 1 });
    expect(versions).toMatchObject([{ number: 2 }]);
    expect(await client.models.diff({ model: 'delays', a: 'v1', b: 'draft' })).toMatchObject({
      sql_diff: expect.stringContaining('2 as b'),
    });
    const docs = { description: 'What **is**', columns: [{ name: 'A', description: 'One' }] };
    expect(await client.models.saveDraft({ model: 'delays', docs })).toMatchObject({ docs, modified: true });
    expect(await client.models.docs({ model: 'delays' })).toMatchObject({
      columns: [docs.columns[0], { name: 'B', description: '' }],
      unknown: [],
    });
    const found = await client.models.search({ search: 'v1 "2 as"', in: ['sql', 'tag'], latest: true });
    expect(found).toMatchObject({
      hits: [{ model: { name: 'delays' }, version: { number: 2 } }],
      next: null,
    });
    expect(await client.models.search({ search: 'first', in: ['message'] })).toMatchObject({
      hits: [{ version: { number: 1 }, matches: [{ field: 'message', text: 'First', ranges: [[0, 5]] }] }],
    });
    const restore = { model: 'delays', version: 'v1' };
    await expect(client.models.restore(restore)).rejects.toMatchObject({ code: 'conflict' });
    expect(await client.models.restore({ ...restore, overwrite: true })).toMatchObject({ based_on: 1 });
    expect(await client.models.origin({ model: 'delays' })).toEqual({ origin: null });
    expect(await client.models.forgetOrigin({ model: 'delays' })).toEqual({ forgotten: null });
    await expect(client.models.takeOrigin({ model: 'delays' })).rejects.toMatchObject({ code: 'not_found' });
    await expect(
      client.models.setOrigin({ model: 'delays', path: '/nowhere/delays.sql' }),
    ).rejects.toMatchObject({ code: 'not_found' });
    expect(await client.models.untag({ model: 'delays', tag: 'v1.2' })).toEqual({ removed: 'v1.2' });
    expect(await client.models.update({ model: 'delays', owner: 'ada' })).toMatchObject({ owner: 'ada' });
    expect(await client.models.get({ model: 'delays' })).toMatchObject({ owner: 'ada', latest_version: 2 });
    expect((await client.models.list({ search: 'ada' })).models).toHaveLength(1);
    expect(await client.models.remove({ model: 'delays' })).toEqual({ removed: 'delays' });
  });

  test('SQL tools, and rows of a query', async () => {
    const { client } = await open();
    await addEnvironments(client);
    const sql = 'select id, upper(name) as name from lake.raw.people';
    expect(await client.sql.check({ sql })).toEqual({ problems: [] });
    expect((await client.sql.sources({ sql })).statements).toMatchObject([
      { sources: [{ database: 'LAKE' }] },
    ]);
    expect(await client.sql.translate({ sql: 'select iff(true, 1, 2) as a' })).toMatchObject({
      warnings: [],
    });
    const past = { sql: 'select a from t at (offset => -60)' };
    await expect(client.sql.translate(past)).rejects.toMatchObject({ code: 'validation' });
    expect(await client.sql.format({ sql: 'select   1' })).toMatchObject({ changed: true });
    expect(await client.sql.compile({ sql, environment: 'dev' })).toMatchObject({ engine: 'duckdb' });
    const aliased = 'select f.a from t f';
    expect(await client.sql.symbol({ sql: aliased, offset: 7 })).toMatchObject({ symbol: { name: 'F' } });
    expect(await client.sql.rename({ sql: aliased, offset: 7, name: 'g' })).toMatchObject({
      sql: 'select g.a from t g',
      edits: [{ start: 7 }, { start: 18 }],
    });
    const query = {
      environment: 'dev',
      variables: { n: 3 },
      sql: "select {{ n }} as n, 12345678901234567890 as big, date '2026-01-02' as day, null as nothing",
    };
    const result = await client.sql.run(query);
    expect(result.rows).toEqual([[3, '12345678901234567890', '2026-01-02', null]]);
    await addModel(client, 'people', query.sql);
    const preview = await client.models.preview({
      model: 'people',
      environment: 'dev',
      variables: { n: 4 },
      limit: 1,
    });
    expect(preview).toMatchObject({ truncated: false, engine: 'duckdb' });
    expect(preview.rows[0]?.[0]).toBe(4);
    expect(await client.sql.catalog({ environment: 'dev', search: 'nowhere' })).toEqual({ relations: [] });
    const history = await client.queries.list({ environment: 'dev', search: 'big' });
    expect(history.queries).toMatchObject([
      { model: 'people', state: 'completed', rows: 1, bytes: preview.bytes },
      { model: null, environment: 'dev', rows: 1 },
    ]);
    const [newest] = history.queries;
    expect(await client.queries.get({ query: newest?.id ?? 0 })).toMatchObject({ sql: query.sql });
    expect(await client.queries.clear({ environment: 'dev' })).toEqual({ removed: 2 });
    expect(await client.queries.list({})).toEqual({ queries: [], next: null });
    expect(await client.sql.columns({ sql })).toMatchObject({
      columns: [{ name: 'ID' }, { name: 'NAME', type: 'VARCHAR' }],
      complete: true,
    });
    expect(await client.sql.lineage({ sql })).toMatchObject({
      columns: [
        { derivation: 'identity' },
        { sources: [{ database: 'LAKE', column: 'NAME', certain: true }] },
      ],
      tables: [{ written: 'LAKE.RAW.PEOPLE', known: false }],
    });
    expect(await client.sql.diff({ before: sql, after: 'select id from lake.raw.people' })).toMatchObject({
      change: 'breaking',
      columns: [{ name: 'NAME', change: 'removed' }],
    });
    const typed = { sql: 'with a as (select 1 as x) select a. from a', offset: 35, environment: 'dev' };
    expect(await client.sql.scope(typed)).toMatchObject({
      place: 'select',
      qualifier: ['A'],
      relations: [{ name: 'A', columns: [{ name: 'X', type: 'NUMBER' }], complete: true }],
      looking_up: false,
    });
  });

  test('what a warehouse has', async () => {
    const { client } = await open();
    await addEnvironments(client);
    await addModel(client, 'people', `select 1 as id, 'Ada' as name`);
    const { name: job } = await addJob(client, 'people', 'dev');
    const { id } = await client.jobs.run({ job });
    await takeUntil(await client.runs.follow({ run: id }), update => update.type === 'ended');
    const dev = { environment: 'dev' };
    const { databases, at_hand } = await client.catalog.databases(dev);
    expect(at_hand).toBe(true);
    expect(databases).toHaveLength(1);
    const listed = await client.catalog.list(dev);
    expect(listed).toMatchObject({ truncated: false, outdated: false });
    const found = await client.catalog.search({ ...dev, text: 'PEOPLE nam', limit: 5 });
    expect(found).toMatchObject({
      matches: [{ name: 'PEOPLE', column: { name: 'NAME' } }],
      total: 1,
      unread: [],
    });
    expect((await client.catalog.refresh(dev)).databases[0]?.read_at).not.toBeNull();
    const table = { ...dev, table: 'people' };
    expect(await client.catalog.show(table)).toMatchObject({ rows: 1, model: { name: 'people', job } });
    expect((await client.catalog.sample({ ...table, limit: 1 })).rows).toEqual([[1, 'Ada']]);
    expect(await client.catalog.statistics(table)).toMatchObject({
      statistics: null,
      cost: { rows: 1, large: false },
    });
    expect(await client.catalog.computeStatistics(table)).toMatchObject({
      rows: 1,
      columns: [{ mean: 1 }, {}],
    });
    expect((await client.catalog.ddl(table)).ddl).toContain('PEOPLE');
    await expect(client.catalog.show({ ...dev, table: 'gone' })).rejects.toMatchObject({ code: 'not_found' });
  });

  test('jobs and their definitions', async () => {
    const { client } = await open();
    await addEnvironments(client);
    await addModel(client, 'm', 'select 1 as a', 'select 2 as a');
    expect(await addJob(client, 'm', 'dev')).toMatchObject({ name: 'm_dev', version: 1, runs: 'v1' });
    const definition = jobDefinition('m', 'dev', 'v2');
    expect(await client.jobs.apply({ definition, publish: false })).toMatchObject({ has_draft: true });
    expect(await client.jobs.discardDraft({ job: 'm_dev' })).toMatchObject({ has_draft: false });
    await client.jobs.apply({ definition, publish: false });
    expect(await client.jobs.publish({ job: 'm_dev', message: 'To v2' })).toMatchObject({ version: 2 });
    expect(await client.jobs.activate({ job: 'm_dev', version: 1 })).toMatchObject({ runs: 'v1' });
    const { versions } = await client.jobs.history({ job: 'm_dev' });
    expect(versions.map(version => version.live).filter(Boolean)).toHaveLength(1);
    expect(await client.jobs.get({ job: 'm_dev' })).toMatchObject({ definition: { tag: 'v1' } });
    expect((await client.jobs.list({ environment: 'dev', model: 'm' })).jobs).toHaveLength(1);
    expect(await client.jobs.remove({ job: 'm_dev' })).toEqual({ removed: 'm_dev' });
    expect((await client.jobs.list({})).jobs).toEqual([]);
  });

  test('runs, followed to their end', async () => {
    const { client } = await open();
    await addEnvironments(client);
    await addModel(client, 'm', 'select 1 as a union all select 2', endlessSql);
    const checks = [{ check: 'row_count' as const, min: 2 }];
    await client.jobs.create({ definition: { ...jobDefinition('m', 'dev', 'v1'), checks } });
    const { id } = await client.jobs.run({ job: 'm_dev', cause: 'a look' });
    const updates = await takeUntil(await client.runs.follow({ run: id }), update => update.type === 'ended');
    expect(updates.at(-1)).toEqual({ type: 'ended', state: 'completed' });
    const lines = updates.flatMap(update => (update.type === 'log' ? update.lines : []));
    expect(lines.map(line => line.seq)).toEqual(lines.map((_, index) => index + 1));
    expect(await client.runs.get({ run: id })).toMatchObject({
      state: 'completed',
      rows_affected: 2,
      conditions: [],
      checks: [{ name: 'row_count', outcome: 'passed', measured: 2, source: null, sample: null }],
      trigger: { kind: transport.via === 'rest' ? 'api' : 'manual', cause: 'a look' },
    });
    expect((await client.runs.logs({ run: id, limit: 1_000 })).lines).toEqual(lines);
    expect((await client.runs.list({ state: ['completed'], job: 'm_dev' })).runs).toMatchObject([{ id }]);

    expect((await client.jobs.checks({ job: 'm_dev', runs: 5 })).checks).toMatchObject([
      { name: 'row_count', words: 'at least 2 rows', results: [{ run: id, outcome: 'passed' }] },
    ]);
    expect(await client.jobs.resetConditions({ job: 'm_dev' })).toEqual({ forgotten: 0 });
    const plan = await client.jobs.plan({ job: 'm_dev' });
    expect(plan).toMatchObject({ job: 'm_dev', problem: null, window: null });
    expect(plan.steps.map(({ purpose }) => purpose)).toContain('publish');
    const { definition } = await client.jobs.get({ job: 'm_dev' });
    if (!definition) throw new Error('m_dev is live');
    const other = { ...definition, materialization: { type: 'view' as const } };
    expect(await client.jobs.planDefinition({ definition: other })).toMatchObject({
      materialization: 'view',
    });

    await client.jobs.apply({ definition: jobDefinition('m', 'dev', 'v2') });
    const second = await client.jobs.run({ job: 'm_dev' });
    const cancelled = await client.runs.cancel({ run: second.id, reason: 'enough' });
    expect(cancelled.state).toMatch(/cancel/);
    const ended = await takeUntil(
      await client.runs.follow({ run: second.id }),
      update => update.type === 'ended',
    );
    expect(ended.at(-1)).toEqual({ type: 'ended', state: 'cancelled' });
  });

  test('schedules: what is to come, what became of it, pauses', async () => {
    const { client } = await open();
    await addEnvironments(client);
    await addModel(client, 'm', 'select 1 as a');
    const definition = jobDefinition('m', 'dev', 'v1');
    const schedule = { cron: '0 6 * * *', time_zone: 'Europe/Berlin', deadline: '2h' };
    const job = await client.jobs.create({ definition: { ...definition, triggers: [{ schedule }] } });
    expect(job).toMatchObject({
      definition: { triggers: [{ schedule }] },
      paused: null,
      next_fire_at: expect.stringMatching(/T0[45]:00:00/),
    });
    const { fires: coming } = await client.fires.next({ job: 'm_dev', count: 2 });
    expect(coming).toHaveLength(2);
    expect(coming[0]).toMatchObject({ nominal_at: job.next_fire_at, note: null });
    expect(await client.fires.preview({ schedule, count: 1 })).toEqual({
      words: 'At 06:00',
      fires: coming.slice(0, 1),
    });
    expect(await client.fires.simulate({ days: 2 })).toMatchObject({
      total: 2,
      jobs: [{ job: 'm_dev', runs: 2 }],
    });
    expect(await client.fires.status()).toMatchObject({
      paused: null,
      schedules: 1,
      next: { job: 'm_dev', due_at: job.next_fire_at },
    });
    expect((await client.fires.reset({ job: 'm_dev' })).fires).toHaveLength(5);
    expect(await client.fires.wakePlan()).toEqual({ plan: null });
    expect(await client.fires.dismissWakePlan()).toEqual({ plan: null });
    await expect(client.fires.runWakePlan({})).rejects.toMatchObject({ code: expect.anything() });

    const by = expect.stringMatching(new RegExp(` via ${transport.via}$`)) as string;
    expect(await client.fires.pauseAll({ reason: 'upkeep' })).toMatchObject({
      paused: { by, reason: 'upkeep' },
    });
    expect(await client.fires.resumeAll()).toEqual({ paused: null });
    expect(await client.jobs.pause({ job: 'm_dev', reason: 'moving' })).toMatchObject({
      paused: { by, reason: 'moving' },
    });
    expect((await client.fires.next({ job: 'm_dev' })).paused).toMatchObject({ reason: 'moving' });
    expect(await client.jobs.resume({ job: 'm_dev' })).toMatchObject({ paused: null });
  });

  test('intervals and backfills: seen, planned, begun, cancelled, gone on with', async () => {
    const { client } = await open();
    await addEnvironments(client);
    await addModel(client, 'days', `select '2024-01-01'::date as day, n from (${endlessSql}) as t`);
    const materialization = {
      type: 'incremental' as const,
      strategy: 'delete_insert' as const,
      watermark: 'DAY',
      interval: 'month' as const,
      begin: '2023-12-01',
    };
    await client.jobs.create({ definition: { ...jobDefinition('days', 'dev', 'v1'), materialization } });
    expect(await client.jobs.intervals({ job: 'days_dev', limit: 1 })).toMatchObject({
      interval: 'month',
      time_zone: 'UTC',
      begin: '2023-12-01T00:00:00.000Z',
      built: 0,
      stretches: [{ built: false }],
      intervals: [{ run: null, built_at: null }],
      next: expect.stringMatching(/^\d+$/) as string,
    });
    const range = { job: 'days_dev', from: '2024-01-01', to: '2024-03-01', chunk: 1 };
    const plan = await client.backfills.plan(range);
    expect(plan).toMatchObject({
      range: { from: '2024-01-01T00:00:00.000Z', to: '2024-03-01T00:00:00.000Z', count: 2 },
      chunks: [{ position: 1, count: 1 }, { position: 2 }],
      first: { problem: null, window: { mode: 'full', end: '2024-03-01' } },
    });
    const { id, state } = await client.backfills.start({ ...range, cause: 'a try' });
    expect(state).toBe('running');
    await client.backfills.cancel({ backfill: id, reason: 'enough' });
    const { chunks } = await client.backfills.get({ backfill: id });
    const run = chunks[0]?.run ?? 0;
    await takeUntil(await client.runs.follow({ run }), update => update.type === 'ended');
    expect((await client.backfills.list({ job: 'days_dev' })).backfills).toMatchObject([
      { id, cause: 'a try', state: 'cancelled', reason: 'enough' },
    ]);
    const resumed = await client.backfills.resume({ backfill: id });
    expect(resumed).toMatchObject({ id, state: 'running', chunk: 1, counts: { completed: 0 } });
    await client.backfills.cancel({ backfill: id });
    await expect(client.backfills.start({ ...range, from: 'never' })).rejects.toMatchObject({
      code: 'validation',
    });
  });

  test('builds: planned, begun, cancelled, gone on with', async () => {
    const { client } = await open();
    await addEnvironments(client);
    await addModel(client, 'm', endlessSql);
    await addJob(client, 'm', 'dev');
    const asked = { environment: 'dev', select: 'm' };
    expect(await client.builds.plan(asked)).toMatchObject({
      models: [{ model: 'm', job: 'm_dev', needs: [] }],
    });
    const { id, state } = await client.builds.start({ ...asked, cause: 'a try' });
    expect(state).toBe('running');
    await client.builds.cancel({ build: id, reason: 'enough' });
    const { models } = await client.builds.get({ build: id });
    const run = models[0]?.run ?? 0;
    await takeUntil(await client.runs.follow({ run }), update => update.type === 'ended');
    expect((await client.builds.list({})).builds).toMatchObject([
      { id, state: 'cancelled', reason: 'enough' },
    ]);
    expect(await client.builds.planResume({ build: id })).toMatchObject({
      resumes: id,
      models: [{ model: 'm' }],
    });
    const next = await client.builds.resume({ build: id });
    expect(next).toMatchObject({ resumes: id, state: 'running' });
    await client.builds.cancel({ build: next.id });
  });

  test('chains, their ledger, and runs done again', async () => {
    const { client } = await open();
    await addEnvironments(client);
    await addModel(client, 'm', 'select 1 as a');
    const definition = jobDefinition('m', 'dev', 'v1');
    await client.jobs.create({ definition });
    const triggers = [{ job: { after: ['m_dev'] } }];
    const next = { ...definition, name: 'next', target: { table: 'NEXT' }, triggers };
    await client.jobs.create({ definition: next });
    const endOf = async (run: number) => {
      await takeUntil(await client.runs.follow({ run }), update => update.type === 'ended');
      return await client.runs.get({ run });
    };
    const first = await client.jobs.run({ job: 'm_dev' });
    const { started } = await endOf(first.id);
    expect(started).toMatchObject([{ job: 'next' }]);
    const run = started[0]?.run ?? 0;
    expect(await endOf(run)).toMatchObject({
      state: 'completed',
      trigger: { kind: 'job', upstream_run: first.id, chain: first.id, depth: 1, original_run: null },
    });
    expect((await client.fires.list({ job: 'next', outcome: ['dispatched'] })).fires).toMatchObject([
      { kind: 'job', reason: 'on_time', run, count: 1, away: null },
    ]);

    await client.jobs.pause({ job: 'next' });
    expect((await endOf((await client.jobs.run({ job: 'm_dev' })).id)).started).toEqual([]);
    const { fires } = await client.fires.list({ job: 'next', limit: 1 });
    expect(fires).toMatchObject([{ outcome: 'skipped', reason: 'paused', run: null }]);
    const byHand = await client.fires.runMissed({ fire: fires[0]?.id ?? 0 });
    expect(await endOf(byHand.run)).toMatchObject({ state: 'completed', job: 'next' });

    const plan = await client.runs.planRetry({ run, mode: 'exactly' });
    expect(plan).toMatchObject({ run, job: 'next', mode: 'exactly', version: 1, differences: [] });
    expect(plan.steps.every(step => step.action === 'do')).toBe(true);
    const again = await client.runs.retry({ run, mode: 'exactly', cause: 'to be sure' });
    expect(await endOf(again.id)).toMatchObject({
      state: 'completed',
      trigger: { original_run: run, cause: 'to be sure' },
    });
    expect((await client.runs.get({ run })).done_again).toMatchObject([{ run: again.id, job: 'next' }]);
  });

  test('notifications: channels, rules, deliveries, secrets', async () => {
    const { client } = await open();
    const definition = { name: 'screen', kind: 'desktop' } as const;
    const channel = await client.channels.apply({ definition });
    expect(channel).toMatchObject({ created: true, kind: 'desktop', rules: [] });
    const told = { name: 'failures', on: ['failure' as const], channels: ['screen'] };
    const rule = await client.rules.apply({ definition: told });
    expect(rule).toMatchObject({ created: true, definition: told });
    expect((await client.rules.list()).rules).toMatchObject([{ name: 'failures' }]);
    expect(await client.channels.get({ channel: 'screen' })).toMatchObject({ rules: ['failures'] });
    expect((await client.channels.list()).channels).toHaveLength(1);
    expect(await client.channels.test({ channel: String(channel.id) })).toMatchObject({ ok: true });
    const { deliveries, next } = await client.deliveries.list({ channel: 'screen', state: 'delivered' });
    expect(deliveries).toMatchObject([{ rule: null, message: { kind: 'test' }, attempts: [{ ok: true }] }]);
    expect(next).toBeNull();
    expect(await client.rules.remove({ rule: 'failures' })).toEqual({ removed: 'failures' });
    expect(await client.channels.remove({ channel: 'screen' })).toEqual({ removed: 'screen' });
  });

  test('secrets and the vault: set, list, remove, create, lock, unlock, change the passphrase', async () => {
    const { client } = await open();
    const chat = { name: 'chat', kinds: [], used_by: { channels: [], connections: [] }, problem: null };
    expect(await client.secrets.set({ secret: 'chat', value: 'canary-chat' })).toEqual({
      ...chat,
      source: 'keychain',
    });
    await client.channels.apply({ definition: { name: 'chat', kind: 'slack', url_secret: 'chat' } });
    expect(await client.secrets.list()).toMatchObject({
      secrets: [{ ...chat, source: 'keychain', kinds: ['address'], used_by: { channels: ['chat'] } }],
      keychain: { state: 'ok' },
      vault: { state: 'none', secrets: [] },
    });
    expect(await client.secrets.remove({ secret: 'chat' })).toEqual({
      removed: 'chat',
      from: ['keychain'],
      problem: null,
    });
    expect(await client.secrets.get({ secret: 'chat' })).toMatchObject({ name: 'chat', source: null });

    const passphrase = 'canary horse battery';
    expect(await client.vault.status()).toMatchObject({ state: 'none' });
    expect(await client.vault.create({ passphrase })).toMatchObject({ state: 'unlocked' });
    await client.secrets.set({ secret: 'chat', value: 'canary-in-vault', place: 'vault' });
    expect(await client.vault.lock()).toMatchObject({ state: 'locked', secrets: ['chat'] });
    expect(await client.secrets.get({ secret: 'chat' })).toMatchObject({
      source: 'vault',
      problem: expect.stringContaining('is locked'),
    });
    await expect(client.vault.unlock({ passphrase: 'canary of another' })).rejects.toMatchObject({
      code: 'auth',
    });
    expect(await client.vault.unlock({ passphrase })).toMatchObject({ state: 'unlocked' });
    const changed = { passphrase, new_passphrase: 'canary horse stable' };
    expect(await client.vault.changePassphrase(changed)).toMatchObject({ state: 'unlocked' });
    expect(await client.secrets.remove({ secret: 'chat' })).toMatchObject({ from: ['vault'] });
    const audit = await client.audit.list({ limit: 100 });
    expect(audit.entries.map(({ action }) => action)).toEqual(
      expect.arrayContaining(['secret.set', 'secret.remove', 'vault.create', 'vault.unlock', 'vault.lock']),
    );
    expect(JSON.stringify(audit)).not.toContain('canary');
  });

  test('promotions: plan, approve, apply, roll back, reject', async () => {
    const { client } = await open();
    await addEnvironments(client);
    await addModel(client, 'm', 'select 1 as a', 'select 1 as a, 2 as b');
    await addJob(client, 'm', 'prod');
    const plan = await client.promotions.plan({ model: 'm', environment: 'prod', tag: 'v2' });
    expect(plan).toMatchObject({ protected: true, to: { tag: 'v2', version: 2 } });
    expect(await client.promotions.get({ promotion: plan.id })).toMatchObject({ hash: plan.hash });
    await client.promotions.approve({ promotion: plan.id, note: 'Looks good' });
    expect(await client.promotions.apply({ promotion: plan.id, hash: plan.hash })).toMatchObject({
      state: 'applied',
    });
    const board = await client.promotions.board();
    expect(board.models[0]?.cells).toMatchObject([{ runs: { tag: 'v2' }, rollback_of: expect.any(Number) }]);
    expect(await client.promotions.rollback({ model: 'm', environment: 'prod' })).toMatchObject({
      kind: 'rollback',
    });
    const again = await client.promotions.plan({ model: 'm', environment: 'prod', tag: 'v2' });
    expect(await client.promotions.reject({ promotion: again.id, note: 'Not now' })).toMatchObject({
      state: 'rejected',
    });
    expect((await client.promotions.list({ model: 'm', limit: 2 })).promotions).toHaveLength(2);
  });

  test('lineage: who reads what, and what a text would change', async () => {
    const { client } = await open();
    await addEnvironments(client);
    await addModel(client, 'orders', 'select 1 as id');
    await addModel(client, 'daily', 'select * from orders');
    for (const model of ['orders', 'daily']) await addJob(client, model, 'dev');
    const graph = await client.lineage.graph({ environment: 'dev', select: '+daily' });
    expect(graph).toMatchObject({ environment: 'dev', drafts: false, total: { models: 2, sources: 0 } });
    expect(graph.edges).toMatchObject([{ through: ['SHOP_DEV.MARTS.ORDERS'] }]);
    expect(await client.lineage.graph({ environment: 'dev', drafts: true })).toMatchObject({ drafts: true });
    const about = { model: 'daily', environment: 'dev' };
    const columns = await client.lineage.columns(about);
    expect(columns.columns).toMatchObject([{ name: 'ID', from: [{ node: 'orders', column: 'ID' }] }]);
    expect(await client.lineage.column({ ...about, drafts: true, column: 'id' })).toMatchObject({
      column: 'ID',
      up: [{ node: 'orders', hops: 1 }],
      down: [],
    });
    const sql = 'select * from daily';
    expect(await client.lineage.impact({ model: 'orders', environment: 'dev', sql })).toMatchObject({
      change: 'breaking',
      downstream: [{ model: 'daily', hops: 1 }],
      cycle: ['orders', 'daily', 'orders'],
    });
  });

  test('definitions as files', async () => {
    const { client } = await open();
    await addEnvironments(client);
    await addModel(client, 'm', 'select 1 as a');
    await addJob(client, 'm', 'dev');
    const { files } = await client.definitions.export();
    const other = await open();
    const planned = await other.client.definitions.import({ files, plan: true });
    expect(planned).toMatchObject({ applied: false });
    expect(await other.client.definitions.import({ files })).toMatchObject({ applied: true });
    expect(await other.client.definitions.export()).toEqual({ files });
  });

  test('the sample, loaded with progress', async () => {
    const { client } = await open();
    expect(await client.sample.status()).toEqual({ available: true, loaded: false });
    const stream = await client.sample.load();
    const steps: { done: number; total: number }[] = [];
    let item = await stream.next();
    for (; !item.done; item = await stream.next()) steps.push(item.value);
    expect(steps.map(step => step.done)).toEqual(steps.map((_, index) => index));
    expect(item.value.tables.map(table => table.rows)).toContain(3_000_000);
    expect(await client.sample.status()).toEqual({ available: true, loaded: true });
    const batches = await takeUntil(await client.events.subscribe({}), () => true);
    expect(batches).toMatchObject([{ reset: false, changes: [] }]);
  });
});
