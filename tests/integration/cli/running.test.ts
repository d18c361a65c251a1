import { describe, expect, test } from 'vitest';
import { addJob, addModel, addUnmetCondition, endlessSql } from '../../support/shop.ts';
import type { Client } from '../../../src/shared/contract/index.ts';
import { idleWorkspace, oneDocument, servedWorkspace, type Workspace } from './support.ts';

const addFailing = async (client: Client) => {
  await addModel(client, 'broken', 'select * from NOWHERE.X.Y');
  await addJob(client, 'broken', 'dev');
};
const addEndless = async (client: Client) => {
  await addModel(client, 'endless', endlessSql);
  await addJob(client, 'endless', 'dev');
};

async function servedAndGated(): Promise<Workspace> {
  const workspace = await servedWorkspace();
  await addUnmetCondition(workspace.client);
  return workspace;
}

/** Resolves when the build of a run is under way in the warehouse. */
async function building(workspace: Workspace, run: number): Promise<void> {
  const client = await workspace.attach();
  for await (const update of await client.runs.follow({ run })) {
    if (update.type === 'progress') return;
    const { times } = await client.runs.get({ run });
    if (times.submitted_at !== null) return;
  }
}

describe.each([
  ['attached', servedWorkspace],
  ['with an engine of its own', idleWorkspace],
] as const)('%s', (_, make) => {
  test('a run is followed to its end', async () => {
    const workspace = await make();
    const { code, stdout, stderr } = await workspace.run([
      'job',
      'run',
      'orders_dev',
      '--wait',
      '--cause',
      'why not',
    ]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^Run #1 +orders_dev +✓ completed\n.*: why not\n/s);
    expect(stderr).toMatch(/^Started run #1 of orders_dev\n/);
    const run = await workspace.json(
      'job',
      'run',
      'orders_dev',
      '--wait',
      '--version',
      'v2',
      '--var',
      'region=US',
    );
    expect(run).toMatchObject({
      id: 2,
      state: 'completed',
      version: 2,
      rows_affected: 1,
      trigger: { kind: 'manual', actor: expect.stringMatching(/ via cli$/) },
      frozen: { variables: { region: 'US' } },
    });
    expect(run).toEqual(await workspace.json('run', 'show', '2'));
  });

  test('a failed run ends with 1 and says why', async () => {
    const workspace = await make();
    const sql = 'select * from NOWHERE.X.Y';
    expect((await workspace.run(['model', 'draft', 'orders', '--file', '-'], { input: sql })).code).toBe(0);
    const { code, stdout } = await workspace.run([
      'job',
      'run',
      'orders_dev',
      '--wait',
      '--version',
      'draft',
    ]);
    expect(code).toBe(1);
    expect(stdout).toMatch(/^Run #1 +orders_dev +✗ failed.*source_missing.*NOWHERE/s);
    expect(
      await workspace.failure(1, 'job', 'run', 'orders_dev', '--wait', '--version', 'draft'),
    ).toMatchObject({
      state: 'failed',
      draft: true,
      failures: [{ code: 'source_missing' }],
    });
  });
});

test.each([
  ['attached', servedAndGated],
  ['with an engine of its own', async () => await idleWorkspace(addUnmetCondition)],
] as const)('a run that its conditions skip is no failure, and says why: %s', async (_, make) => {
  const workspace = await make();
  const run = ['job', 'run', 'orders_dev', '--wait'];
  const why = 'stock: it has 1 row, fewer than 1,000';
  const skipped = await workspace.run(run);
  expect(skipped.code).toBe(0);
  expect(skipped.stderr).toContain(`Run #2 was skipped, nothing was built: ${why}`);
  expect(skipped.stdout).toMatch(/^Run #2 +orders_dev +↷ skipped$/m);
  expect(skipped.stdout).toContain(why);
  expect((await workspace.run(['run', 'retry', '2', '--wait'])).code).toBe(0);

  const ignored = await workspace.run([...run, '--ignore-conditions']);
  expect(ignored.code).toBe(0);
  expect(ignored.stdout).toMatch(/^Run #4 +orders_dev +✓ completed$/m);
  expect(ignored.stdout).toMatch(/^It was to be built whatever they find\.$/m);
  expect(await workspace.words('job', 'plan', 'orders_dev', '--ignore-conditions')).toMatch(
    /^gate +stock: .*; ignored$/m,
  );
});

test('the plan of a job names its checks where they are looked at', async () => {
  const workspace = await servedWorkspace();
  const { definition } = await workspace.client.jobs.get({ job: 'orders_dev' });
  if (!definition) throw new Error('no definition');
  await workspace.client.jobs.apply({
    definition: { ...definition, checks: [{ check: 'row_count', min: 1 }] },
  });
  expect(await workspace.words('job', 'plan', 'orders_dev')).toMatch(
    /^audit\n {2}at least 1 row\n {2}SELECT COUNT\(\*\) AS "ROWS" FROM /m,
  );
});

test('without --wait, attached, the run goes on', async () => {
  const workspace = await servedWorkspace();
  expect(await workspace.json('job', 'run', 'orders_dev')).toEqual({
    id: 1,
    job: 'orders_dev',
    state: expect.stringMatching(/pending|running/),
  });
  expect(await workspace.words('run', 'logs', '1', '--follow')).toMatch(/✓ completed$/);
  expect(await workspace.words('job', 'run', 'orders_dev')).toMatch(/^Started run #2 of orders_dev/);
});

test('without --wait, an engine of its own stays until the run has ended, and says so', async () => {
  const workspace = await idleWorkspace();
  const { code, stdout, stderr } = await workspace.run(['job', 'run', 'orders_dev', '--json']);
  expect(code).toBe(0);
  expect(oneDocument(stdout)).toEqual({ id: 1, job: 'orders_dev', state: 'completed' });
  expect(stderr).toMatch(/^No engine has this workspace: waiting for run #1 of orders_dev to end\n/);
});

test('without --wait, an engine of its own tells that the run failed', async () => {
  const workspace = await idleWorkspace(addFailing);
  expect(await workspace.failure(1, 'job', 'run', 'broken_dev')).toMatchObject({ state: 'failed' });
});

test('a log is followed and a run cancelled from elsewhere', async () => {
  const workspace = await servedWorkspace();
  await addEndless(workspace.client);
  const waiting = workspace.start(['job', 'run', 'endless_dev', '--wait', '--json']);
  await waiting.line(/Started run #1/);
  const following = workspace.start(['run', 'logs', '1', '--follow', '--json']);
  await building(workspace, 1);
  expect(await workspace.words('run', 'list', '--state', 'running,pending')).toContain('▶ running');
  expect(await workspace.words('run', 'cancel', '1', '--reason', 'too long')).toMatch(/^Run #1: (◐|⊘)/);
  const run = await waiting.ended;
  expect({ code: run.code, ...(oneDocument(run.stdout) as object) }).toMatchObject({
    code: 1,
    state: 'cancelled',
    reason: 'too long',
  });
  expect(oneDocument((await following.ended).stdout)).toMatchObject({ state: 'cancelled', next: null });
  expect(await workspace.failure(4, 'run', 'cancel', '1')).toMatchObject({ error: { code: 'conflict' } });
});

test('Ctrl-C while attached leaves the run alone, and says so', async () => {
  const workspace = await servedWorkspace();
  await addEndless(workspace.client);
  const waiting = workspace.start(['job', 'run', 'endless_dev', '--wait']);
  await waiting.line(/Started run #1/);
  await building(workspace, 1);
  waiting.child.kill('SIGINT');
  const { code, stderr } = await waiting.ended;
  expect({ code, stderr }).toMatchObject({
    code: 130,
    stderr: expect.stringContaining('Run #1 goes on: slipway run show 1 tells how it went'),
  });
  expect(await workspace.json('run', 'show', '1')).toMatchObject({ state: 'running' });
  await workspace.client.runs.cancel({ run: 1 });
});

test.each([
  ['the process', false, 'SIGINT', 130],
  ['the process', false, 'SIGTERM', 143],
  ['its whole group, as a terminal does', true, 'SIGINT', 130],
] as const)(
  'with an engine of its own, a signal to %s cancels the run',
  async (_, group, signal, expected) => {
    const workspace = await idleWorkspace(addEndless);
    const waiting = workspace.start(['job', 'run', 'endless_dev', '--wait'], { group });
    await waiting.line(/Started run #1/);
    await building(workspace, 1);
    const { pid = 0 } = waiting.child;
    process.kill(group ? -pid : pid, signal);
    const { code, stderr } = await waiting.ended;
    expect({ code, stderr }).toMatchObject({
      code: expected,
      stderr: expect.stringContaining('Cancelling run #1 …'),
    });
    expect(await workspace.json('run', 'show', '1')).toMatchObject({ state: 'cancelled' });
  },
);

test('after kill -9 the next command tells what became of the run', async () => {
  const workspace = await idleWorkspace(addEndless);
  const waiting = workspace.start(['job', 'run', 'endless_dev', '--wait']);
  await waiting.line(/Started run #1/);
  await building(workspace, 1);
  waiting.child.kill('SIGKILL');
  await waiting.ended;
  const { code, stdout, stderr } = await workspace.run(['run', 'show', '1']);
  expect({ code, stderr }).toMatchObject({
    code: 0,
    stderr: expect.stringContaining('finding out what became of them'),
  });
  expect(stdout).toMatch(/^Run #1 +endless_dev +✗ failed.*✗ lost in build/s);
  expect(await workspace.json('run', 'list')).toMatchObject({ runs: [{ id: 1, state: 'failed' }] });
});
