import { writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { file, newWorkspace, servedWorkspace } from './support.ts';

test('a model from its first text to its end', async () => {
  const workspace = await servedWorkspace();
  const sql = file('late.sql', 'select 1 as n\n');
  expect(
    await workspace.json(
      'model',
      'create',
      'late',
      '--file',
      sql,
      '--owner',
      'Ada',
      '--label',
      'marts,delays',
    ),
  ).toMatchObject({
    name: 'late',
    owner: 'Ada',
    labels: ['marts', 'delays'],
    draft: { sql: 'select 1 as n\n' },
  });
  expect(await workspace.words('model', 'create', 'empty')).toBe('Created model empty (id 3)');
  expect(await workspace.json('model', 'publish', 'late', '--message', 'First', '--tag', 'v1')).toMatchObject(
    {
      number: 1,
      tags: ['v1'],
      message: 'First',
      created: true,
    },
  );
  expect(await workspace.words('model', 'publish', 'late')).toBe(
    'Nothing to publish: the draft is version 1',
  );
  const drafted = await workspace.run(['model', 'draft', 'late', '--file', '-'], { input: 'select 2 as n' });
  expect(drafted).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('Saved the draft of late: revision'),
  });
  expect(await workspace.words('model', 'publish', 'late')).toBe('Published version 2 of late');
  expect(await workspace.json('model', 'tag', 'late', '2', 'candidate', '--note', 'try')).toMatchObject({
    name: 'candidate',
    version: 2,
    note: 'try',
  });
  expect(await workspace.words('model', 'tag', 'late', 'v1', 'candidate', '--move')).toBe(
    'Tag candidate of late names version 1',
  );
  expect(await workspace.json('model', 'untag', 'late', 'candidate')).toEqual({ removed: 'candidate' });
  expect(await workspace.json('model', 'delete', 'late', '--yes')).toEqual({ removed: 'late' });
  expect(await workspace.failure(3, 'model', 'show', 'late')).toMatchObject({ error: { code: 'not_found' } });
});

test('a model that comes from a file, what is written about it, and a version that is restored', async () => {
  const workspace = await servedWorkspace();
  const sql = file('late.sql', 'select 1 as n\n');
  expect(await workspace.json('model', 'create', 'late', '--file', sql)).toMatchObject({
    origin: { path: sql },
  });
  await workspace.words('model', 'publish', 'late');
  expect(await workspace.words('model', 'origin', 'late')).toMatch(/state +not changed since/);
  writeFileSync(sql, 'select 2 as n\n');
  expect(await workspace.json('model', 'origin', 'late')).toMatchObject({ origin: { state: 'changed' } });
  expect(await workspace.words('model', 'diff', 'late', 'draft', '@file')).toMatch(
    /^late: draft → file, breaking/,
  );
  expect(await workspace.words('model', 'origin', 'late', '--take')).toBe(
    'The draft of late has the text of its file',
  );
  writeFileSync(sql, 'select 3 as n\n');
  expect(await workspace.json('model', 'draft', 'late', '--file', sql)).toMatchObject({
    sql: 'select 3 as n\n',
  });
  expect(await workspace.json('model', 'origin', 'late')).toMatchObject({ origin: { state: 'same' } });

  const docs = file(
    'docs.yaml',
    'description: |\n  # Late\ncolumns:\n  - {name: n, description: How many}\n  - {name: m, description: Gone}\n',
  );
  const words = await workspace.words('model', 'docs', 'late', '--file', docs);
  expect(words).toMatch(
    /^draft\n# Late\n\ncolumns\n {2}N\n {4}How many\n\nnot in the query\n {2}m is no output column$/,
  );
  const wrong = file('wrong.yaml', 'columns:\n  - {nam: n}\n');
  expect(await workspace.failure(2, 'model', 'docs', 'late', '--file', wrong)).toMatchObject({
    error: { details: { problems: [{ line: 2 }, { line: 2 }] } },
  });

  expect(await workspace.failure(4, 'model', 'restore', 'late', '1')).toMatchObject({
    error: { code: 'conflict' },
  });
  expect(await workspace.words('model', 'restore', 'late', '1', '--overwrite')).toMatch(
    /^The draft of late has the text of v1: revision \d+$/,
  );
  expect(await workspace.words('model', 'origin', 'late', '--forget')).toBe(`Forgot ${sql}`);
  expect(await workspace.json('model', 'origin', 'late')).toEqual({ origin: null });
});

test('what cannot be undone wants --yes where nobody can be asked', async () => {
  const workspace = await servedWorkspace();
  await workspace.words('model', 'create', 'spare');
  const { code, stderr } = await workspace.run(['model', 'delete', 'spare']);
  expect(code).toBe(2);
  expect(stderr).toBe(
    'error: Delete model "spare" with no versions? Nobody can be asked here\nhint: Add --yes if it is meant\n',
  );
  expect(await workspace.failure(2, 'job', 'delete', 'orders_dev')).toMatchObject({
    error: {
      message: expect.stringContaining('Delete job "orders_dev" in dev, which writes SHOP_DEV.MARTS.ORDERS?'),
    },
  });
  expect(await workspace.words('model', 'list')).toContain('spare');
  expect(await workspace.words('job', 'delete', 'orders_dev', '--yes')).toBe('Deleted job orders_dev');
});

test('an environment from a file', async () => {
  const workspace = newWorkspace();
  const yaml = file('dev.yaml', 'name: dev\nconnection: {name: local, engine: duckdb}\ndatabase: DEV\n');
  const first = await workspace.run(['env', 'apply', '--file', yaml]);
  expect(first).toMatchObject({ code: 0, stdout: 'Created environment dev (id 1)\n' });
  expect(first.stderr).toBe(`New workspace in ${workspace.directory}\n`);
  const json = JSON.stringify({ name: 'dev', connection: 'local', database: 'DEV', protected: true });
  const second = await workspace.run(['env', 'apply', '--file', '-', '--json'], { input: json });
  expect(JSON.parse(second.stdout)).toMatchObject({ id: 1, protected: true, created: false });
});

test('a job from a file: draft, publish, change, activate', async () => {
  const workspace = await servedWorkspace();
  const job = (tag: string) =>
    file(
      'job.yaml',
      `name: extra\nkind: model\nenvironment: dev\nmodel: orders\ntag: ${tag}\ntarget: {table: EXTRA}\nmaterialization: {type: view}\n`,
    );
  expect(await workspace.words('job', 'apply', '--file', job('v1'), '--draft')).toBe(
    'Created job extra (id 3), as a draft',
  );
  expect(await workspace.failure(4, 'job', 'run', 'extra')).toMatchObject({
    error: { code: 'precondition' },
  });
  expect(await workspace.words('job', 'publish', 'extra', '--message', 'Ready')).toBe(
    'Definition 1 of job extra is live',
  );
  expect(await workspace.json('job', 'apply', '--file', job('v2'), '--message', 'Newer')).toMatchObject({
    created: false,
    changed: true,
    version: 2,
    runs: 'v2',
  });
  expect(await workspace.words('job', 'apply', '--file', job('v2'))).toMatch(/^Unchanged: job extra/);
  expect(await workspace.json('job', 'activate', 'extra', 'v1')).toMatchObject({ version: 1, runs: 'v1' });
  expect(await workspace.words('job', 'activate', 'extra', '2')).toBe('Definition 2 of job extra is live');
});

test('variables of the workspace', async () => {
  const workspace = await servedWorkspace();
  const args = ['variables', 'set', 'late=15', 'region=US', 'code="007"', 'list=["a",1]'];
  const variables = { late: 15, region: 'US', code: '007', list: ['a', 1] };
  expect(await workspace.json(...args)).toEqual({ variables });
  expect(await workspace.json('variables', 'set', 'late=20', '--remove', 'region,list')).toEqual({
    variables: { late: 20, code: '007' },
  });
  expect(await workspace.words('variables', 'list')).toMatch(/^late +20$/m);
  expect(await workspace.failure(2, 'variables', 'set')).toMatchObject({ error: { code: 'validation' } });
  expect(await workspace.failure(2, 'variables', 'set', '1x=2')).toMatchObject({
    error: { code: 'validation' },
  });
});

test('a promotion: planned, approved, applied, rolled back', async () => {
  const workspace = await servedWorkspace();
  const plan = await workspace.json('promote', 'plan', '--model', 'orders', '--to', 'prod', '--tag', 'v2');
  expect(plan).toMatchObject({
    id: 1,
    hash: expect.stringMatching(/^[0-9a-f]{64}$/),
    model: 'orders',
    environment: 'prod',
    from: { tag: 'v1', version: 1 },
    to: { tag: 'v2', version: 2 },
    change: expect.stringMatching(/breaking/),
    sql_diff: expect.stringContaining('+select'),
    columns: { added: [{ name: 'PRICE' }], removed: [], retyped: [] },
    sources: [],
    downstream: { models: [], jobs: [] },
    checks: [],
    statements: expect.arrayContaining([expect.stringContaining('CREATE OR REPLACE TABLE')]),
    warnings: [],
  });
  expect(await workspace.failure(4, 'promote', 'apply', '1')).toMatchObject({
    error: { code: 'precondition', details: { hint: 'Approve it first' } },
  });
  const approved = await workspace.run(['promote', 'approve', '1', '--note', 'Fine']);
  expect(approved.stdout).toMatch(/^Promotion #1 ◑ approved: orders in prod v1 → v2/);
  expect(approved.stderr).toBe('Apply it with: slipway promote apply 1\n');
  expect(await workspace.failure(4, 'promote', 'apply', '1', '--hash', 'other')).toMatchObject({ error: {} });
  expect(await workspace.json('promote', 'apply', '#1', '--note', 'Release')).toMatchObject({
    state: 'applied',
    note: 'Release',
  });
  expect(await workspace.words('promote', 'show', '1')).toMatch(
    /approved by .* via cli.*applied by .* via cli/s,
  );
  expect(await workspace.words('promote', 'rollback', '--model', 'orders', '--env', 'prod')).toMatch(
    /^Rollback #2 ✓ applied: orders in prod v2 → v1/,
  );
  await workspace.words('promote', 'plan', '--model', 'orders', '--to', 'prod', '--tag', 'v2');
  expect(await workspace.json('promote', 'reject', '3', '--note', 'Not now')).toMatchObject({
    state: 'rejected',
  });
});

test('a plan that the world left behind names the one that took its place', async () => {
  const workspace = await servedWorkspace();
  await workspace.words('promote', 'plan', '--model', 'orders', '--to', 'dev', '--tag', 'v2');
  await workspace.client.environments.apply({
    definition: { name: 'dev', connection: 'embedded', database: 'OTHER', schema: 'MARTS' },
  });
  const { code, stdout, stderr } = await workspace.run(['promote', 'apply', '1', '--json']);
  expect(code).toBe(4);
  expect(JSON.parse(stdout)).toMatchObject({
    error: { code: 'precondition', details: { related: { plan: 2 } } },
  });
  expect(stderr).toContain('Plan #2 shows what would happen now');
  expect(await workspace.words('promote', 'apply', '2')).toContain('✓ applied');
});

test('the sample', async () => {
  const workspace = newWorkspace();
  const result = await workspace.json('sample', 'load');
  expect(result).toMatchObject({
    tables: expect.arrayContaining([{ name: 'DATALAKE_PRD.RAW.FLIGHTS', rows: 3_000_000 }]),
    environments: ['dev', 'prod', 'test'],
    models: expect.arrayContaining(['daily_delays']),
  });
  const { code, stdout, stderr } = await workspace.run(['sample', 'load']);
  expect({ code, stderr }).toMatchObject({
    code: 0,
    stderr: expect.stringContaining('Loading DATALAKE_PRD.RAW.FLIGHTS'),
  });
  expect(stdout).toMatch(/^DATALAKE_PRD\.RAW\.FLIGHTS: 3,000,000 rows$/m);
});
