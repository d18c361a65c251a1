import { expect, test } from 'vitest';
import { addJob, addModel, jobDefinition } from '../../support/shop.ts';
import { servedWorkspace } from './support.ts';

const byMonth = {
  type: 'incremental',
  strategy: 'delete_insert',
  watermark: 'DAY',
  interval: 'month',
  begin: '2024-01-01',
} as const;

test('intervals and backfills: listed, planned, followed, failing, gone on with, cancelled', async () => {
  const workspace = await servedWorkspace();
  const { client } = workspace;
  const days =
    "select '2024-02-10'::date as day, 1 as n union all select '2024-03-10'::date, 1 / {{ divisor }}";
  await addModel(client, 'days', days);
  await client.workspace.setVariables({ variables: { divisor: 0 } });
  await client.jobs.create({
    definition: { ...jobDefinition('days', 'dev', 'v1'), materialization: byMonth },
  });
  const backfill = [
    'job',
    'backfill',
    'days_dev',
    '--from',
    '2024-01-01',
    '--to',
    '2024-04-01',
    '--chunk',
    '2',
  ];

  const empty = await workspace.words('job', 'intervals', 'days_dev');
  expect(empty).toMatch(/^intervals +each month, by the clocks of UTC, since 2024-01-01$/m);
  expect(empty).toMatch(/^built +0 months$/m);
  expect(empty).toMatch(/^2024-01-01 +\d{4}-\d\d-01 +[\d,]+ months +○ missing$/m);

  const planned = await workspace.words(...backfill, '--plan');
  expect(planned).toMatch(
    /^days_dev in dev: 2024-01-01 to 2024-04-01 \(UTC\), 3 months, none of them built$/m,
  );
  expect(planned).toMatch(/^Builds 3 months, in 2 runs:$/m);
  expect(planned).toMatch(/^1 +2024-03-01 +2024-04-01 +1 month$/m);
  expect(planned).toContain('The first run');
  expect(planned).toMatch(/^intervals +1 month, 2024-03-01 to 2024-04-01 \(UTC\)$/m);
  expect(await workspace.json('backfill', 'list')).toEqual({ backfills: [], next: null });

  const failed = await workspace.run(backfill);
  expect(failed).toMatchObject({
    code: 1,
    stdout: expect.stringMatching(/^Backfill #1 +days_dev +✗ failed$/m),
  });
  expect(failed.stderr).toMatch(/^1\/2 +✗ failed +2024-03-01 to 2024-04-01 \(1 month\) · /m);
  expect(failed.stderr).toMatch(/^2\/2 +↷ skipped +2024-01-01 to 2024-03-01 \(2 months\) · chunk 1 failed/m);

  await client.workspace.setVariables({ variables: { divisor: 1 } });
  const again = await workspace.json(...backfill, '--cause', 'mended');
  expect(again).toMatchObject({ id: 2, state: 'completed', counts: { completed: 2 }, cause: 'mended' });
  expect(again).toEqual(await workspace.json('backfill', 'show', '2'));
  expect(await workspace.words('backfill', 'list', '--job', 'days_dev')).toMatch(
    /^ *#2 +✓ completed +days_dev +2024-01-01 to 2024-04-01 +2 completed/m,
  );
  expect(await workspace.words('job', 'intervals', 'days_dev')).toMatch(
    /^2024-01-01 +2024-04-01 +3 months +✓ built$/m,
  );

  expect(JSON.stringify(await workspace.failure(4, ...backfill))).toContain('ask for a restatement');
  expect(JSON.stringify(await workspace.failure(2, ...backfill, '--restate', '--from', '2023'))).toContain(
    'is no time',
  );
  expect(JSON.stringify(await workspace.failure(4, 'backfill', 'resume', '2'))).toContain('it is completed');
  expect(JSON.stringify(await workspace.failure(4, 'backfill', 'cancel', '2'))).toContain('it is over');
  await addModel(client, 'plain', 'select 1 as n');
  await addJob(client, 'plain', 'dev');
  expect(JSON.stringify(await workspace.failure(4, 'job', 'intervals', 'plain_dev'))).toContain(
    'does not build its target by intervals',
  );
  expect(await workspace.json('limits', 'set', '--max-concurrent-backfills', '3')).toEqual({
    max_concurrent_runs: null,
    max_concurrent_backfills: 3,
  });
});
