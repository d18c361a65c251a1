import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { goTo } from './app.ts';
import { expect } from './fixtures.ts';

/** A place of the application, and how to tell that it is there. */
export type Screen = [path: string, shown: (page: Page) => Promise<void>];

/**
 * Goes to every screen, looks at it in light and then at its colours in dark, which are all that differs there; fails with what
 * axe finds serious, and with errors of the page.
 */
export async function expectAccessible(page: Page, screens: readonly Screen[]): Promise<void> {
  const problems: string[] = [];
  page.on('pageerror', error => problems.push(`error: ${error.message}`));
  page.on('console', message => {
    if (message.type() === 'error') problems.push(`console: ${message.text()}`);
  });
  const look = async (path: string, colorScheme: 'light' | 'dark', axe: AxeBuilder) => {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', colorScheme);
    for (const finding of await findings(page, axe)) problems.push(`${path}, ${colorScheme}: ${finding}`);
  };
  for (const [path, shown] of screens) {
    await goTo(page, path);
    await shown(page);
    await look(path, 'light', new AxeBuilder({ page }));
    await look(path, 'dark', new AxeBuilder({ page }).withRules(['color-contrast', 'link-in-text-block']));
  }
  expect(problems).toEqual([]);
}

/** Serious and critical findings, in words. */
async function findings(page: Page, axe: AxeBuilder): Promise<string[]> {
  // What fades in has the colours it will have only at the end.
  await page.evaluate(
    'Promise.all(document.getAnimations().map(animation => animation.finished.catch(() => {})))',
  );
  const { violations } = await axe.setLegacyMode().analyze();
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map(node => `${id}: ${node.html}`));
}
