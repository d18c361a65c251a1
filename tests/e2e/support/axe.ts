import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Page } from '@playwright/test';
import type { AxeResults, RunOptions } from 'axe-core';
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
  const look = async (path: string, colorScheme: 'light' | 'dark', options: RunOptions) => {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await expect(page.locator('html')).toHaveAttribute('data-mantine-color-scheme', colorScheme);
    for (const finding of await findings(page, options)) problems.push(`${path}, ${colorScheme}: ${finding}`);
  };
  for (const [path, shown] of screens) {
    await goTo(page, path);
    await shown(page);
    await look(path, 'light', {});
    await look(path, 'dark', { runOnly: ['color-contrast', 'link-in-text-block'] });
  }
  expect(problems).toEqual([]);
}

/** Serious and critical findings, in words. */
async function findings(page: Page, options: RunOptions): Promise<string[]> {
  // What fades in has the colours it will have only at the end.
  await page.evaluate(
    'Promise.all(document.getAnimations().map(animation => animation.finished.catch(() => {})))',
  );
  const violations = await violationsIn(page, 'html', options);
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map(node => `${id}: ${node.html}`));
}

/**
 * What axe finds in the part of the page that `selector` names. Not by Playwright's builder for it: half of its time goes into giving
 * the page its source each time and into telling at length what is in order. Our page has no frames, and going to another of its
 * places does not load it again.
 */
export async function violationsIn(
  page: Page,
  selector: string,
  options: RunOptions,
): Promise<AxeResults['violations']> {
  if (!(await page.evaluate('"axe" in window'))) await page.evaluate(source());
  const asked = JSON.stringify({ ...options, resultTypes: ['violations'] } satisfies RunOptions);
  return await page.evaluate(
    `axe.run(${JSON.stringify(selector)}, ${asked}).then(({ violations }) => violations)`,
  );
}

let axe: string | undefined;
function source(): string {
  axe ??= readFileSync(fileURLToPath(import.meta.resolve('axe-core/axe.min.js')), 'utf8');
  return axe;
}
