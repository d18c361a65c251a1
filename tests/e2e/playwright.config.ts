import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { defineConfig } from '@playwright/test';
import { electronHost } from '../support/electron-standin/launch.ts';
import type { Hosts } from './support/fixtures.ts';

// There is none: the vault of whoever runs the tests is theirs.
process.env.SLIPWAY_VAULT_FILE = join(tmpdir(), 'slipway-e2e-no-vault', 'vault');
// A host is started for each test, from the same sources.
process.env.NODE_COMPILE_CACHE = join(import.meta.dirname, '../../node_modules/.cache/slipway');

const report = process.env.PLAYWRIGHT_JSON_OUTPUT_NAME;

/** The specs of what depends on the host run in both; the desktop's name says which one really ran. */
export default defineConfig<Hosts>({
  testDir: '.',
  outputDir: '../../test-results/e2e',
  globalSetup: './support/prepare.ts',
  globalTeardown: './support/clean-up.ts',
  timeout: 90_000,
  expect: { timeout: 15_000 },
  // A browser and a host each, which wait for each other part of the time.
  workers: availableParallelism() + 1,
  forbidOnly: true,
  // A browser that hangs on a busy machine is not Slipway's failure; what needed the second attempt is named at the end.
  retries: 1,
  reporter: report ? [['list'], ['json', { outputFile: report }]] : [['list']],
  projects: [
    { name: 'browser + headless host', testIgnore: 'desktop.spec.ts', use: { host: 'browser' } },
    {
      name: `desktop shell (${electronHost()})`,
      // The first moves the engine's clock, which only whoever starts the engine can give it; the others look at the same page
      // in the same browser, and nothing of a form or a graph depends on how the page is reached. (The stand-in has no downloads.)
      testIgnore: [
        'schedule.spec.ts',
        'accessibility.spec.ts',
        'schedule-form.spec.ts',
        'kept-form.spec.ts',
        'compute-profiles.spec.ts',
        'connections.spec.ts',
        'environments.spec.ts',
        'notifications.spec.ts',
        'editor.spec.ts',
        'catalog.spec.ts',
        'lineage.spec.ts',
        'versions.spec.ts',
      ],
      // Needs a keychain of its own, for the same reason, or is long and the same in both.
      grepInvert: /@browser/,
      use: { host: 'desktop' },
    },
  ],
});
