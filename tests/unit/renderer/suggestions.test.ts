import { describe, expect, test } from 'vitest';
import {
  asWritten,
  type Surroundings,
  suggest,
} from '../../../src/renderer/features/models/editor/suggestions.ts';

const around: Surroundings = {
  database: 'LAKE_DEV',
  schema: 'RAW',
  sourceMapping: { LAKE_DEV: 'LAKE_PRD' },
  relations: [
    {
      database: 'LAKE_PRD',
      schema: 'RAW',
      name: 'FLIGHTS',
      type: 'table',
      columns: [
        { name: 'DAY', type: 'DATE' },
        { name: 'Odd name', type: 'VARCHAR' },
      ],
    },
    {
      database: 'OTHER',
      schema: 'MARTS',
      name: 'AIRPORTS',
      type: 'view',
      columns: [{ name: 'CODE', type: 'VARCHAR' }],
    },
  ],
};

/** Suggestions where the text has a `|`. */
function labels(marked: string, kinds = ['column', 'table', 'view', 'name']): string[] {
  const offset = marked.indexOf('|');
  return suggest(marked.replace('|', ''), offset, around)
    .filter(suggestion => kinds.includes(suggestion.kind))
    .sort((a, b) => a.order - b.order)
    .map(suggestion => suggestion.label);
}

describe('suggestions', () => {
  test('columns of the tables in scope, through the mapping of the environment', () => {
    expect(labels('select | from flights')).toEqual(
      expect.arrayContaining(['day', '"Odd name"', 'flights', 'other.marts.airports']),
    );
    expect(labels('select f.| from flights f')).toEqual(['day', '"Odd name"']);
  });

  test('tables come first where one is expected, by the name to be written', () => {
    expect(labels('select * from |').slice(0, 2)).toEqual(['flights', 'other.marts.airports']);
    expect(labels('SELECT * FROM fl|').slice(0, 1)).toEqual(['FLIGHTS']);
  });

  test('the next part of a dotted name', () => {
    expect(labels('select * from other.|')).toEqual(['marts']);
    expect(labels('select * from other.marts.|')).toEqual(['airports']);
    expect(labels('select * from raw.|')).toEqual(['flights']);
  });

  test('nothing inside of strings and comments', () => {
    expect(suggest(`select '`, 8, around)).toEqual([]);
    expect(suggest('select 1 -- fro', 15, around)).toEqual([]);
  });

  test('the mapping backwards', () => {
    const read = { database: 'LAKE_PRD', schema: 'RAW', name: 'FLIGHTS' };
    expect(asWritten(read, { LAKE_DEV: 'LAKE_PRD' }).database).toBe('LAKE_DEV');
    expect(asWritten(read, { 'A.B': 'LAKE_PRD.RAW' })).toEqual({
      database: 'A',
      schema: 'B',
      name: 'FLIGHTS',
    });
    expect(asWritten(read, {})).toEqual(read);
  });
});
