import { button, choose, goTo, heading } from './support/app.ts';
import { apply, expect, slipway, test } from './support/fixtures.ts';

test('an environment is made, tested, filled with a job, and that job runs', async ({ page }) => {
  await goTo(page, '/environments/new');
  await button(page, 'Next').click();
  await page.getByRole('combobox', { name: 'Database' }).fill('ANALYTICS_QA');
  await page.getByRole('combobox', { name: 'Schema' }).fill('MARTS');
  await button(page, 'Next').click();
  await page.getByRole('textbox', { name: 'Name' }).fill('qa');
  await button(page, 'Next').click();
  await button(page, 'Add rule').click();
  await page.keyboard.type('ANALYTICS_DEV');
  await page.keyboard.press('Tab');
  await page.keyboard.type('ANALYTICS_DEV');
  await button(page, 'Test it').click();
  await expect(page.getByText(/reach|connect/i).first()).toBeVisible();
  await button(page, /^Create (environment|anyway)$/).click();
  await expect(heading(page, 'qa')).toBeVisible();

  await goTo(page, '/jobs/new');
  await choose(page, 'Environment', 'qa');
  await choose(page, 'Model', 'stg_flights');
  await choose(page, 'Tag', 'v2');
  await page.getByRole('textbox', { name: 'Table or view' }).fill('STG_FLIGHTS');
  await button(page, 'Publish…').click();
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /^Publish/ })
    .click();
  await button(page, 'Run now…').click();
  await button(page, 'Run in qa').click();
  await expect(heading(page, /^#3 stg_flights_qa/)).toBeVisible();
  await expect(page.getByText('completed').first()).toBeVisible();
  await expect(page.getByText('ANALYTICS_QA.MARTS.STG_FLIGHTS').first()).toBeVisible();
});

test('edits are kept where somebody else saved meanwhile, and both are in the end', async ({
  page,
  workspace,
}) => {
  await goTo(page, '/environments/test');
  await page.getByRole('textbox', { name: 'Description' }).fill('Edited here');
  const elsewhere = 'name: test\nconnection: embedded\ndatabase: ANALYTICS_TST\nschema: ELSEWHERE\n';
  await apply(workspace, 'env', elsewhere);
  await expect(page.getByRole('combobox', { name: 'Schema' })).toHaveValue('ELSEWHERE');
  await expect(page.getByRole('textbox', { name: 'Description' })).toHaveValue('Edited here');
  await button(page, 'Review and save…').click();
  await page.getByRole('dialog').getByRole('button', { name: /^Save/ }).click();
  await expect.poll(() => slipway(workspace, 'env', 'show', 'test', '--json')).toContain('Edited here');
  expect(await slipway(workspace, 'env', 'show', 'test', '--json')).toContain('ELSEWHERE');
});
