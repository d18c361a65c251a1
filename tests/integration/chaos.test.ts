import { expect, test } from 'vitest';
import { fireOutcomes } from '../../src/shared/domain/fires.ts';
import { runChaos } from '../chaos/chaos.ts';
import { killPoints } from '../chaos/protocol.ts';

/** The same rounds each time; `npm run chaos` tries others. */
const rounds = 60;
const seed = 20_260_203;

test('every fire is accounted for and no run is in a false state, whatever happens to the engine', {
  timeout: 600_000,
}, async () => {
  const report = await runChaos(rounds, seed);
  // With what was done, so that it can be understood from the log of a build.
  const { violations, actions } = report;
  expect({ violations, actions }).toEqual({ violations: [], actions: [] });
  expect(report.rounds).toBe(rounds);
  // That nothing was violated says something only where everything happened.
  expect(killPoints.filter(point => (report.kills[point] ?? 0) === 0)).toEqual([]);
  expect(fireOutcomes.filter(outcome => (report.fires[outcome] ?? 0) === 0)).toEqual([]);
  expect(report.chain_fires).toBeGreaterThan(0);
});
