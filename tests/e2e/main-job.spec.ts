import { expect, test } from './support/fixtures.ts';
import {
  boardCell,
  button,
  editorOf,
  goTo,
  heading,
  newSql,
  openBoard,
  replaceSql,
  toBoard,
} from './support/app.ts';

/** Edit, preview, publish, tag, promote to dev, run, promote to prod with an approval, run, roll back. */
test('the main job, by mouse', async ({ page }) => {
  await page.getByRole('option', { name: 'daily_delays' }).click();
  await expect(heading(page, 'daily_delays')).toBeVisible();
  await editorOf(page, 'daily_delays').waitFor({ state: 'attached' });
  await replaceSql(page, 'daily_delays', newSql);

  await button(page, 'Preview').click();
  await expect(button(page, /approximated on DuckDB/)).toBeVisible();
  await expect(page.getByRole('button', { name: /^WORST_DELAY_MINUTES/ })).toBeVisible();

  await button(page, 'Publish…').first().click();
  const publish = page.getByRole('dialog', { name: 'Publish the draft' });
  await publish.getByRole('textbox', { name: 'Message' }).fill('Add the worst delay');
  await publish.getByRole('textbox', { name: 'Tag' }).fill('v3');
  await publish.getByRole('button', { name: 'Publish version' }).click();
  await expect(page.getByText('Same as v3').first()).toBeVisible();

  await openBoard(page);
  const dev = boardCell(page, 'daily_delays', 'dev');
  await dev.click({ button: 'right' });
  await page.getByRole('menuitem', { name: /^Promote to dev/ }).click();
  await page.getByRole('option', { name: /^v3/ }).click();
  await expect(page.getByText('WORST_DELAY_MINUTES').first()).toBeVisible();
  await button(page, 'Apply to dev…').click();
  await page.getByRole('dialog').getByRole('button', { name: 'Apply to dev' }).click();
  await button(page, 'Run daily_delays_dev now').click();
  await expect(page.getByText('Last run since:')).toBeVisible();
  await page
    .getByRole('link', { name: /^#\d+$/ })
    .last()
    .click();
  await expect(heading(page, /daily_delays_dev/)).toBeVisible();
  await expect(page.getByText('completed').first()).toBeVisible();

  await openBoard(page);
  await expect(dev).toContainText('v3');
  const prod = boardCell(page, 'daily_delays', 'prod');
  await expect(prod).toContainText('2 behind');
  await dev.getByText('v3').dragTo(prod);
  await expect(page.getByText('awaits approval', { exact: true })).toBeVisible();
  await button(page, 'Approve…').click();
  const approve = page.getByRole('dialog', { name: /Approve promotion/ });
  await expect(approve.getByRole('button', { name: 'Approve promotion' })).toBeDisabled();
  await approve.getByRole('textbox', { name: 'Type prod to approve' }).fill('prod');
  await approve.getByRole('button', { name: 'Approve promotion' }).click();
  await button(page, 'Apply to prod…').click();
  await page.getByRole('dialog').getByRole('button', { name: 'Apply to prod' }).click();
  await button(page, 'Run daily_delays_prod now').click();
  await page
    .getByRole('link', { name: /^#\d+$/ })
    .last()
    .click();
  await expect(heading(page, /daily_delays_prod/)).toBeVisible();
  await expect(page.getByText('completed').first()).toBeVisible({ timeout: 30_000 });
  const runOfV3 = page.url();
  await page.goBack();

  await button(page, 'Roll back to v1').click();
  await expect(page.getByText('prod runs v1 of daily_delays again').first()).toBeVisible();
  await openBoard(page);
  await expect(prod).toContainText('v1');

  // What ran stays what it was.
  await goTo(page, new URL(runOfV3).hash.slice(1));
  await page.getByRole('tab', { name: /SQL/ }).click();
  await expect(page.getByText('worst_delay_minutes').first()).toBeVisible();
});

test('the main job, by keyboard', { tag: '@browser' }, async ({ page }) => {
  const { keyboard } = page;
  const focused = page.locator(':focus');
  await expect(page.getByRole('option', { name: 'daily_delays' })).toBeVisible();

  await command('daily_delays');
  await expect(editorOf(page, 'daily_delays')).toBeFocused();
  await keyboard.press('ControlOrMeta+a');
  await keyboard.insertText(newSql);
  await expect(page.getByText('Modified since v2').first()).toBeVisible();
  await keyboard.press('ControlOrMeta+Enter');
  await expect(page.getByRole('button', { name: /^WORST_DELAY_MINUTES/ })).toBeVisible();

  await keyboard.press('ControlOrMeta+Shift+p');
  await expect(focused).toHaveAccessibleName('Message');
  await keyboard.type('Add the worst delay');
  await keyboard.press('Tab');
  await expect(focused).toHaveAccessibleName('Tag');
  await keyboard.type('v3');
  await keyboard.press('Enter');
  await expect(page.getByText('Same as v3').first()).toBeVisible();

  // Out of the editor, where "g" is a letter.
  await keyboard.press('Control+m');
  await keyboard.press('Tab');
  await toBoard(page, goToPromote);
  await keyboard.press('ArrowDown');
  await keyboard.press('ArrowDown');
  await promoteHere('v3');
  await command('Apply to dev');
  await chooseButton('Apply to dev');
  await expect(button(page, 'Run daily_delays_dev now')).toBeVisible();

  await command('daily_delays_dev');
  await expect(heading(page, 'daily_delays_dev')).toBeVisible();
  await keyboard.press('ControlOrMeta+Enter');
  await chooseButton('Run in dev');
  await expect(heading(page, /^#\d+ daily_delays_dev/)).toBeVisible();
  await expect(page.getByText('completed').first()).toBeVisible();

  await toBoard(page, goToPromote);
  await keyboard.press('Control+Home');
  for (const key of ['ArrowDown', 'ArrowDown', 'End']) await keyboard.press(key);
  await promoteHere('v3');
  await command('Approve the promotion');
  await expect(focused).toHaveAccessibleName('Type prod to approve');
  await keyboard.type('prod');
  await keyboard.press('Enter');
  await expect(button(page, 'Apply to prod…')).toBeVisible();
  await command('Apply to prod');
  await chooseButton('Apply to prod');
  await expect(button(page, 'Run daily_delays_prod now')).toBeVisible();
  await command('Roll back to v1');
  await expect(page.getByText('prod runs v1 of daily_delays again').first()).toBeVisible();

  async function goToPromote() {
    await keyboard.press('g');
    await keyboard.press('p');
  }

  /** Opens the plan of a tag for the cell of the board that has the cursor. */
  async function promoteHere(tag: string) {
    await keyboard.press('p');
    await expect(focused).toHaveAccessibleName('Filter tags');
    await keyboard.type(tag);
    await keyboard.press('Enter');
    await expect(page.getByText('WORST_DELAY_MINUTES').first()).toBeVisible();
  }

  /** Finds a command in the palette. */
  async function command(words: string) {
    await keyboard.press('ControlOrMeta+k');
    await expect(page.getByRole('combobox', { name: 'Search everything' })).toBeFocused();
    await keyboard.type(words);
    const results = page.getByRole('listbox', { name: 'Results' });
    await expect(results.getByRole('option').first()).toContainText(words);
    await keyboard.press('Enter');
  }

  /** Goes on with Tab to a button of the dialog that is open, and presses it. */
  async function chooseButton(name: string) {
    const wanted = page.getByRole('dialog').getByRole('button', { name });
    await expect(wanted).toBeVisible();
    for (let step = 0; step < 12; step++) {
      if ((await wanted.and(focused).count()) > 0) break;
      await keyboard.press('Tab');
    }
    await expect(wanted).toBeFocused();
    await keyboard.press('Enter');
  }
});
