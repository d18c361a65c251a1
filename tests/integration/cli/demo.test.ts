import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { temporaryDirectory } from '../../support/temporary.ts';
import { newWorkspace, oneDocument, slipway, Workspace } from './support.ts';

test('the main job on real data, in a workspace that stays for a look', async () => {
  const elsewhere = join(temporaryDirectory(), 'mine');
  const { code, stdout, stderr } = await slipway(['demo', '--json'], {
    env: { SLIPWAY_WORKSPACE: elsewhere },
  });
  expect({ code, stderr }).toMatchObject({ code: 0 });
  const result = oneDocument(stdout) as { workspace: string; elapsed_ms: number };
  onTestFinished(() => rmSync(result.workspace, { recursive: true, force: true }));
  expect(result).toEqual({
    workspace: expect.stringContaining(join(tmpdir(), 'slipway-demo-')),
    models: 6,
    versions: 13,
    runs: 6,
    promotions: 2,
    rows: 3_000_000,
    elapsed_ms: expect.any(Number),
  });
  expect(result.elapsed_ms).toBeLessThan(90_000);
  for (const step of [
    '✓ Load the sample "Flights"',
    '✓ Publish it as version 3 and tag it v3',
    '✓ Try it in dev',
    '+ WORST_DELAY_MINUTES',
    '✓ Build it in prod, from all 3,000,000 flights',
    'built all: its columns have changed',
    '✓ Take it back',
  ]) {
    expect(stderr).toContain(step);
  }
  expect(existsSync(elsewhere)).toBe(false);

  const workspace = new Workspace(result.workspace);
  expect(await workspace.words('promote', 'board')).toMatch(/daily_delays v3 .*v1 +✓ .*↑2/);
  const rows = await workspace.run(['sql', 'run', '-', '--env', 'prod', '--json'], {
    input: 'select sum(flights) as n, count(*) as days from DAILY_DELAYS',
  });
  expect(JSON.parse(rows.stdout)).toMatchObject({ rows: [[expect.anything(), 182]] });
  // Its flights are of 2001: nothing is new, and a run that would build the same is skipped.
  const again = await workspace.json('job', 'run', 'daily_delays_prod', '--wait');
  expect(again).toMatchObject({ state: 'skipped', reason: expect.stringContaining('as #6 found it') });
});

test('in words', async () => {
  const workspace = newWorkspace();
  const words = await workspace.words('demo');
  expect(words).toMatch(/^A new workspace: /);
  expect(words).toContain(`serve --open --workspace ${workspace.directory}`);
  expect(await workspace.failure(4, 'demo')).toMatchObject({ error: { code: 'precondition' } });
});

test('a step that fails is named, loudly', async () => {
  const workspace = newWorkspace();
  const { code, stdout, stderr } = await workspace.run(['demo', '--json'], {
    // The embedded warehouse has no room for the three million flights.
    env: { SLIPWAY_DUCKDB_MEMORY_LIMIT: '5MB' },
  });
  expect({ code, stderr }).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('error: The demo failed at "'),
  });
  expect(oneDocument(stdout)).toMatchObject({
    error: { message: expect.stringContaining('The demo failed at "') },
  });
});

test('the same on a fake Snowflake account, through the real driver', async () => {
  const elsewhere = join(temporaryDirectory(), 'mine');
  const { code, stdout, stderr } = await slipway(['demo', '--engine', 'snowflake-fake', '--json'], {
    env: { SLIPWAY_WORKSPACE: elsewhere },
  });
  expect({ code, stderr }).toMatchObject({ code: 0 });
  const result = oneDocument(stdout) as { workspace: string; statements: number };
  onTestFinished(() => rmSync(result.workspace, { recursive: true, force: true }));
  expect(result).toEqual({
    workspace: expect.stringContaining(join(tmpdir(), 'slipway-demo-')),
    engine: 'snowflake-fake',
    models: 6,
    versions: 13,
    runs: 10,
    promotions: 2,
    rows: 6_000,
    statements: expect.any(Number),
    left_out: [],
    elapsed_ms: expect.any(Number),
  });
  expect(result.statements).toBeGreaterThan(100);
  for (const words of [
    'This is no Snowflake',
    '✓ Connect to the fake account',
    'Signed in as SLIPWAY_DEMO',
    '✓ Load a share of the sample "Flights"',
    '✓ Publish it as version 3 and tag it v3',
    '✓ Build it in prod, from all 6,000 flights',
    '✓ Take it back',
    '✓ traffic_by_state_dev',
    'The fake account has ended',
  ]) {
    expect(stderr).toContain(words);
  }
  expect(existsSync(elsewhere)).toBe(false);

  // The account is gone, and so is what signed in: it was nowhere but in the process of the demo.
  const [address = ''] = /http:\/\/127\.0\.0\.1:\d+/.exec(stderr) ?? [];
  await expect(fetch(address)).rejects.toThrow('fetch failed');
  for (const file of readdirSync(result.workspace, { recursive: true, withFileTypes: true })) {
    if (!file.isFile()) continue;
    expect(readFileSync(join(file.parentPath, file.name)).includes('PRIVATE KEY')).toBe(false);
  }
  const workspace = new Workspace(result.workspace);
  const shown = await workspace.run(['connection', 'show', 'fake_account', '--json']);
  expect(JSON.parse(shown.stdout)).toMatchObject({ secrets: [{ source: null }] });
  const run = JSON.parse((await workspace.run(['run', 'show', '6', '--json'])).stdout) as {
    query_ids: string[];
  };
  expect(run).toMatchObject({ state: 'completed', job: 'daily_delays_prod', rows_affected: 182 });
  expect(run.query_ids).not.toEqual([]);
});

test('an engine that there is no demo for', async () => {
  const workspace = newWorkspace();
  expect(await workspace.failure(2, 'demo', '--engine', 'oracle')).toMatchObject({
    error: { message: expect.stringContaining('duckdb, snowflake-fake') },
  });
});
