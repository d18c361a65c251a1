import type { Page } from '@playwright/test';
import { button, editorOf, goTo, heading } from './support/app.ts';
import { expect, test } from './support/fixtures.ts';

const tree = (page: Page) => page.getByRole('tree', { name: 'Catalogue' });
const node = (page: Page, name: string | RegExp) => tree(page).getByRole('treeitem', { name });
const tab = (page: Page, name: string) => page.getByRole('tab', { name });
const flights = 'DATALAKE_DEV.RAW.FLIGHTS';

test('a table is found by keyboard, looked at from all sides, and written into a model', async ({ page }) => {
  await goTo(page, '/models/daily_delays');
  await expect(editorOf(page, 'daily_delays')).toBeAttached();
  await page.keyboard.press('Escape');
  await page.getByRole('navigation', { name: 'Areas' }).getByRole('link', { name: 'Catalogue' }).click();

  // The tree, unfolded and folded up by keyboard.
  await expect(node(page, /^DATALAKE_DEV/)).toHaveAttribute('aria-expanded', 'false');
  await node(page, /^DATALAKE_DEV/).click();
  await expect(node(page, /^RAW/)).toHaveAttribute('aria-expanded', 'false');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowRight');
  await expect(node(page, /FLIGHTS/).first()).toBeVisible();
  await page.keyboard.press('ArrowLeft');
  await expect(node(page, /^table AIRPORTS/)).toBeHidden();

  // Words of a name, in any order; the best is first.
  await page.keyboard.type('flights lake_dev');
  await expect(node(page, /FLIGHTS/)).toHaveCount(1);
  await page.keyboard.press('Enter');
  await expect(heading(page, flights)).toBeVisible();
  const columns = page.getByRole('grid', { name: 'Columns of FLIGHTS' });
  await expect(columns.getByRole('row', { name: /DELAY BIGINT allowed/ })).toBeVisible();
  await expect(page.getByText('200,000 rows')).toBeVisible();

  await tab(page, 'Sample').click();
  await expect(page.getByRole('grid', { name: `Sample of ${flights}` })).toContainText('DESTINATION');
  await expect(page.getByText('100 rows, there are more')).toBeVisible();

  await tab(page, 'Statistics').click();
  const statistics = page.getByRole('grid', { name: 'Statistics of FLIGHTS' });
  const delay = statistics.getByRole('row', { name: /DELAY/ });
  await expect(delay).toContainText('0 %');
  await expect(delay.getByRole('img', { name: /^most in -77 …/ })).toBeVisible();
  await expect(button(page, 'Compute again')).toBeVisible();

  await tab(page, 'DDL').click();
  await expect(page.getByRole('region', { name: `DDL of ${flights}` })).toContainText('CREATE TABLE');

  await button(page, 'Insert into the editor').click();
  await expect(heading(page, 'daily_delays')).toBeVisible();
  await expect(editorOf(page, 'daily_delays')).toBeFocused();
  await expect(page.locator('.view-lines')).toContainText(flights);

  // What a job builds leads to its model.
  await page.getByRole('navigation', { name: 'Areas' }).getByRole('link', { name: 'Catalogue' }).click();
  await page.getByRole('textbox', { name: 'Search catalogue' }).fill('dev stg_flights');
  await node(page, /STG_FLIGHTS/)
    .first()
    .click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Open the model that builds it' }).click();
  await expect(heading(page, 'stg_flights')).toBeVisible();

  // One that is not there is said to be so.
  await goTo(page, '/catalog/table?name=DATALAKE_DEV.RAW.GONE');
  const gone = page.getByRole('alert').filter({ hasText: 'DATALAKE_DEV.RAW.GONE is not in dev' });
  await expect(gone).toBeVisible();
  await gone.getByRole('button', { name: 'Refresh the catalogue' }).click();
  await expect(page.getByText('DATALAKE_DEV was read again')).toBeVisible();
});
