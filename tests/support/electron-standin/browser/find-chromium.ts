import { existsSync } from 'node:fs';

const installed = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/** Path of a Chromium: `$ELECTRON_STANDIN_CHROMIUM`, one the system brings, or Playwright's own. */
export async function findChromium(): Promise<string> {
  const chosen = process.env['ELECTRON_STANDIN_CHROMIUM'];
  if (chosen) return chosen;
  const found = installed.find(path => existsSync(path));
  if (found !== undefined) return found;
  // Loaded only when needed: it takes longer than everything else at start.
  const { chromium } = await import('playwright-core');
  const playwrights = chromium.executablePath();
  if (existsSync(playwrights)) return playwrights;
  throw new Error(
    `No Chromium found; set ELECTRON_STANDIN_CHROMIUM. Looked at: ${[...installed, playwrights].join(', ')}`,
  );
}
