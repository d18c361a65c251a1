import { describe, expect, test } from 'vitest';
import { findPhrases, parseSearch } from '../../../src/shared/domain/search.ts';

describe('what is looked for', () => {
  test.each([
    ['flights', [{ words: ['flights'], open: true }]],
    ['DATALAKE_PRD.RAW.FLIGHTS', [{ words: ['DATALAKE', 'PRD', 'RAW', 'FLIGHTS'], open: true }]],
    [
      'delay "group by" x',
      [
        { words: ['delay'], open: true },
        { words: ['group', 'by'], open: false },
        { words: ['x'], open: true },
      ],
    ],
    ['"open ended', [{ words: ['open', 'ended'], open: false }]],
    [
      'a"b"',
      [
        { words: ['a'], open: true },
        { words: ['b'], open: false },
      ],
    ],
    ['* ( ) ^ : - + = "" "*"', []],
    ['', []],
  ])('%j', (text, phrases) => {
    expect(parseSearch(text)).toEqual(phrases);
  });
});

describe('what is found', () => {
  const found = (text: string, search: string) =>
    findPhrases(text, parseSearch(search), 10).map(([from, to]) => text.slice(from, to));

  test.each([
    ['select * from Datalake_PRD.RAW.flights', 'raw.fli', ['RAW.fli']],
    ['stg_flights, FLIGHTS2, preflights', 'flights', ['flights', 'FLIGHTS']],
    ['group  by a, regroup by', '"group by"', ['group  by']],
    ['grouped', '"group"', []],
    ['Zürich, Zurich, Zu\u0308rich', 'zurich', ['Zürich', 'Zurich', 'Zu\u0308rich']],
    ['🛫 Zürich 🛬 after', 'after', ['after']],
    ['a.b*c', 'b c', ['b', 'c']],
    ['nothing', '(', []],
  ])('in %j of %j', (text, search, places) => {
    expect(found(text, search)).toEqual(places);
  });

  test('no more than is asked for', () => {
    expect(findPhrases('a a a a', parseSearch('a'), 2)).toEqual([
      [0, 1],
      [2, 3],
    ]);
  });
});
