import type { Page } from '@playwright/test';
import { button, choose, goTo, heading } from './support/app.ts';
import { callEngine } from './support/engine.ts';
import { expect, test } from './support/fixtures.ts';

const field = (page: Page, name: string) => page.getByRole('textbox', { name, exact: true });
const picker = (page: Page, name: string) => page.getByRole('combobox', { name, exact: true });
const etl = {
  name: 'etl',
  warehouse: 'ETL_WH',
  limits: { max_concurrent_runs: 8, statement_timeout: '30m' },
  session_parameters: { TIMEZONE: 'UTC' },
};

test('a compute profile is made, with parameters that are checked as they are typed', async ({
  page,
  workspace,
}) => {
  await goTo(page, '/environments/compute');
  await expect(page.getByText('A compute profile is a warehouse with limits')).toBeVisible();
  await button(page, 'New compute profile…').first().click();
  await expect(field(page, 'Name')).toBeFocused();
  await page.keyboard.type('etl');
  await picker(page, 'Warehouse').fill('ETL_WH');
  await expect(page.getByText('No environment is in Snowflake yet')).toBeVisible();
  await page.keyboard.press('Escape');
  await field(page, 'Concurrent runs').fill('0');
  await expect(page.getByText('Must be at least 1')).toBeVisible();
  await field(page, 'Concurrent runs').fill('8');
  await field(page, 'Statement timeout').fill('30m');
  await expect(page.getByText('Stopped after 30 min')).toBeVisible();
  await button(page, 'Add parameter').click();
  await page.keyboard.type('query_tag');
  await expect(page.getByText('Is set by Slipway on every statement')).toBeVisible();
  await page.getByRole('combobox', { name: 'Name of QUERY_TAG' }).fill('timez');
  await page.getByRole('option', { name: 'TIMEZONE' }).click();
  await button(page, 'Create compute profile').click();
  await expect(page.getByText("Give a value; '' is the empty text")).toBeVisible();
  await expect(field(page, 'Value of TIMEZONE')).toBeFocused();
  await page.keyboard.type('UTC');
  await button(page, 'Create compute profile').click();
  await expect(heading(page, 'etl')).toBeVisible();
  const { definition } = await callEngine(workspace, client =>
    client.computeProfiles.get({ compute_profile: 'etl' }),
  );
  expect(definition).toEqual(etl);
});

test('an environment chooses one; what holds there is shown, with who says so', async ({
  page,
  workspace,
}) => {
  await callEngine(workspace, client => client.computeProfiles.apply({ definition: etl }));
  await goTo(page, '/environments/dev');
  await choose(page, 'Compute profile', 'etl');
  await expect(picker(page, 'Warehouse')).toHaveAttribute('placeholder', 'ETL_WH, from etl');
  await expect(field(page, 'Statement timeout')).toHaveAttribute('placeholder', '30m, from etl');
  await expect(page.getByText("TIMEZONE = 'UTC'")).toBeVisible();
  await field(page, 'Statement timeout').fill('5m');
  await expect(page.getByText('Its own, in place of 30m, from etl')).toBeVisible();
  await button(page, 'Review and save…').click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByRole('row', { name: /Compute profile nothing etl/ })).toBeVisible();
  await expect(dialog.getByRole('row', { name: /Statement timeout .* 5m/ })).toBeVisible();
  await button(page, 'Save environment').click();
  await expect(dialog).toBeHidden();
  const saved = await callEngine(workspace, client => client.environments.get({ environment: 'dev' }));
  expect(saved).toMatchObject({
    compute_profile: 'etl',
    warehouse: 'ETL_WH',
    limits: { statement_timeout: '5m' },
    own: { warehouse: null, statement_timeout: '5m' },
  });
});

test('who uses one, and what changes there, is said before it is saved; it is not deleted under them', async ({
  page,
  workspace,
}) => {
  await callEngine(workspace, async client => {
    await client.computeProfiles.apply({ definition: etl });
    const connection = 'embedded';
    for (const [name, limits] of [
      ['one', {}],
      ['two', { max_concurrent_runs: 2 }],
    ] as const) {
      await client.environments.apply({ definition: { name, connection, compute_profile: 'etl', limits } });
    }
  });
  await goTo(page, '/environments/compute/etl');
  await field(page, 'Concurrent runs').fill('6');
  await field(page, 'Description').fill('Edited here');
  await callEngine(workspace, client =>
    client.computeProfiles.apply({ definition: { ...etl, warehouse: 'BIG_WH' } }),
  );
  await expect(picker(page, 'Warehouse')).toHaveValue('BIG_WH');
  await expect(page.getByRole('alert')).toContainText('no field was changed by both');
  await button(page, 'Review and save…').click();
  const dialog = page.getByRole('dialog', { name: 'Save etl' });
  await expect(dialog).toContainText('Used by 2 environments: one, two');
  const affected = dialog.getByRole('list', { name: 'What changes in the environments' }).locator('> li');
  await expect(affected.nth(0)).toContainText('Concurrent runs: 8 → 6');
  await expect(affected.nth(1)).toContainText('nothing changes here');
  await button(page, 'Save compute profile').click();
  await expect(dialog).toBeHidden();
  const { definition } = await callEngine(workspace, client =>
    client.computeProfiles.get({ compute_profile: 'etl' }),
  );
  expect(definition).toMatchObject({
    description: 'Edited here',
    warehouse: 'BIG_WH',
    limits: { max_concurrent_runs: 6 },
  });

  await goTo(page, '/environments/compute');
  await page.getByRole('row', { name: /^etl/ }).click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Delete compute profile…' }).click();
  await expect(page.getByRole('dialog')).toContainText('2 environments use etl');
  await page.keyboard.press('Escape');
  await callEngine(workspace, async client => {
    for (const environment of ['one', 'two']) await client.environments.remove({ environment });
  });
  await expect(page.getByRole('row', { name: /^etl/ })).toContainText('nothing');
  await page.getByRole('row', { name: /^etl/ }).click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Delete compute profile…' }).click();
  await button(page, 'Delete compute profile').click();
  await expect(page.getByText('A compute profile is a warehouse with limits')).toBeVisible();
});
