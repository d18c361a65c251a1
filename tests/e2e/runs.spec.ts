import { endlessSql } from '../support/shop.ts';
import { button, goTo, heading } from './support/app.ts';
import { expect, slipway, test } from './support/fixtures.ts';
import { addModel } from './support/models.ts';

test('a run that somebody else starts appears in the list while one looks at it', async ({
  page,
  workspace,
}) => {
  await goTo(page, '/runs');
  const rows = page.getByRole('row', { name: /stg_flights_dev/ });
  await expect(rows).toHaveCount(1);
  await slipway(workspace, 'job', 'run', 'stg_flights_dev', '--wait', '--cause', 'somebody else');
  await expect(rows).toHaveCount(2);
  await expect(rows.first()).toContainText('completed');
  await rows.first().click();
  await expect(heading(page, /^#3 stg_flights_dev/)).toBeVisible();
  await expect(page.getByText('somebody else')).toBeVisible();
});

test('a run that does not end is cancelled, in the warehouse too', async ({ page, workspace }) => {
  await addEndlessJob(workspace);
  await goTo(page, '/jobs/endless_dev');
  await button(page, 'Run now…').click();
  await button(page, 'Run in dev').click();
  await expect(heading(page, /endless_dev/)).toBeVisible();
  await expect(page.getByText('running').first()).toBeVisible();
  await button(page, 'Cancel…').click();
  const dialog = page.getByRole('dialog', { name: /Cancel/ });
  await dialog.getByRole('textbox', { name: 'Reason' }).fill('it never ends');
  await dialog.getByRole('button', { name: /^Cancel run/ }).click();
  await expect(page.getByText('cancelled').first()).toBeVisible();
  await expect(page.getByText('Why: it never ends')).toBeVisible();
  await expect(button(page, 'Cancel…')).toBeHidden();
});

test('a run that fails says why, and where in the SQL', async ({ page, workspace }) => {
  await addModel(workspace, 'broken', 'select no_such_column from DATALAKE_DEV.RAW.FLIGHTS');
  await goTo(page, '/jobs/broken_dev');
  await button(page, 'Run now…').click();
  await button(page, 'Run in dev').click();
  await expect(page.getByText('failed').first()).toBeVisible();
  await expect(page.getByText(/NO_SUCH_COLUMN/i).first()).toBeVisible();
});

const addEndlessJob = (workspace: string) => addModel(workspace, 'endless', endlessSql);
