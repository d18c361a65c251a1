import { describe, expect, test } from 'vitest';
import {
  exampleName,
  isBlank,
  mapName,
  mappingRows,
  ruleKey,
  ruleKind,
  validRules,
} from '../../../../src/renderer/features/environments/form/mapping.ts';

const rows = mappingRows({ DATALAKE_DEV: 'DATALAKE_PRD', 'datalake_dev.raw': 'OTHER.RAW' });
const defaults = { database: 'ANALYTICS', schema: 'marts' };

test('rules become rows with keys, and the valid ones rules again', () => {
  expect(rows.map(({ key }) => key)).toEqual([0, 1]);
  const unfinished = [
    { key: 2, from: 'A', to: '' },
    { key: 3, from: 'A.B', to: 'C' },
  ];
  expect(unfinished.some(isBlank)).toBe(false);
  expect(validRules([...rows, ...unfinished])).toEqual({
    DATALAKE_DEV: 'DATALAKE_PRD',
    'datalake_dev.raw': 'OTHER.RAW',
  });
});

test('two ways of writing a name are one rule', () => {
  expect(ruleKey('datalake_dev.raw')).toBe('DATALAKE_DEV.RAW');
  expect(ruleKey('"A"')).toBe(ruleKey('a'));
  expect(ruleKey('"a"')).not.toBe(ruleKey('a'));
  expect(ruleKey('a b')).toBeUndefined();
});

test('a rule is about a database, a schema or a table', () => {
  const kind = (from: string, to = '') => ruleKind({ key: 0, from, to });
  expect([kind('A'), kind('A.B'), kind('A.B.C'), kind('', 'A.B'), kind('')]).toEqual([
    'database',
    'schema',
    'table',
    'schema',
    undefined,
  ]);
});

describe('what a name becomes', () => {
  test('by the rule of its database, or the more exact one', () => {
    expect(mapName('DATALAKE_DEV.REF.AIRPORTS', rows, defaults)).toEqual({
      reads: 'DATALAKE_PRD.REF.AIRPORTS',
      rule: 'DATALAKE_DEV → DATALAKE_PRD',
    });
    expect(mapName('datalake_dev.raw.flights', rows, defaults)).toEqual({
      reads: 'OTHER.RAW.FLIGHTS',
      rule: 'datalake_dev.raw → OTHER.RAW',
    });
  });

  test('itself where no rule is about it, completed by the defaults', () => {
    expect(mapName('flights', rows, defaults)).toEqual({
      reads: 'ANALYTICS.MARTS.FLIGHTS',
      rule: undefined,
    });
  });

  test('nothing while it cannot be told', () => {
    expect(mapName('flights', rows, { database: '', schema: '' })).toBeUndefined();
    expect(mapName('a b', rows, defaults)).toBeUndefined();
    expect(mapName('', rows, defaults)).toBeUndefined();
  });
});

test('the example begins with the first rule', () => {
  expect(exampleName([])).toBe('SOME_DATABASE.SOME_SCHEMA.SOME_TABLE');
  expect(exampleName(rows)).toBe('DATALAKE_DEV.SOME_SCHEMA.SOME_TABLE');
  expect(exampleName(rows.slice(1))).toBe('datalake_dev.raw.SOME_TABLE');
  expect(mapName(exampleName(rows), rows, defaults)?.rule).toBeDefined();
});
