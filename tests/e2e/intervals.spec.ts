import { button, choose, goTo } from './support/app.ts';
import { expectAccessible, violationsIn } from './support/axe.ts';
import { apply, expect, slipway, test } from './support/fixtures.ts';

test('a job builds its target by intervals: made so in its editor, gaps seen and filled', async ({
  page,
  workspace,
}) => {
  // The editor: by month, from February on.
  await goTo(page, '/jobs/traffic_by_state_dev/edit');
  await choose(page, 'Model', /^daily_delays/);
  await choose(page, 'Tag', /^v2/);
  await page.getByRole('radiogroup', { name: 'Kept as' }).getByText('Incremental').click();
  await choose(page, 'New rows', /^Delete and insert/);
  await page.getByRole('textbox', { name: 'Watermark' }).fill('DAY');
  await choose(page, 'By intervals', 'By month');
  const zone = page.getByRole('combobox', { name: 'Time zone' });
  await expect(zone).toHaveAttribute('placeholder', 'UTC');
  const publish = async () => {
    await button(page, 'Publish…').click();
    await page.getByRole('dialog').getByRole('button', { name: 'Publish' }).click();
  };
  await button(page, 'Publish…').click();
  const firstDay = page.getByLabel('First day');
  await expect(firstDay).toHaveAccessibleDescription(/Missing: the day of the first interval/);
  await firstDay.fill('2001-02-01');
  await publish();
  await expect(page.getByRole('tabpanel', { name: 'Definition' })).toContainText(
    'By month: from 2001-02-01 on, UTC',
  );

  // Nothing is built; then all that is over, in one run.
  await page.getByRole('tab', { name: 'Intervals' }).click();
  const panel = page.getByRole('tabpanel', { name: 'Intervals' });
  await expect(panel).toContainText('Nothing is built yet. The first run builds all');
  await slipway(workspace, 'job', 'run', 'traffic_by_state_dev', '--full-refresh', '--wait');
  await expect(panel.getByRole('button', { name: /months built: 2001-02-01 to/ })).toBeVisible();
  await page.getByRole('tab', { name: 'Plan' }).click();
  await expect(page.getByRole('tabpanel', { name: 'Plan' }).getByRole('status')).toContainText(
    'It would be skipped now: what is built goes up to',
  );

  // The year before is wanted too: a gap.
  await button(page, 'Edit').click();
  await firstDay.fill('2000-01-01');
  await publish();
  await page.getByRole('tab', { name: 'Intervals' }).click();
  const strip = panel.getByRole('toolbar', { name: /^What is built along time: 2 stretches/ });
  const gap = strip.getByRole('button', { name: '13 months missing: 2000-01-01 to 2001-02-01' });
  const built = strip.getByRole('button', { name: /months built/ });
  await gap.focus();
  await page.keyboard.press('ArrowRight');
  await expect(built).toBeFocused();
  await page.keyboard.press('Home');
  await expect(gap).toBeFocused();
  await expect(panel.getByText('Choose it to build it')).toBeVisible();

  // The dialog: what is wrong stands at its field, and Escape leaves the page where it is.
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog');
  const preview = dialog.getByRole('region', { name: 'What would be built' });
  await expect(preview).toContainText('13 months in 2 runs');
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
  await expect(strip).toBeVisible();
  await gap.click();
  await dialog.getByLabel('From', { exact: true }).fill('1999-12-31');
  await expect(dialog.getByLabel('From', { exact: true })).toHaveAccessibleDescription(
    /Is before the first interval/,
  );
  await dialog.getByLabel('From', { exact: true }).fill('2000-12-05');
  await expect(preview).toContainText('2 months in 1 run. 2000-12-01 to 2001-02-01 (UTC).');
  await dialog.getByLabel('Months in a run').fill('1');
  await expect(preview).toContainText('2 months in 2 runs, the newest first');
  await preview.getByText('What the first run would do').click();
  await expect(preview).toContainText('That is 1 month, 2001-01-01 to 2001-02-01 (UTC).');
  await expect(preview.getByText('DELETE FROM').first()).toBeVisible();
  expect(await violationsIn(page, '[role=dialog]', {})).toEqual([]);
  await dialog.getByRole('textbox', { name: 'Why' }).fill('January was asked for');
  await dialog.getByRole('button', { name: 'Start 2 runs in dev' }).click();

  // The backfill, to its end, and back through one of its runs.
  await expect(page.getByRole('heading', { level: 1 })).toContainText('#1 traffic_by_state_dev');
  const runs = page.getByRole('grid', { name: 'Runs of backfill #1' });
  await expect(runs.getByRole('row', { name: /^1 completed 2001-01-01 2001-02-01 1 #\d+ 31/ })).toBeVisible();
  await expect(runs.getByRole('row', { name: /^2 completed 2000-12-01 2001-01-01 1 #\d+ 0/ })).toBeVisible();
  await expect(page.getByRole('main')).toContainText('2 completed');
  await runs.getByRole('link').first().click();
  await expect(page.getByRole('main')).toContainText('Builds2001-01-01 to 2001-02-011 month');
  await page.getByRole('tab', { name: /SQL/ }).click();
  await expect(page.getByRole('tabpanel', { name: /SQL/ })).toContainText(
    '1 month, 2001-01-01 to 2001-02-01 (UTC)',
  );
  await page.getByRole('link', { name: 'backfill #1' }).click();
  await page.getByRole('link', { name: 'traffic_by_state_dev' }).click();
  await expect(
    strip.getByRole('button', { name: '11 months missing: 2000-01-01 to 2000-12-01' }),
  ).toBeVisible();
  const backfills = panel.getByRole('region', { name: 'Backfills' });
  await expect(backfills.getByRole('listitem')).toContainText('“January was asked for”');

  await expectAccessible(page, [
    ['/jobs/traffic_by_state_dev/intervals', () => expect(backfills.getByRole('listitem')).toBeVisible()],
    ['/runs/backfills', () => expect(page.getByRole('grid', { name: 'Backfills' })).toBeVisible()],
    ['/runs/backfills/1', () => expect(runs).toBeVisible()],
    ['/jobs/traffic_by_state_dev/edit', () => expect(firstDay).toBeVisible()],
  ]);
});

test('a backfill that failed is gone on with, and one under way is cancelled', async ({
  page,
  workspace,
}) => {
  await apply(
    workspace,
    'job',
    `
name: delays_by_month
environment: test
kind: model
model: daily_delays
tag: v2
target: { schema: MARTS, table: DELAYS_BY_MONTH }
materialization:
  type: incremental
  strategy: delete_insert
  watermark: DAY
  interval: month
  begin: "2001-01-01"
`,
  );
  const start = async (to: string, again: boolean) => {
    await goTo(page, '/jobs/delays_by_month/intervals');
    await button(page, 'Backfill…').click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('From', { exact: true }).fill('2001-01-01');
    await dialog.getByLabel('To', { exact: true }).fill(to);
    await dialog.getByLabel('Months in a run').fill('1');
    if (again) await dialog.getByRole('checkbox', { name: /^Build again/ }).check();
    return dialog;
  };
  const state = page.getByRole('navigation', { name: 'Breadcrumb' });

  // What it reads is not there yet: the first run would fail, and does.
  let dialog = await start('2001-04-01', false);
  await expect(dialog.getByRole('alert')).toContainText('It would fail before anything is written');
  await dialog.getByRole('button', { name: 'Start 3 runs in test' }).click();
  await expect(state).toContainText('failed');
  const runs = page.getByRole('grid', { name: 'Runs of backfill #1' });
  await expect(runs.getByRole('row', { name: /^2 skipped .* chunk 1 failed/ })).toBeVisible();
  await slipway(workspace, 'job', 'run', 'stg_flights_test', '--wait');
  await button(page, 'Go on…').click();
  await page.getByRole('dialog').getByRole('button', { name: 'Go on' }).click();
  await expect(state).toContainText('completed');
  await expect(page.getByRole('main')).toContainText('3 completed');

  // Hundreds of runs: the first one is not the last.
  dialog = await start('2026-01-01', true);
  await expect(dialog).toContainText('3 of 300 months are built, and built again');
  await dialog.getByRole('button', { name: 'Start 300 runs in test' }).click();
  await expect(page.getByRole('progressbar')).toBeVisible();
  await button(page, 'Cancel…').click();
  await page.getByRole('dialog').getByRole('textbox', { name: 'Why' }).fill('Too many');
  await page.getByRole('dialog').getByRole('button', { name: 'Cancel backfill' }).click();
  await expect(state).toContainText('cancelled');
  await expect(page.getByRole('main')).toContainText('Too many');
  await expect(button(page, 'Go on…')).toBeVisible();
});
