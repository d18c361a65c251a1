import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { button, editorOf, goTo } from './support/app.ts';
import { expect, test } from './support/fixtures.ts';

const graphOf = (page: Page, environment: string) =>
  page.getByRole('application', { name: new RegExp(`^Lineage of ${environment}: `) });
const card = (page: Page, name: string) =>
  graphOf(page, 'prod').getByRole('img', { name: new RegExp(`^${name}, `) });
const selector = (page: Page) => page.getByRole('combobox', { name: /^Selector/ });

async function saved(page: Page, item: string): Promise<string> {
  await button(page, 'Export').click();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('menuitem', { name: item, exact: true }).click(),
  ]);
  return readFileSync(await download.path(), 'latin1');
}

test('from all of prod to what is around a model, its details, and back; and what an unsaved draft would change', async ({
  page,
}) => {
  await goTo(page, '/lineage?env=prod');
  await expect(card(page, 'daily_delays')).toBeVisible();
  await expect(page.getByText('6 models, 2 sources')).toBeVisible();

  // By keyboard: to a source, to its reader, its details.
  const graph = graphOf(page, 'prod');
  await graph.focus();
  await page.keyboard.press('Home');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
  const details = page.getByRole('region', { name: 'stg_flights' });
  await expect(details.getByRole('link', { name: 'stg_flights_prod' })).toBeVisible();
  await expect(details.getByRole('button', { name: 'daily_delays' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(details).toBeHidden();

  // A selector that means nothing says where, one that does shows just that.
  await selector(page).fill('1+daly_delays+1');
  await expect(page.getByRole('alert').getByText('did you mean "daily_delays"?')).toBeVisible();
  await selector(page).fill('1+daily_delays+1');
  await expect(page.getByText('2 of 6 models, 0 of 2 sources')).toBeVisible();
  await expect(card(page, 'busiest_routes')).toBeHidden();

  // All that is chosen is there again; the table has the same.
  await page.reload();
  await expect(selector(page)).toHaveValue('1+daily_delays+1');
  await expect(card(page, 'stg_flights')).toBeVisible();
  await button(page, 'Jobs and tables').click();
  await expect(card(page, 'daily_delays_prod')).toBeVisible();
  expect(await saved(page, 'SVG')).toContain('<title>daily_delays_prod');
  expect(await saved(page, 'PNG')).toMatch(/^.PNG/);
  expect(await saved(page, 'Mermaid')).toContain('"daily_delays_prod"');
  await page.getByText('Table', { exact: true }).click();
  await expect(page.getByRole('row', { name: /^daily_delays / })).toContainText('stg_flights');
  await page.getByRole('row', { name: /^stg_flights / }).click({ position: { x: 120, y: 10 } });
  await page.getByRole('link', { name: 'Open the model' }).click();

  // While typing, saved or not: what would change, and for whom.
  await page.getByRole('tab', { name: 'Impact' }).click();
  await button(page, /^Impact in/).click();
  await page.getByRole('menuitemradio', { name: 'prod' }).click();
  await expect(page.getByText('5 models read it, 6 jobs')).toBeVisible();
  // The menu stays for another choice, and gives the focus back to its button as it goes.
  await page.keyboard.press('Escape');
  await expect(page.getByRole('menu')).toBeHidden();
  await expect(button(page, 'Impact in: prod')).toBeFocused();
  await editorOf(page, 'stg_flights').focus();
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.insertText('select 1 as day from ANALYTICS_DEV.MARTS.DAILY_DELAYS');
  await expect(
    page.getByText('It would read itself: stg_flights → daily_delays → stg_flights'),
  ).toBeVisible();
  await expect(page.getByRole('region', { name: 'What changes' })).toContainText('removed');
});
