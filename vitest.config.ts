import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

/** Of whole runs: processes die and race on a busy machine. Whoever runs one file wants to see each failure. */
const retry = Number(process.env['SLIPWAY_TEST_RETRIES'] ?? 0);

const suite = (name: string, testTimeout: number) => ({
  test: {
    name,
    include: [`tests/${name}/**/*.test.ts`],
    testTimeout,
    // Nothing outside of it has a say in a unit test.
    retry: name === 'unit' ? 0 : retry,
    hookTimeout: testTimeout,
    // What is waited for comes; how soon is a matter of what else the machine does.
    expect: { poll: { timeout: testTimeout / 2 } },
    env: {
      // There is none: the vault of whoever runs the tests is theirs.
      SLIPWAY_VAULT_FILE: join(tmpdir(), 'slipway-test-no-vault', 'vault'),
      // Hundreds of processes are started from the same sources.
      NODE_COMPILE_CACHE: join(import.meta.dirname, 'node_modules/.cache/slipway'),
    },
    pool: 'forks' as const,
    sequence: { shuffle: true },
  },
});

export default defineConfig({
  test: {
    // Most tests wait for processes of their own half of the time: with a worker for each core, a third of the machine is idle.
    maxWorkers: availableParallelism() + 2,
    projects: [
      suite('unit', 60_000),
      suite('integration', 120_000),
      suite('contract', 120_000),
      suite('conformance', 120_000),
    ],
  },
});
