import { expect, test } from 'vitest';
import { columnKind, type GridValue, suitableWidth } from '../../../src/renderer/ui/grid/grid-model.ts';

/** Padding and border of a cell, in pixels. */
const aroundPx = 17;
const widthOf = (type: string, value: GridValue) =>
  suitableWidth({ name: 'd', type, kind: columnKind(type) }, [[value]], 0);

// The widths are those that Chromium measured in the grid's font.
test.for([
  ['date', '2001-01-01', 84.3],
  ['timestamp_ntz', '2001-01-01 10:00:00', 145.4],
  ['varchar', 'Hartsfield-Jackson Atlanta International', 245.8],
  ['varchar', 'DATALAKE_PRD', 98.4],
] as const)('a %s is shown whole: %s', ([type, value, px]) => {
  const width = widthOf(type, value);
  expect(width).toBeGreaterThanOrEqual(px + aroundPx);
  expect(width).toBeLessThan(px * 1.2 + aroundPx + 10);
});

test('the name and its type are shown whole', () => {
  const column = { name: 'departure_airport', type: 'TIMESTAMP_NTZ', kind: 'time' as const };
  expect(suitableWidth(column, [], 0)).toBeGreaterThanOrEqual(110.2 + 100.4 + 4 + aroundPx);
});
