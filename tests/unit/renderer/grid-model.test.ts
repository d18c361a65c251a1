import { expect, test } from 'vitest';
import {
  columnKind,
  type GridValue,
  sortRows,
  suitableWidth,
} from '../../../src/renderer/ui/grid/grid-model.ts';

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

test.each([
  ['ascending', false, ['9', '10', '10.0', '9007199254740993', null, null]],
  ['descending', true, ['9007199254740993', '10', '10.0', '9', null, null]],
] as const)(
  'rows sort by number, exactly, %s: what is not there is last, equal ones stay',
  (_, descending, expected) => {
    const rows = [null, '9007199254740993', '10', '9', null, '10.0'].map((value, at) => [at, value]);
    expect(sortRows(rows, 1, 'number', descending).map(row => row[1])).toEqual(expected);
    expect(rows.map(([at]) => at)).toEqual([0, 1, 2, 3, 4, 5]);
  },
);
