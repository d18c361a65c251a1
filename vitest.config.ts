import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

const suite = (name: string, testTimeout: number) => ({
  test: {
    name,
    include: [`tests/${name}/**/*.test.ts`],
    testTimeout,
    hookTimeout: testTimeout,
    pool: 'forks' as const,
    sequence: { shuffle: true },
  },
});

export default defineConfig({
  test: {
    // Most tests wait for processes of their own: leaving a core to vitest, as it does by default, leaves it idle.
    maxWorkers: availableParallelism(),
    projects: [suite('unit', 10_000), suite('integration', 60_000), suite('contract', 60_000)],
  },
});
