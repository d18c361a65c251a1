import { expect, test } from 'vitest';
import { fractionOf } from '../../../src/main/executors/duckdb/progress.ts';

test('what is still at work is never done to the full', () => {
  expect([-1, 0, 37.5, 99.9, 100, 100.4].map(fractionOf)).toEqual([
    null,
    0,
    0.375,
    0.9990000000000001,
    null,
    null,
  ]);
});
