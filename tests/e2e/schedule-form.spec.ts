import { button, goTo } from './support/app.ts';
import { addSchedule } from './support/fires.ts';
import { expect, slipway, test } from './support/fixtures.ts';

test('a schedule that cannot be understood is refused where it is typed, and never goes live', async ({
  page,
  workspace,
}) => {
  const live = () => slipway(workspace, 'job', 'show', 'stg_flights_dev', '--json');
  const before = await live();
  await goTo(page, '/jobs/stg_flights_dev/edit');
  const starts = await addSchedule(page, '0 25 * * *');
  const cron = starts.getByRole('textbox', { name: 'Cron' });
  await expect(cron).toHaveAccessibleDescription(/Hour "25" is not valid/);
  await expect(cron).toHaveAttribute('aria-invalid', 'true');
  await expect(starts).toContainText('No next fires: see above.');
  await button(page, 'Publish…').click();
  await page.getByRole('dialog').getByRole('button', { name: 'Publish' }).click();
  await expect(page.getByRole('dialog')).toBeHidden();
  await expect(cron).toBeFocused();
  await expect(page.getByText('1 field needs attention.')).toBeVisible();
  expect(await live()).toBe(before);

  await cron.fill('0 5 * * *');
  await starts.getByRole('combobox', { name: 'Time zone' }).fill('berlin');
  await page.getByRole('option', { name: 'Europe/Berlin' }).click();
  await expect(starts).toContainText('At 05:00');
  await expect(cron).not.toHaveAttribute('aria-invalid', 'true');
  await button(page, 'Publish…').click();
  await page.getByRole('dialog').getByRole('button', { name: 'Publish' }).click();
  await expect(page.getByRole('tabpanel')).toContainText('At 05:00, Europe/Berlin');
});
