import { clickMenuItem } from '../support/electron-standin/launch.ts';
import { heading } from './support/app.ts';
import { expect, openDesktop, serve, slipway, test } from './support/fixtures.ts';

test('the menu goes where it says', async ({ page, desktop }) => {
  if (!desktop) throw new Error('not the desktop');
  await expect(page.getByText('daily_delays').first()).toBeVisible();
  await clickMenuItem(desktop, ['Go', 'Environments']);
  await expect(heading(page, 'Environments')).toBeVisible();
  await clickMenuItem(desktop, ['Go', 'Runs']);
  await expect(heading(page, 'Runs')).toBeVisible();
});

test('a workspace that an engine serves is shown through it, and that engine goes on', async ({
  workspace,
}) => {
  const server = await serve(workspace);
  try {
    const app = await openDesktop(workspace);
    const rows = app.page.getByRole('row', { name: /stg_flights_dev/ });
    await app.page.getByRole('link', { name: 'Runs' }).click();
    await expect(rows).toHaveCount(1);
    await slipway(workspace, 'job', 'run', 'stg_flights_dev', '--wait');
    await expect(rows).toHaveCount(2);
    await app.close();
    expect(await slipway(workspace, 'run', 'list', '--json')).toContain('stg_flights_dev');
  } finally {
    await server.stop();
  }
});
