import { expect, test } from 'vitest';
import { addJob, addModel, addUnmetCondition } from '../../support/shop.ts';
import { idleWorkspace, servedWorkspace } from './support.ts';

test('builds: planned, followed, failing, resumed and cancelled', async () => {
  const workspace = await servedWorkspace();
  const { client } = workspace;
  await addModel(client, 'base', 'select 1 as n');
  await addModel(client, 'mid', "select cast('x' as integer) as n from base", 'select n from base');
  await addModel(client, 'top', 'select n from mid');
  for (const model of ['base', 'mid', 'top']) await addJob(client, model, 'dev');
  const build = ['run', 'build', '--select', 'base+', '--env', 'dev'];

  const planned = await workspace.words(...build, '--plan');
  expect(planned).toMatch(/^base\+ in dev: 3 models, \d+ at once$/m);
  expect(planned).toMatch(/^2 +mid +v1 +mid_dev +SHOP_DEV\.MARTS\.MID +base$/m);
  expect(await workspace.json('build', 'list')).toEqual({ builds: [], next: null });

  const failed = await workspace.run(build);
  expect(failed).toMatchObject({ code: 1, stdout: expect.stringMatching(/^Build #1 +base\+ +✗ failed$/m) });
  expect(failed.stdout).toMatch(/^3 +top +v1 +↷ skipped +mid failed \(run #\d+\)$/m);
  expect(failed.stderr).toMatch(/^3\/3 +↷ skipped +top v1 · mid failed/m);

  const { definition } = await client.jobs.get({ job: 'mid_dev' });
  if (definition) await client.jobs.apply({ definition: { ...definition, tag: 'v2' } });
  const resumed = await workspace.json('run', 'build', '--resume', '1', '--cause', 'mended');
  expect(resumed).toMatchObject({ id: 2, state: 'completed', resumes: 1, counts: { completed: 2 } });
  expect(resumed).toEqual(await workspace.json('build', 'show', '2'));
  expect(await workspace.words('build', 'list', '--env', 'dev')).toMatch(
    /^ *#2 +✓ completed +base\+ +dev +2 completed/m,
  );

  const same = ['run', 'build', '--select', 'modified', '--env', 'dev', '--against', 'dev'];
  expect(await workspace.words(...same)).toBe('Nothing to build: modified means no model.');
  const wrong = await workspace.failure(2, 'run', 'build', '--select', '+tpo', '--env', 'dev');
  expect(JSON.stringify(wrong)).toContain('did you mean \\"top\\"? (at 2 of');
  expect(
    JSON.stringify(await workspace.failure(2, 'run', 'build', '--resume', '1', '--env', 'dev')),
  ).toContain('as it was asked for');
  expect(JSON.stringify(await workspace.failure(4, 'build', 'cancel', '2'))).toContain(
    'it is over (completed)',
  );
});

test('a build with models that their conditions skip is done, and says why; they can be ignored', async () => {
  const workspace = await servedWorkspace();
  await addUnmetCondition(workspace.client);
  const build = ['run', 'build', '--select', 'orders', '--env', 'dev'];
  const skipped = await workspace.run(build);
  expect(skipped).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(
      /^Build #1 +orders +✓ completed$.*↷ skipped.*stock: it has 1 row, fewer than 1,000$/ms,
    ),
  });
  expect(await workspace.words(...build, '--ignore-conditions', '--plan')).toContain(
    ' at once, conditions ignored',
  );
  const built = await workspace.run([...build, '--ignore-conditions', '--cause', 'as it is']);
  expect(built).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/^conditions +ignored$.*✓ completed/ms),
  });
  expect(
    JSON.stringify(await workspace.failure(2, 'run', 'build', '--resume', '1', '--ignore-conditions')),
  ).toContain('as it was asked for');
});

test('with an engine of its own, a build is followed to its end', async () => {
  const workspace = await idleWorkspace();
  const built = await workspace.run(['run', 'build', '--env', 'dev', '--threads', '1', '--no-wait']);
  expect(built).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/^Build #1 +everything +✓ completed$/m),
  });
});
