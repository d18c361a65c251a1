import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { button, goTo, heading } from './support/app.ts';
import { expect, test } from './support/fixtures.ts';

/** Every screen, and how to tell that it is there. */
const screens: [path: string, shown: (page: Page) => Promise<void>][] = [
  ['/models', page => expect(heading(page, 'Models')).toBeVisible()],
  ['/models/daily_delays', page => expect(button(page, 'Publish…').first()).toBeVisible()],
  ['/jobs', page => expect(page.getByRole('grid', { name: 'Jobs' })).toBeVisible()],
  ['/jobs/stg_flights_dev', page => expect(page.getByText('Where it writes')).toBeVisible()],
  ['/jobs/stg_flights_dev/edit', page => expect(heading(page, 'Edit')).toBeVisible()],
  ['/jobs/stg_flights_dev/history', page => expect(heading(page, 'stg_flights_dev')).toBeVisible()],
  ['/runs', page => expect(page.getByText('stg_flights_dev').first()).toBeVisible()],
  ['/runs/1', page => expect(page.getByText('completed').first()).toBeVisible()],
  ['/runs/1?tab=log', page => expect(page.getByRole('tab', { name: 'Log', selected: true })).toBeVisible()],
  ['/runs/1?tab=sql', page => expect(page.getByRole('tab', { name: /SQL/, selected: true })).toBeVisible()],
  ['/promote', page => expect(page.getByRole('grid')).toBeVisible()],
  ['/promote/history', page => expect(heading(page, 'History')).toBeVisible()],
  ['/promote/1', page => expect(button(page, 'Approve…')).toBeVisible()],
  ['/environments', page => expect(page.getByRole('grid')).toBeVisible()],
  ['/environments/prod', page => expect(heading(page, 'prod')).toBeVisible()],
  ['/environments/variables', page => expect(heading(page, /variables/i)).toBeVisible()],
  ['/environments/connections', page => expect(heading(page, /connections/i)).toBeVisible()],
  ['/notifications', page => expect(page.getByText('A channel is where')).toBeVisible()],
  ['/notifications/deliveries', page => expect(page.getByText('Nothing was sent yet')).toBeVisible()],
  ['/notifications/channels/new', page => expect(button(page, 'Create channel')).toBeVisible()],
  ['/notifications/rules/new', page => expect(button(page, 'Create rule')).toBeVisible()],
];

/** Serious and critical findings, in words. */
async function findings(page: Page): Promise<string[]> {
  // What fades in has the colours it will have only at the end.
  await page.evaluate(
    'Promise.all(document.getAnimations().map(animation => animation.finished.catch(() => {})))',
  );
  const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze();
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map(node => `${id}: ${node.html}`));
}

for (const scheme of ['light', 'dark'] as const) {
  test(`nothing serious for axe on any screen, ${scheme}`, async ({ page }) => {
    const problems: string[] = [];
    page.on('pageerror', error => problems.push(`error: ${error.message}`));
    page.on('console', message => {
      if (message.type() === 'error') problems.push(`console: ${message.text()}`);
    });
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
    for (const [path, shown] of screens) {
      await goTo(page, path);
      await shown(page);
      for (const finding of await findings(page)) problems.push(`${path}: ${finding}`);
    }
    expect(problems).toEqual([]);
  });
}
