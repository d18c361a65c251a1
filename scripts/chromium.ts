import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, globSync } from 'node:fs';
import { join } from 'node:path';

/** Without windows of its own first: the same pages and tests cost half of the work there. */
const names = [
  'chromium-headless-shell',
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'chrome',
];
const places = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

/** An installed Chromium or Chrome; undefined when there is none. `SLIPWAY_CHROMIUM` names another. */
export function findChromium(): string | undefined {
  const named = process.env.SLIPWAY_CHROMIUM;
  if (named) return named;
  const where = process.platform === 'win32' ? 'where' : 'which';
  for (const name of names) {
    const found = spawnSync(where, [name], { encoding: 'utf8' });
    if (found.status === 0) return found.stdout.split('\n')[0]?.trim();
  }
  return places.find(place => existsSync(place));
}

/** Finds a browser for the tests, or gets one: Playwright's own, else the distribution's when we are root. */
export async function ensureChromium(): Promise<string> {
  const found = findChromium() ?? (await playwrightChromium());
  if (found) return found;
  console.error('No Chromium or Chrome is installed; getting one for the tests …');
  try {
    execFileSync('playwright-core', ['install', 'chromium-headless-shell'], {
      stdio: 'inherit',
      timeout: 180_000,
    });
    const downloaded = await playwrightChromium();
    if (downloaded) return downloaded;
  } catch {
    console.error("Playwright's browser could not be downloaded");
  }
  if (process.getuid?.() === 0 && spawnSync('which', ['apt-get']).status === 0) {
    const environment = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    execFileSync('apt-get', ['update'], { stdio: 'inherit', env: environment });
    // Older distributions have no package of the first.
    for (const name of ['chromium-headless-shell', 'chromium']) {
      const options = ['install', '-y', '--no-install-recommends', name];
      spawnSync('apt-get', options, { stdio: 'inherit', env: environment });
      const installed = findChromium();
      if (installed) return installed;
    }
  }
  throw new Error('The tests need a browser: install Chromium or Chrome, or name one in SLIPWAY_CHROMIUM');
}

/** What Playwright downloaded, now or before. */
async function playwrightChromium(): Promise<string | undefined> {
  const { chromium } = await import('playwright-core');
  const path = chromium.executablePath();
  return existsSync(path) ? path : playwrightShell();
}

/** Playwright tells programs where its Chromium is and not where its headless shell is: only whoever is about to install it. */
function playwrightShell(): string | undefined {
  const asked = ['install', '--dry-run', 'chromium-headless-shell'];
  const { stdout } = spawnSync('playwright-core', asked, { encoding: 'utf8' });
  const place = /^ *Install location: +(.+)$/m.exec(stdout ?? '')?.[1];
  return place && globSync(join(place, '*', '{chrome-headless-shell,headless_shell}{,.exe}'))[0];
}
