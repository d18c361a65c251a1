import { beforeAll, describe, expect, test } from 'vitest';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { directClient } from '../../../src/main/api/direct-client.ts';
import { type Host, openHost } from '../../../src/main/host.ts';
import type { Client } from '../../../src/shared/contract/index.ts';
import { addEnvironments, addJob, addModel } from '../../support/shop.ts';
import { texts, Workspace } from './support.ts';

/** One workspace for all that only reads: a completed run, a failed one, a plan that waits. */
let workspace: Workspace;
let client: Client;

beforeAll(async () => {
  const directory = mkdtempSync(join(tmpdir(), 'slipway-test-'));
  const host: Host | null = await openHost({ directory, host: 'headless' });
  if (!host) throw new Error('in use');
  workspace = new Workspace(directory);
  client = directClient(host.api('cli'));
  await addEnvironments(client);
  await addModel(client, 'orders', ...texts);
  await addJob(client, 'orders', 'dev');
  await addJob(client, 'orders', 'prod');
  await addModel(client, 'broken', 'select * from NOWHERE.X.Y');
  await addJob(client, 'broken', 'dev');
  for (const job of ['orders_dev', 'broken_dev', 'orders_prod']) {
    const { id } = await client.jobs.run({ job, cause: 'to look at' });
    for await (const update of await client.runs.follow({ run: id })) if (update.type === 'ended') break;
  }
  await client.promotions.plan({ model: 'orders', environment: 'prod', tag: 'v2' });
  return async () => {
    await host.close();
    rmSync(directory, { recursive: true });
  };
});

/** Every command in both forms: the document is what the API answers. */
const same: [args: string[], words: RegExp[], document: () => Promise<unknown>][] = [
  [['model', 'list'], [/^model +latest/, /orders +v2 +v2, v1/], () => client.models.list({})],
  [
    ['model', 'show', 'orders'],
    [/^orders model 1/, /orders_prod \(prod, v1\)/],
    () => client.models.get({ model: 'orders' }),
  ],
  [['model', 'show', '1'], [/^orders model 1/], () => client.models.get({ model: '1' })],
  [
    ['model', 'show', 'orders', '--version', 'v1'],
    [/^version +tags/, /select 1 as id, 10 as amount$/],
    () => client.models.version({ model: 'orders', version: 'v1' }),
  ],
  [['model', 'history', 'orders'], [/v2 +v2/, /v1 +v1/], () => client.models.history({ model: 'orders' })],
  [
    ['model', 'diff', 'orders', 'v1', 'v2'],
    [/^orders: v1 → v2/, /^\+select 1 as id, 10 as amount, 20 as price/m],
    () => client.models.diff({ model: 'orders', a: 'v1', b: 'v2' }),
  ],
  [
    ['model', 'search', 'price'],
    [/^orders v2 \(v2\) {2}latest/, /^ {2}sql:1: select 1 as id, 10 as amount, 20 as price/m],
    () => client.models.search({ search: 'price' }),
  ],
  [
    ['model', 'search', 'amount', '--model', 'orders', '--in', 'sql,tag', '--latest', '--limit', '1'],
    [/^orders v2/],
    () =>
      client.models.search({ search: 'amount', model: 'orders', in: ['sql', 'tag'], latest: true, limit: 1 }),
  ],
  [
    ['model', 'search', 'zebra'],
    [/^No version holds that\./],
    () => client.models.search({ search: 'zebra' }),
  ],
  [
    ['model', 'docs', 'orders', '--version', 'v1'],
    [/^v1\nnothing is written about it\n\ncolumns\n {2}ID\n/],
    () => client.models.docs({ model: 'orders', version: 'v1' }),
  ],
  [
    ['model', 'origin', 'orders'],
    [/^orders comes from no file\./],
    () => client.models.origin({ model: 'orders' }),
  ],
  [['env', 'list'], [/dev +embedded/, /prod 🔒/], () => client.environments.list()],
  [['env', 'show', 'prod'], [/protected +yes/], () => client.environments.get({ environment: 'prod' })],
  [
    ['catalog', 'list', 'SHOP_DEV', '--env', 'dev'],
    [/^schema +name/, /MARTS +ORDERS +table +2 +orders$/m],
    () => client.catalog.list({ environment: 'dev', database: 'SHOP_DEV' }),
  ],
  [
    ['catalog', 'search', 'dev', 'amount', '--env', 'dev'],
    [/SHOP_DEV\.MARTS\.ORDERS +table +AMOUNT/],
    () => client.catalog.search({ environment: 'dev', text: 'dev amount' }),
  ],
  [
    ['catalog', 'stats', 'orders', '--env', 'dev'],
    [/AMOUNT .*~1 +10 +10 +10/, /^1 row · computed/m],
    async () => (await client.catalog.statistics({ environment: 'dev', table: 'orders' })).statistics,
  ],
  [['job', 'list'], [/orders_dev +dev +orders +v1/, /✗ failed/], () => client.jobs.list({})],
  [['job', 'list', '--env', 'prod'], [/orders_prod/], () => client.jobs.list({ environment: 'prod' })],
  [
    ['job', 'show', 'orders_dev'],
    [/^orders_dev job/, /definition 1, live/, /materialization:\n +type: table/],
    () => client.jobs.get({ job: 'orders_dev' }),
  ],
  [
    ['job', 'history', 'orders_dev'],
    [/1 +● live +orders v1/],
    () => client.jobs.history({ job: 'orders_dev' }),
  ],
  [['run', 'list'], [/#3 +✓ completed +orders_prod/, /#2 +✗ failed +broken_dev/], () => client.runs.list({})],
  [['run', 'list', '--state', 'failed'], [/#2 +✗ failed/], () => client.runs.list({ state: ['failed'] })],
  [
    ['run', 'list', '--job', 'orders_dev', '--since', '1h'],
    [/#1/],
    () => client.runs.list({ job: 'orders_dev' }),
  ],
  [
    ['run', 'show', '1'],
    [/^Run #1 +orders_dev +✓ completed/, /^build +✓ completed/m],
    () => client.runs.get({ run: 1 }),
  ],
  [['run', 'show', '#2'], [/✗ source_missing in/, /NOWHERE/], () => client.runs.get({ run: 2 })],
  [['run', 'logs', '2'], [/error .*NOWHERE/], () => client.runs.logs({ run: 2 })],
  [
    ['promote', 'board'],
    [/^model +dev +prod 🔒/, /orders v2 +v1 +✓ .* ↑1 .*⏳#1 v2/],
    () => client.promotions.board(),
  ],
  [['promote', 'list'], [/#1 +◐ awaiting approval +orders +prod +v1 → v2/], () => client.promotions.list({})],
  [
    ['promote', 'show', '1'],
    [/^Plan #1: orders in prod 🔒 +v1 → v2/, /slipway promote approve 1/],
    () => client.promotions.get({ promotion: 1 }),
  ],
  [['variables', 'list'], [/^There are no variables/], () => client.workspace.variables()],
];

describe.each(same)('%j', (args, patterns, document) => {
  test('in words', async () => {
    const words = await workspace.words(...args);
    for (const pattern of patterns) expect(words).toMatch(pattern);
  });

  test('as a document', async () => {
    expect(await workspace.json(...args)).toEqual(await document());
  });
});

test('the promised shape of a run', async () => {
  const run = await workspace.json('run', 'show', '1');
  expect(Object.keys(run as object)).toEqual(
    expect.arrayContaining(
      'id job kind environment state trigger model version tag times steps failures rows_affected bytes query_ids frozen'.split(
        ' ',
      ),
    ),
  );
});

test('runs come in pages', async () => {
  const first = (await workspace.json('run', 'list', '--limit', '2')) as {
    runs: { id: number }[];
    next: string;
  };
  expect(first.runs.map(run => run.id)).toEqual([3, 2]);
  const second = await workspace.json('run', 'list', '--limit', '2', '--after', first.next);
  expect(second).toMatchObject({ runs: [{ id: 1 }], next: null });
  const { stderr } = await workspace.run(['run', 'list', '--limit', '2']);
  expect(stderr).toContain(`There are more: --after ${first.next}`);
});

test('SQL alone, for other programs', async () => {
  expect(await workspace.words('model', 'show', 'orders', '--sql')).toBe(texts[1]);
  expect(await workspace.words('model', 'show', 'orders', '--sql', '--version', '1')).toBe(texts[0]);
  expect(await workspace.words('run', 'show', '1', '--sql')).toMatch(/^-- build\nCREATE SCHEMA .*;$/s);
});

test('environments are tested', async () => {
  expect(await workspace.json('env', 'test', 'dev')).toMatchObject({ ok: true, stages: expect.any(Array) });
  expect(await workspace.words('env', 'test', 'dev')).toMatch(/^reach +✓ ok/m);
});

test('rows of a model and of a query', async () => {
  expect(await workspace.json('model', 'preview', 'orders', '--env', 'dev', '--version', 'v1')).toMatchObject(
    {
      columns: [{ name: 'ID' }, { name: 'AMOUNT' }],
      rows: [[1, 10]],
      truncated: false,
      warnings: [],
    },
  );
  expect(await workspace.words('model', 'preview', 'orders', '--env', 'dev')).toMatch(
    /^ID +AMOUNT +PRICE\n +1 +10 +20\n/,
  );
  const sql = 'select column1 as n from values (1), (2), (null) order by n';
  const { stdout } = await workspace.run(['sql', 'run', '-', '--env', 'dev', '--limit', '2'], { input: sql });
  expect(stdout).toMatch(/^N\n1\n2\n\nthe first 2 rows: there are more/);
  const all = await workspace.run(['sql', 'run', '-', '--env', 'dev', '--json'], { input: sql });
  expect(JSON.parse(all.stdout)).toMatchObject({ rows: [[1], [2], [null]], truncated: false });

  const { queries } = (await workspace.json('query', 'list', '--search', 'column1')) as {
    queries: { id: number }[];
  };
  expect(queries).toMatchObject([{ rows: 3 }, { rows: 2, truncated: true, environment: 'dev' }]);
  const id = String(queries[1]?.id);
  expect(await workspace.words('query', 'list', '--env', 'dev')).toMatch(
    new RegExp(`^ +${id} .* dev +✓ completed .* 2\\+ +select column1`, 'm'),
  );
  expect(await workspace.words('query', 'show', id, '--sql')).toBe(sql);
  expect(await workspace.words('query', 'show', id)).toMatch(/^environment +dev$/m);
  expect(await workspace.failure(3, 'query', 'show', '999')).toMatchObject({ error: { code: 'not_found' } });
});

test('what really runs', async () => {
  const input = 'select {{ amount }} as amount from LAKE.RAW.ORDERS';
  const args = ['sql', 'compile', '-', '--env', 'prod', '--var', 'amount=3'];
  const { code, stdout, stderr } = await workspace.run(args, { input });
  expect({ code, stderr }).toMatchObject({ code: 0, stderr: expect.stringContaining('reads 1 source') });
  expect(stdout).toMatch(/3.*"LAKE"\."RAW"\."ORDERS"/s);
  const json = await workspace.run([...args, '--json'], { input });
  expect(JSON.parse(json.stdout)).toMatchObject({ engine: 'duckdb', variables: { amount: 3 } });
});

test('the doctor', async () => {
  expect(await workspace.json('doctor')).toMatchObject({
    ok: true,
    checks: expect.arrayContaining([
      { name: 'engine', state: 'ok', message: expect.stringContaining(`headless, process ${process.pid}`) },
      expect.objectContaining({ name: 'database', state: 'ok' }),
    ]),
  });
  expect(await workspace.words('doctor')).toMatch(/^database +✓ ok/m);
});

test('tables fit the terminal, and nothing is cut where nobody looks', async () => {
  const { stdout } = await workspace.run(['job', 'list'], { env: { COLUMNS: '72' } });
  const lines = stdout.trimEnd().split('\n');
  for (const line of lines) expect(line.length).toBeLessThanOrEqual(72);
  expect(lines[0]).not.toContain('writes');
  const narrow = await workspace.run(['job', 'list'], { env: { COLUMNS: '40' } });
  expect(narrow.stdout).toContain('…');
  const words = await workspace.words('job', 'list');
  expect(words).toMatch(/^job .* writes /);
  expect(words).not.toContain('…');
});
