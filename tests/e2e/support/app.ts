import type { Locator, Page } from '@playwright/test';
import { expect } from './fixtures.ts';

/** A third version of the sample's daily_delays: one column more. */
export const newSql = `select
    date_trunc('day', departed_at)::date as day,
    count(*) as flights,
    round(avg(delay_minutes), 2) as avg_delay_minutes,
    max(delay_minutes) as worst_delay_minutes
from ANALYTICS_DEV.STAGING.STG_FLIGHTS
group by 1
order by day
`;

/** Goes to a place of the application as a link would: "/models/daily_delays". */
export async function goTo(page: Page, path: string): Promise<void> {
  await page.goto(`${page.url().split('#')[0]}#${path}`);
}

/** Chooses in a form. */
export async function choose(page: Page, label: string, option: string | RegExp): Promise<void> {
  await page.getByRole('combobox', { name: label }).click();
  // That of another one may still be closing.
  const listed = page.getByRole('listbox', { name: label });
  await listed.getByRole('option', { name: option, exact: typeof option === 'string' }).click();
}

/** The editor's text field; it is there, though never visible. */
export const editorOf = (page: Page, model: string) =>
  page.getByRole('textbox', { name: `SQL of ${model}`, exact: false });

/** Replaces the text of the model that is open and has the focus, as pasting does, and waits until it is kept. */
export async function replaceSql(page: Page, model: string, sql: string): Promise<void> {
  await editorOf(page, model).focus();
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.insertText(sql);
  await expect(page.getByText('Modified since v2').first()).toBeVisible();
}

/** The cell of a model and an environment on the board. */
export function boardCell(page: Page, model: string, environment: 'dev' | 'test' | 'prod'): Locator {
  const column = { dev: 0, test: 1, prod: 2 }[environment];
  const row = page.getByRole('row', { name: new RegExp(`^${model} `) });
  return row.getByRole('gridcell').nth(column);
}

export const heading = (page: Page, name: string | RegExp) => page.getByRole('heading', { level: 1, name });
export const button = (page: Page, name: string | RegExp) =>
  page.getByRole('button', { name, exact: typeof name === 'string' });

/** To the board: the first `go` leads back to where one was in the area, the second to its beginning. */
export async function toBoard(page: Page, go: () => Promise<void>): Promise<void> {
  const grid = page.getByRole('grid', { name: 'Models and environments' });
  const somewhere = page
    .getByRole('navigation', { name: 'Breadcrumb' })
    .getByText('Promote', { exact: true });
  await go();
  await expect(somewhere).toBeVisible();
  if (!(await grid.isVisible())) await go();
  await expect(grid).toBeVisible();
}

export const openBoard = (page: Page) =>
  toBoard(page, () =>
    page.getByRole('navigation', { name: 'Areas' }).getByRole('link', { name: 'Promote' }).click(),
  );

/** Of the job that is shown or edited. */
export const nextFires = (page: Page) => page.getByRole('list', { name: 'Next fires' });
