import { violationsIn } from './support/axe.ts';
import { expect, test } from './support/fixtures.ts';

test.describe('a new workspace', () => {
  test.use({ start: 'empty' });

  test('offers the sample, and loads it', async ({ page }) => {
    await page
      .getByRole('button', { name: /load the sample/i })
      .first()
      .click();
    await expect(page.getByText('daily_delays').first()).toBeVisible({ timeout: 60_000 });
  });
});

test('opens on the models of the workspace', async ({ page }) => {
  await expect(page.getByText('daily_delays').first()).toBeVisible();
});

test('what a button is for can be read in the dark', async ({ page }) => {
  await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
  await page.getByRole('link', { name: 'Runs' }).hover();
  await expect(page.getByRole('tooltip')).toBeVisible();
  const violations = await violationsIn(page, '[role=tooltip]', { runOnly: ['color-contrast'] });
  expect(violations).toEqual([]);
});
