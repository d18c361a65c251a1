import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { goTo } from './app.ts';
import { expect } from './fixtures.ts';

/** A place of the application, and how to tell that it is there. */
export type Screen = [path: string, shown: (page: Page) => Promise<void>];

/** Goes to every screen in a colour scheme; fails with what axe finds serious, and with errors of the page. */
export async function expectAccessible(
  page: Page,
  scheme: 'light' | 'dark',
  screens: readonly Screen[],
): Promise<void> {
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
}

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
