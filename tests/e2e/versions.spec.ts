import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { button, editorOf, goTo, heading, newSql, replaceSql } from './support/app.ts';
import { expect, slipway, test } from './support/fixtures.ts';

test('what is written about a model is published, found, compared and restored', async ({ page }) => {
  await goTo(page, '/models/daily_delays');
  await editorOf(page, 'daily_delays').waitFor({ state: 'attached' });
  await replaceSql(page, 'daily_delays', newSql);
  await page.getByRole('tab', { name: 'Docs' }).click();
  await expect(page.getByText('Columns: 0 of 4 described')).toBeVisible();
  await button(page, 'Edit what is written about the model').click();
  await page
    .getByRole('textbox', { name: 'What is written about the model, in Markdown' })
    .fill('Delays **by day**\n\n- [x] checked\n\n<img src=x onerror=alert(1)>');
  await page.keyboard.press('Escape');
  await expect(button(page, 'Edit what is written about the model')).toBeFocused();
  await expect(page.getByRole('strong')).toHaveText('by day');
  await expect(page.getByText('<img src=x onerror=alert(1)>')).toBeVisible();
  await button(page, 'Edit what is written about the column WORST_DELAY_MINUTES').click();
  await page.keyboard.type('Of a *single* flight');
  await button(page, 'Done').click();
  await expect(page.getByText('Columns: 1 of 4 described')).toBeVisible();

  // A column that is renamed leaves its text behind, with the way to take it along.
  await editorOf(page, 'daily_delays').focus();
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.insertText(newSql.replace('worst_delay_minutes', 'worst_delay_minute'));
  await expect(page.getByText('no such column')).toBeVisible();
  await button(page, 'It is WORST_DELAY_MINUTE').click();
  await expect(page.getByText('no such column')).toBeHidden();
  await button(page, 'Publish…').first().click();
  await page.getByRole('textbox', { name: 'Message' }).fill('Tell the worst');
  await button(page, 'Publish version').click();
  await expect(page.getByText('Same as v3').first()).toBeVisible();

  await page.getByRole('tab', { name: 'Versions' }).click();
  const search = page.getByRole('textbox', { name: 'Search versions' });
  await search.fill('single worst_delay');
  const versions = page.getByRole('list', { name: 'Versions of this model' });
  await expect(versions.locator('mark').filter({ hasText: 'single' })).toBeVisible();
  await expect(versions.getByRole('button', { name: 'v3', exact: true })).toBeVisible();
  await search.fill('');

  // From v1, by the keyboard: what it is like beside the draft, and back to it.
  await page.keyboard.press('ControlOrMeta+Shift+F');
  const everywhere = page.getByRole('textbox', { name: 'Search all versions' });
  await expect(everywhere).toBeFocused();
  await everywhere.fill('daily_delays OR (');
  await expect(page.getByText('No version has')).toBeVisible();
  await everywhere.fill('staging.stg_fli "group by"');
  const found = page.getByRole('list', { name: 'Versions found' });
  await expect(found.getByRole('link', { name: /^daily_delays v1/ })).toBeVisible();
  await goTo(page, '/models?in=versions&q=stg_flights');
  await expect(found.getByRole('link', { name: /^daily_delays v3/ })).toBeVisible();
  await everywhere.focus();
  await page.keyboard.press('ArrowDown');
  await expect(found.getByRole('link', { name: /^daily_delays v3/ })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(heading(page, 'daily_delays')).toBeVisible();

  await goTo(page, '/models/daily_delays?compare=1..draft');
  const columns = page.getByRole('list', { name: 'Changes of columns' });
  await expect(columns).toContainText('WORST_DELAY_MINUTE added');
  await page.getByText('Docs (2)').click();
  await expect(
    page.getByRole('row', { name: /WORST_DELAY_MINUTE nothing Of a single flight/ }),
  ).toBeVisible();
  await button(page, 'Restore v1 as draft…').click();
  await expect(page.getByText('Same as v1').first()).toBeVisible();
  await button(page, 'Undo').click();
  await expect(page.getByText('Same as v3').first()).toBeVisible();
  await page.getByRole('tab', { name: 'Docs' }).click();
  await expect(page.getByText('Columns: 1 of 4 described')).toBeVisible();
});

test('a model says when the file it comes from changed, and takes it', async ({ page, workspace }) => {
  const file = join(workspace, 'late.sql');
  writeFileSync(file, 'select 1 as n\n');
  await slipway(workspace, 'model', 'create', 'late', '--file', file);
  await goTo(page, '/models/late');
  await expect(heading(page, 'late')).toBeVisible();
  await page.getByRole('tab', { name: 'Details' }).click();
  await expect(page.getByText('not changed since; taken')).toBeVisible();

  writeFileSync(file, 'select 1 as n, 2 as m\n');
  const lookAgain = () => page.evaluate("window.dispatchEvent(new Event('focus'))");
  await lookAgain();
  const badge = page.getByRole('button', { name: 'file changed since' });
  await badge.click();
  await page.getByRole('menuitem', { name: 'Compare the draft with the file' }).click();
  await expect(page.getByRole('list', { name: 'Changes of columns' })).toContainText('M added');
  await button(page, 'Take the file into the draft').click();
  await expect(badge).toBeHidden();
  await expect(page.getByText('The draft has the text of late.sql now')).toBeVisible();
  await page.getByRole('button', { name: 'Close the comparison' }).click();

  // Work of one's own is not taken away unasked.
  await editorOf(page, 'late').focus();
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.insertText('select 3 as mine');
  await expect(page.getByText('saved', { exact: true })).toBeVisible();
  writeFileSync(file, 'select 4 as n\n');
  await lookAgain();
  await badge.click();
  await page.getByRole('menuitem', { name: 'Take the file into the draft' }).click();
  const question = page.getByRole('dialog', { name: 'Take late.sql into the draft?' });
  await question.getByRole('button', { name: 'Cancel' }).click();
  await expect(badge).toBeVisible();
  rmSync(file);
  await lookAgain();
  await page.getByRole('button', { name: 'file missing' }).click();
  await page.getByRole('menuitem', { name: 'Forget the file…' }).click();
  await button(page, 'Forget the file').click();
  await expect(button(page, 'Say which file it comes from…')).toBeVisible();
  await expect(page.getByRole('button', { name: 'file missing' })).toBeHidden();
});
