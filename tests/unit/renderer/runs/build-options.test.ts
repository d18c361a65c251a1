import { expect, test } from 'vitest';
import {
  noOptions,
  optionProblems,
  plannedOptions,
  startedOptions,
} from '../../../../src/renderer/features/runs/builds/build-options.ts';
import { rowOf } from '../../../../src/renderer/features/environments/form/variable-values.ts';

test('a build is asked for only what was chosen', () => {
  expect(plannedOptions(noOptions)).toEqual({});
  expect(startedOptions(noOptions)).toEqual({ variables: {}, cause: '' });
  const options = {
    threads: ' 3 ',
    fullRefresh: true,
    ignoreConditions: true,
    variables: [rowOf(0, 'since', { type: 'date', value: '2026-01-01' })],
    cause: ' late ',
  };
  expect(plannedOptions(options)).toEqual({ threads: 3, full_refresh: true, ignore_conditions: true });
  expect(startedOptions(options)).toEqual({
    threads: 3,
    full_refresh: true,
    ignore_conditions: true,
    variables: { since: { type: 'date', value: '2026-01-01' } },
    cause: 'late',
  });
});

test.each(['0', '-1', '2.5', '1001', 'all'])('%s is no number of runs at once', threads => {
  const { wrong } = optionProblems({ ...noOptions, threads }, false);
  expect(wrong).toEqual({ threads: 'A number from 1 to 1000, or empty' });
  expect(plannedOptions({ ...noOptions, threads })).toEqual({});
});

test('what is unlike the approved jobs of a protected environment needs a reason', () => {
  const missing = (more: Partial<typeof noOptions>, isProtected = true) =>
    optionProblems({ ...noOptions, ...more }, isProtected).missing;
  const variables = [rowOf(0, 'region', 'EU')];
  expect(missing({})).toEqual({});
  expect(Object.keys(missing({ ignoreConditions: true }))).toEqual(['cause']);
  expect(Object.keys(missing({ variables }))).toEqual(['cause']);
  expect(missing({ variables, cause: 'late' })).toEqual({});
  expect(missing({ variables, ignoreConditions: true }, false)).toEqual({});
  expect(missing({ fullRefresh: true })).toEqual({});
});
