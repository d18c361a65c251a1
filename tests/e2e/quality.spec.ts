import { button, choose, goTo } from './support/app.ts';
import { expectAccessible } from './support/axe.ts';
import { expect, slipway, test } from './support/fixtures.ts';

test('a check and a condition of a job: what a run found in the data is seen, and what it skipped for', async ({
  page,
  workspace,
}) => {
  await goTo(page, '/jobs/stg_flights_dev/edit');
  const conditions = page.getByRole('region', { name: 'Conditions', exact: true });
  // What it reads is known.
  await expect(page.getByRole('complementary')).toContainText('Reads DATALAKE_DEV.RAW.FLIGHTS');
  await conditions.getByRole('button', { name: 'Freshness' }).click();
  // It reads only one.
  await expect(conditions.getByRole('combobox', { name: 'Source' })).toHaveValue('DATALAKE_DEV.RAW.FLIGHTS');
  await conditions.getByText('Changed since the last success').click();
  const checks = page.getByRole('region', { name: 'Checks', exact: true });
  await checks.getByRole('button', { name: 'Add a check' }).click();
  await page.getByRole('menuitem', { name: 'Accepted values' }).click();
  await checks.getByRole('textbox', { name: 'Column' }).fill('origin');
  await checks.getByRole('textbox', { name: 'Values' }).fill('ATL\nORD');
  const publish = async () => {
    await button(page, 'Publish…').click();
    await page.getByRole('dialog').getByRole('button', { name: 'Publish' }).click();
  };
  await publish();
  // DuckDB notes no changes: the engine says so, at the field it is about.
  const column = conditions.getByRole('textbox', { name: 'Column' });
  await expect(column).toHaveAccessibleDescription(/does not note when a table was last changed/);
  await column.fill('date');
  await publish();
  await expect(page.getByRole('tabpanel')).toContainText("ORIGIN is one of 'ATL', 'ORD'");

  /** Runs it, and looks at the run; it ends while one does. */
  const run = async () => {
    const { id } = JSON.parse(await slipway(workspace, 'job', 'run', 'stg_flights_dev', '--json')) as {
      id: number;
    };
    await goTo(page, `/runs/${id}?tab=checks`);
    return id;
  };
  const panel = page.getByRole('tabpanel', { name: 'Checks' });
  const failed = await run();
  await expect(panel.getByRole('listitem').first()).toContainText('no success has looked at it before');
  const details = panel.getByRole('region', { name: 'Check accepted_values(ORIGIN)' });
  await expect(details).toContainText('a failure keeps the result back');
  await expect(details.getByRole('grid', { name: 'Bad rows of accepted_values(ORIGIN)' })).toContainText(
    'ABE',
  );
  await button(page, 'Edit stg_flights_dev').click();
  await checks.getByText('Only warn').click();
  await publish();
  // Published before one goes on: the run is of the new definition.
  await expect(page.getByRole('tabpanel')).toContainText('only warns');
  const completed = await run();
  await expect(page.getByRole('heading', { level: 1 })).toContainText(`#${completed}`);
  await expect(page.getByText('completed', { exact: true }).first()).toBeVisible();
  await run();
  await expect(panel).toContainText(`as #${completed} found it`);

  // It is wanted all the same.
  await goTo(page, '/jobs/stg_flights_dev');
  await button(page, 'Run now…').click();
  await page.getByRole('dialog').getByRole('checkbox', { name: 'Ignore its conditions' }).check();
  await page.getByRole('dialog').getByRole('button', { name: 'Run in dev' }).click();
  await expect(page.getByText('completed', { exact: true }).first()).toBeVisible();
  await page.getByRole('tab', { name: /Checks/ }).click();
  await expect(panel).toContainText('Ignored: it was to be built whatever they find.');
  await expect(panel.getByText('unmet', { exact: true })).toBeVisible();
  await page.getByRole('tab', { name: /SQL/ }).click();
  await expect(page.getByRole('tabpanel', { name: /SQL/ })).toContainText('ignored, as was asked for');

  await goTo(page, '/jobs/stg_flights_dev/checks');
  const history = page.getByRole('row', { name: /^accepted_values\(ORIGIN\)/ });
  await expect(history.getByRole('link')).toHaveCount(3);

  await button(page, 'More about this job').click();
  await page.getByRole('menuitem', { name: 'Forget sources…' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Forget sources' }).click();
  await expect(page.getByText('stg_flights_dev has forgotten 1 source')).toBeVisible();
  await run();
  await expect(panel).toContainText('no success has looked at it before');

  await expectAccessible(page, [
    [`/runs/${failed}`, () => expect(details).toBeVisible()],
    ['/jobs/stg_flights_dev/checks', () => expect(history).toBeVisible()],
    ['/jobs/stg_flights_dev/edit', () => expect(checks).toContainText('Accepted values')],
  ]);
});

test('a job becomes incremental: what a run would do is seen while it is edited, and what was new on its run', async ({
  page,
}) => {
  await goTo(page, '/jobs/stg_flights_dev/edit');
  const preview = page.getByRole('complementary', { name: 'What publishing would change' });
  await expect(preview.getByText('CREATE OR REPLACE VIEW').first()).toBeVisible();
  await page.getByRole('radiogroup', { name: 'Kept as' }).getByText('Incremental').click();
  await choose(page, 'New rows', /^Append/);
  await page.getByRole('textbox', { name: 'Watermark' }).fill('departed_at');
  // The view that this job has built so far stands there.
  await expect(preview.getByRole('alert')).toContainText('rows cannot be added to it');
  await button(page, 'Publish…').click();
  await page.getByRole('dialog').getByRole('button', { name: 'Publish' }).click();

  await page.getByRole('tab', { name: 'Plan' }).click();
  const plan = page.getByRole('tabpanel', { name: 'Plan' });
  await expect(plan.getByRole('alert')).toContainText('It would fail before anything is written');
  await plan.getByRole('checkbox', { name: 'With a full refresh' }).check();
  await expect(plan).toContainText('Builds all: a full refresh was asked for');
  await expect(
    plan.getByRole('listitem').filter({ hasText: 'publish puts it into its place' }),
  ).toBeVisible();

  /** Runs it, and tells of its run what was built. */
  const run = async (fullRefresh: boolean) => {
    await button(page, 'Run now…').click();
    const dialog = page.getByRole('dialog');
    if (fullRefresh) await dialog.getByRole('checkbox', { name: 'Full refresh' }).check();
    await dialog.getByRole('button', { name: 'Run in dev' }).click();
    await expect(page.getByText('completed', { exact: true }).first()).toBeVisible();
    await page.getByRole('tab', { name: /SQL/ }).click();
    return page.getByRole('tabpanel', { name: /SQL/ });
  };
  await expect(await run(true)).toContainText('all: a full refresh was asked for');
  await goTo(page, '/jobs/stg_flights_dev/plan');
  await expect(plan).toContainText('Builds what is new: the highest DEPARTED_AT in the target is 2001-');
  await expect(plan.getByText('INSERT INTO').first()).toBeVisible();
  await expect(await run(false)).toContainText('what is new: the highest DEPARTED_AT in the target is 2001-');
});

test('several models are built with a variable, one at a time, whatever their conditions find', async ({
  page,
}) => {
  await goTo(page, '/runs/builds');
  await button(page, 'Build…').first().click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: 'Models' }).fill('daily_delays');
  await expect(dialog).toContainText('1 model in dev');
  await dialog.getByText('How it is built').click();
  const atOnce = dialog.getByRole('textbox', { name: 'At once' });
  await atOnce.fill('none');
  await dialog.getByRole('button', { name: 'Build it in dev' }).click();
  await expect(atOnce).toHaveAccessibleDescription(/A number from 1 to 1000, or empty/);
  await atOnce.fill('1');
  await dialog.getByRole('checkbox', { name: 'Ignore conditions' }).check();
  await dialog.getByRole('checkbox', { name: 'Full refresh' }).check();
  await dialog.getByRole('button', { name: 'Add variable' }).click();
  await dialog.getByRole('textbox', { name: 'Name of the new variable' }).fill('late_after_minutes');
  await choose(page, 'Type of late_after_minutes', 'number');
  await dialog.getByRole('textbox', { name: 'Value of late_after_minutes' }).fill('30');

  const chooseEnvironment = async (name: string) => {
    await dialog.getByRole('combobox', { name: 'In', exact: true }).click();
    await page.getByRole('option', { name, exact: true }).click();
  };
  // Elsewhere it is unlike what was approved.
  await chooseEnvironment('prod');
  await dialog.getByRole('button', { name: 'Build it in prod' }).click();
  await expect(dialog.getByRole('textbox', { name: /^Why/ })).toHaveAccessibleDescription(
    /Say why it is to run unlike what was approved/,
  );
  await chooseEnvironment('dev');
  await dialog.getByRole('button', { name: 'Build it in dev' }).click();
  await expect(page.getByText('completed', { exact: true }).first()).toBeVisible();
  const facts = page.locator('dl').first();
  await expect(facts).toContainText('late_after_minutes = 30');
  await expect(facts).toContainText('Incremental targetsbuilt anew');
  await expect(facts).toContainText('Conditionsignored');
  await expect(facts).toContainText('At once1');
});

test('a variable is declared with a type, and whoever sets it anew has to keep to it', async ({ page }) => {
  await goTo(page, '/environments/variables');
  await page.getByRole('checkbox', { name: 'keep to this type: late_after_minutes' }).check();
  await button(page, 'Add variable').click();
  await page.getByRole('textbox', { name: 'Name of the new variable' }).fill('days');
  await choose(page, 'Type of days', 'list');
  await choose(page, 'Items of days', 'date');
  const items = page.getByRole('combobox', { name: 'Value of days' });
  await items.fill('2026-02-30');
  await items.press('Enter');
  await expect(items).toHaveAccessibleDescription(/Not all of them are dates, as in 2026-03-01/);
  await items.press('Backspace');
  await items.fill('2026-02-28');
  await items.press('Enter');
  await button(page, 'Save variables').click();
  await expect(page.getByText('Workspace variables saved')).toBeVisible();

  await goTo(page, '/jobs/daily_delays_dev/edit');
  const inherited = page.getByRole('button', { name: 'Override late_after_minutes' });
  await inherited.click();
  await choose(page, 'Type of late_after_minutes', 'text');
  await button(page, 'Publish…').click();
  await page.getByRole('dialog').getByRole('button', { name: 'Publish' }).click();
  await expect(
    page.getByRole('textbox', { name: 'Value of late_after_minutes' }),
  ).toHaveAccessibleDescription(/Must be a number; "15" is not/);
});
