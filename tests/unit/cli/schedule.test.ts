import { expect, test } from 'vitest';
import { simulationText } from '../../../src/main/cli/output/schedule.ts';
import { Terminal } from '../../../src/main/cli/output/terminal.ts';
import type { Simulation } from '../../../src/shared/contract/fires.ts';

test('a simulation that is cut says so, and up to when it is complete', () => {
  const whole: Simulation = {
    from: '2026-03-02T00:00:00.000Z',
    until: '2026-04-01T00:00:00.000Z',
    runs: [],
    total: 20_000,
    truncated: false,
    complete_until: '2026-04-01T00:00:00.000Z',
    hours: [],
    clock_changes: [],
    jobs: [{ job: 'j', job_id: 1, runs: 20_000, usual_ms: null }],
  };
  const head = (simulation: Simulation) =>
    simulationText(simulation, new Terminal({ json: false, environment: {} }))
      .split('\n')
      .slice(0, 2);
  expect(head(whole)).toEqual([
    expect.stringMatching(/^20,000 runs of 1 job from 2026-03-0\d \d\d:\d\d to 2026-0(4-01|3-31) \d\d:\d\d$/),
    '',
  ]);
  expect(head({ ...whole, truncated: true, complete_until: '2026-03-15T22:41:00.000Z' })).toEqual([
    expect.stringMatching(
      /^The first 20,000 runs of 1 job from 2026-03-0\d \d\d:\d\d to 2026-03-1\d \d\d:\d\d$/,
    ),
    expect.stringMatching(
      /^there are more up to 2026-0(4-01|3-31) \d\d:\d\d: what is due later is not looked at$/,
    ),
  ]);
});
