import { existsSync, rmSync } from 'node:fs';
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
