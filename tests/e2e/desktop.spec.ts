import type { ElectronApplication } from 'playwright-core';
import { clickMenuItem } from '../support/electron-standin/launch.ts';
import { endlessSql } from '../support/shop.ts';
import { button, goTo, heading } from './support/app.ts';
import { callEngine } from './support/engine.ts';
import { expect, openDesktop, serve, slipway, test } from './support/fixtures.ts';
import { addModel } from './support/models.ts';

/** What the menu of the tray says; `choose` is the id of an item to be chosen before. */
async function tray(desktop: ElectronApplication | undefined, choose?: string): Promise<string[]> {
  if (!desktop) throw new Error('not the desktop');
  return await desktop.evaluate((electron, id) => {
    const icon = () => Reflect.get(electron, 'standin').recorded('tray').at(-1);
    const chosen = id === undefined ? undefined : icon().contextMenu.getMenuItemById(id);
    chosen?.click();
    const items: Electron.MenuItem[] = icon()?.contextMenu?.items ?? [];
    return items.map(({ label }) => label);
  }, choose);
}

const daily = `triggers:
  - schedule: { cron: '0 6 * * *' }
`;

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

test('the tray shows and pauses what the engine of another process will start, and goes on without it', async ({
  workspace,
}) => {
  await addModel(workspace, 'morning', 'select 1 as one', daily);
  const server = await serve(workspace);
  const app = await openDesktop(workspace, { tray: true });
  try {
    const labels = () => tray(app.desktop);
    const next = expect.stringMatching(/^Next: morning_dev, .*\d\d:\d\d \S+$/);
    await expect.poll(labels).toContainEqual(next);
    await tray(app.desktop, 'pause');
    await expect.poll(labels).toContain('All jobs are paused');
    await server.stop();
    // From here on the engine is the desktop's own, as soon as it is open.
    await expect.poll(() => tray(app.desktop, 'resume')).toContainEqual(next);
  } finally {
    await server.stop();
    await app.close();
  }
});

test('quitting asks while a run is under way; what it cancels says so', async ({ workspace }) => {
  await addModel(workspace, 'endless', endlessSql);
  const app = await openDesktop(workspace, { tray: true });
  try {
    await expect(app.page.getByRole('link', { name: 'Runs' })).toBeVisible();
    await slipway(workspace, 'job', 'run', 'endless_dev');
    await expect.poll(() => tray(app.desktop)).toContain('1 run is under way');
    await tray(app.desktop, 'quit');
    const asked = () =>
      app.desktop?.evaluate(electron => Reflect.get(electron, 'standin').recorded('dialog').length);
    await expect.poll(asked).toBe(1);
    expect(JSON.parse(await slipway(workspace, 'run', 'list', '--state', 'running', '--json'))).toMatchObject(
      { runs: [{ job: 'endless_dev' }] },
    );
  } finally {
    await app.close();
  }
  const ended = await slipway(workspace, 'run', 'list', '--state', 'cancelled', '--json');
  expect(JSON.parse(ended)).toMatchObject({ runs: [{ job: 'endless_dev', reason: 'Slipway was closed' }] });
});

test('a test of a desktop channel is a notification of the system, which leads to the deliveries', async ({
  page,
  desktop,
  workspace,
}) => {
  if (!desktop) throw new Error('not the desktop');
  await callEngine(workspace, client =>
    client.channels.apply({ definition: { name: 'here', kind: 'desktop' } }),
  );
  await goTo(page, '/notifications/channels/here');
  await button(page, 'Test').click();
  await expect(page.getByRole('region', { name: 'Test' })).toContainText('shown on the desktop');
  const title = await desktop.evaluate(electron => {
    const notice = Reflect.get(electron, 'standin').recorded('notification').at(-1);
    notice.emit('click', {});
    return notice.title;
  });
  expect(title).toContain('A test of here');
  await expect(page.getByRole('row', { name: /A test of here/ })).toContainText('delivered');
});
