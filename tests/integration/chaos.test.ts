import { expect, test } from 'vitest';
import { runChaos } from '../chaos/chaos.ts';

/** The same rounds each time; `npm run chaos` tries others. */
const rounds = 200;
const seed = 20_260_203;

test('every fire is accounted for and no run is in a false state, whatever happens to the engine', {
  timeout: 600_000,
}, async () => {
  const report = await runChaos(rounds, seed);
  // With what was done, so that it can be understood from the log of a build.
  const { violations, actions } = report;
  expect({ violations, actions }).toEqual({ violations: [], actions: [] });
  expect(report.rounds).toBe(rounds);
  expect(Object.keys(report.kills).length).toBeGreaterThan(5);
});
