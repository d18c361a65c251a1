import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Column, facts, table } from '../../../src/main/cli/output/table.ts';
import { widthOf } from '../../../src/main/cli/output/text.ts';

const columns: Column[] = [
  { title: 'job' },
  { title: 'state', keep: true },
  { title: 'rows', align: 'right', keep: true },
  { title: 'why', optional: 1 },
];
const rows = [
  ['daily_delays_production_of_all_flights', { text: '✓ completed' }, '182', 'Demo'],
  ['stg', [{ text: '✗' }, { text: ' failed' }], '2,999,850', 'a much longer sentence about it'],
];

test('columns are aligned, numbers to the right, without blanks at the end', () => {
  expect(table(columns, rows)).toBe(
    [
      'job                                     state             rows  why',
      'daily_delays_production_of_all_flights  ✓ completed        182  Demo',
      'stg                                     ✗ failed     2,999,850  a much longer sentence about it',
    ].join('\n'),
  );
});

test('where there is little room names are cut, then optional columns left out', () => {
  expect(table(columns, rows, { width: 72 })).toBe(
    [
      'job                      state             rows  why',
      'daily_delays_productio…  ✓ completed        182  Demo',
      'stg                      ✗ failed     2,999,850  a much longer sentence…',
    ].join('\n'),
  );
  expect(table(columns, rows, { width: 45 })).toBe(
    [
      'job                    state             rows',
      'daily_delays_product…  ✓ completed        182',
      'stg                    ✗ failed     2,999,850',
    ].join('\n'),
  );
});

test('styles take no room, also where a cell of several parts is cut', () => {
  const paint = (style: string, text: string) => `<${style}>${text}</>`;
  const cells = [
    [
      [
        { text: 'abcdefghijklm', style: 'red' as const },
        { text: ' nop', style: 'dim' as const },
      ],
      'x',
    ],
  ];
  expect(table([{ title: 'a' }, { title: 'b' }], cells, { paint, width: 17 })).toBe(
    '<dim>a</>               <dim>b</>\n<red>abcdefghijklm</><dim>…</>  x',
  );
});

test('what would break a line is shown on it', () => {
  expect(table([{ title: 'a' }], [['one\ntwo\x1b[2J']])).toBe('a\none↵two\\x1b[2J');
});

test('no line is wider than the terminal, whatever is in it, as long as there are four places a column', () => {
  const cell = fc.string({ unit: 'grapheme', maxLength: 40 });
  const grid = fc.array(fc.tuple(cell, cell, cell, cell), { maxLength: 6 });
  fc.assert(
    fc.property(grid, fc.integer({ min: 4 * 4 + 3 * 2, max: 120 }), (cells, width) => {
      for (const line of table(columns, cells, { width }).split('\n')) {
        expect(widthOf(line)).toBeLessThanOrEqual(width);
      }
    }),
  );
});

test('facts leave out what is not known', () => {
  expect(
    facts([
      ['owner', 'Ada'],
      ['description', ''],
      ['reason', null],
      ['tags', [{ text: 'v1' }, { text: ', v2' }]],
    ]),
  ).toBe('owner  Ada\ntags   v1, v2');
});
