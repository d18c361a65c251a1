import { button, goTo } from './support/app.ts';
import { expect, slipway, test } from './support/fixtures.ts';

test('how the result is kept is part of a job: refused where it is typed, kept as it is, told where it means nothing', async ({
  page,
  workspace,
}) => {
  await goTo(page, '/jobs/daily_delays_dev/edit');
  await expect(page.getByText('What follows is for Snowflake')).toBeVisible();
  const cluster = page.getByRole('textbox', { name: 'Cluster by' });
  await cluster.fill('DAY\nAIRLINE) AS SELECT 1');
  await page.getByRole('checkbox', { name: 'Transient' }).check();
  await page.getByRole('textbox', { name: 'Comment' }).fill('Delays by day');
  const publish = async () => {
    await button(page, 'Publish…').click();
    await page.getByRole('dialog').getByRole('button', { name: 'Publish' }).click();
  };
  await publish();
  await expect(cluster).toHaveAccessibleDescription(/Has a \) that closes nothing/);
  await expect(cluster).toBeFocused();
  await cluster.fill('DAY');
  await publish();
  const panel = page.getByRole('tabpanel');
  await expect(panel).toContainText('Clustered byDAY');
  await expect(panel).toContainText('CommentDelays by day');
  const { definition } = JSON.parse(
    await slipway(workspace, 'job', 'show', 'daily_delays_dev', '--json'),
  ) as {
    definition: { materialization: unknown };
  };
  expect(definition.materialization).toEqual({
    type: 'incremental',
    strategy: 'merge',
    unique_key: ['DAY'],
    watermark: 'DAY',
    look_back: '2 days',
    on_schema_change: 'full_refresh',
    transient: true,
    cluster_by: ['DAY'],
    comment: 'Delays by day',
  });
});
