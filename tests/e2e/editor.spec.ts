import type { Page } from '@playwright/test';
import { button, editorOf, heading } from './support/app.ts';
import { expect, test } from './support/fixtures.ts';

/** What is offered at the caret. */
const offered = (page: Page) => page.locator('.suggest-widget.visible [role=option]');

/** From nothing to a tagged version and its comparison with the next draft, without the mouse. */
test('a model written by keyboard, with completion, an error and its repair', async ({ page }) => {
  const { keyboard } = page;
  const focused = page.locator(':focus');
  const text = page.locator('.monaco-editor .view-lines').first();
  await expect(page.getByRole('option', { name: 'daily_delays' })).toBeVisible();

  await command('New model');
  await expect(focused).toHaveAccessibleName('Name');
  await keyboard.type('late_starts');
  await keyboard.press('Enter');
  await expect(heading(page, 'late_starts')).toBeVisible();
  await expect(editorOf(page, 'late_starts')).toBeFocused();

  await keyboard.type('sel');
  await accept('select');
  await keyboard.type(' * from analytics_dev.staging.stg_f');
  await accept('stg_flights');
  await keyboard.type(' l');
  await keyboard.press('Escape');
  // Columns are offered once the table is named: back to the star.
  await keyboard.press('Home');
  for (let step = 0; step < 'select '.length; step++) await keyboard.press('ArrowRight');
  await keyboard.press('Delete');
  await keyboard.type('l.dep');
  await accept('departed_at');
  await keyboard.type(', date_tr');
  await accept('date_trunc');
  await expect(page.locator('.parameter-hints-widget.visible')).toContainText('DATE_TRUNC(part, date)');
  await keyboard.type("'month', l.departed_at");
  await keyboard.press('ArrowRight');
  await keyboard.type(' as month +');
  await keyboard.press('Escape');

  const problems = page.getByRole('tab', { name: /^Problems/ });
  await expect(problems).toContainText('1');
  await expect(page.locator('.squiggly-error')).toBeVisible();
  await keyboard.press('Backspace');
  await keyboard.press('Backspace');
  await expect(problems).not.toContainText('1');
  await expect(page.locator('.squiggly-error')).toHaveCount(0);

  await keyboard.press('F2');
  await expect(page.getByText('Only names of WITH and aliases').first()).toBeVisible();
  await keyboard.press('End');
  await keyboard.press('F2');
  await expect(focused).toHaveAccessibleName(/rename/i);
  await keyboard.press('ControlOrMeta+a');
  await keyboard.type('flown');
  await keyboard.press('Enter');
  await expect(text).toContainText('flown.departed_at');
  await expect(text).not.toContainText('l.departed_at,');

  await keyboard.press('ControlOrMeta+Enter');
  await expect(page.getByRole('button', { name: /^DEPARTED_AT/ })).toBeVisible();
  await expect(page.getByRole('button', { name: /^MONTH/ })).toBeVisible();

  await keyboard.press('Home');
  await keyboard.type(
    'with late as (select * from analytics_dev.staging.stg_flights where delay_minutes > 60)',
  );
  await keyboard.press('Escape');
  await keyboard.press('ControlOrMeta+Alt+Enter');
  await expect(page.getByText('Up to LATE', { exact: true })).toBeVisible();
  await expect(page.getByRole('button', { name: /^DELAY_MINUTES/ })).toBeVisible();
  await keyboard.type(' ');

  await keyboard.press('ControlOrMeta+Shift+p');
  await expect(focused).toHaveAccessibleName('Message');
  await keyboard.type('Late starts');
  await keyboard.press('Tab');
  await keyboard.type('v1');
  await keyboard.press('Enter');
  await expect(page.getByText('Same as v1').first()).toBeVisible();

  await command('Go to the editor');
  await keyboard.press('ControlOrMeta+End');
  await keyboard.press('Enter');
  await keyboard.type('limit 5');
  await keyboard.press('Escape');
  await expect(page.getByText('Modified since v1').first()).toBeVisible();
  await command('Compare the draft');
  await expect(page.getByRole('region', { name: 'Comparison of v1 and draft' })).toContainText('limit 5');
  await keyboard.press('Escape');

  // What was run is in the history, and can be taken up again.
  await command('Show the history');
  const past = page.getByRole('grid', { name: 'Queries run by hand' });
  await expect(past.getByRole('row')).toHaveCount(3);
  await past.focus();
  await keyboard.press('ArrowDown');
  await keyboard.press('ArrowDown');
  await keyboard.press('Enter');
  await expect(page.getByRole('region', { name: 'Query' })).toContainText('flown.departed_at');
  await button(page, 'Open in the editor').focus();
  await keyboard.press('Enter');
  await page.getByRole('dialog').getByRole('button', { name: 'Replace the draft' }).focus();
  await keyboard.press('Enter');
  await expect(text).not.toContainText('limit 5');

  /** Takes what is offered under this name. */
  async function accept(name: string) {
    await expect(offered(page).filter({ hasText: name }).first()).toBeVisible();
    await keyboard.press('Enter');
    await expect(page.locator('.suggest-widget.visible')).toHaveCount(0);
  }

  async function command(words: string) {
    await keyboard.press('ControlOrMeta+k');
    await expect(page.getByRole('combobox', { name: 'Search everything' })).toBeFocused();
    await keyboard.type(words);
    const results = page.getByRole('listbox', { name: 'Results' });
    await expect(results.getByRole('option').first()).toContainText(words);
    await keyboard.press('Enter');
  }
});
