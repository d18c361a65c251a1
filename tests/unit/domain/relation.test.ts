import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  displayRelation,
  mapRelation,
  parseNameParts,
  quoteRelation,
  relationKey,
} from '../../../src/shared/domain/relation.ts';

const flights = { database: 'DATALAKE_DEV', schema: 'RAW', name: 'FLIGHTS' };

describe('parseNameParts', () => {
  test.each([
    ['flights', ['FLIGHTS']],
    ['raw."Flights 2001"', ['RAW', 'Flights 2001']],
    ['a.b.c', ['A', 'B', 'C']],
    ['"say ""hi"""', ['say "hi"']],
    ['a.b.c.d', undefined],
    ['a.', undefined],
    ['', undefined],
    ['1a', undefined],
    ['a b', undefined],
    ['a; drop', undefined],
  ])('%s', (text, parts) => expect(parseNameParts(text)).toEqual(parts));

  test('reads back what is quoted, and what is displayed', () => {
    const name = fc.string({ minLength: 1 });
    fc.assert(
      fc.property(name, name, name, (database, schema, table) => {
        const relation = { database, schema, name: table };
        expect(parseNameParts(quoteRelation(relation))).toEqual([database, schema, table]);
        expect(parseNameParts(displayRelation(relation))).toEqual([database, schema, table]);
      }),
    );
  });
});

describe('mapRelation', () => {
  test('database rules replace the database', () => {
    expect(mapRelation(flights, { datalake_dev: 'DATALAKE_PRD' })).toEqual({
      ...flights,
      database: 'DATALAKE_PRD',
    });
  });

  test('schema rules win over database rules', () => {
    const rules = { DATALAKE_DEV: 'X', 'DATALAKE_DEV.RAW': 'LAKE.CLEAN' };
    expect(displayRelation(mapRelation(flights, rules))).toBe('LAKE.CLEAN.FLIGHTS');
  });

  test("the job's exact names win over everything", () => {
    const rules = { 'DATALAKE_DEV.RAW': 'LAKE.CLEAN' };
    const job = { 'DATALAKE_DEV.RAW.FLIGHTS': 'DATALAKE_PRD.RAW."flights"' };
    expect(displayRelation(mapRelation(flights, rules, job))).toBe('DATALAKE_PRD.RAW."flights"');
  });

  test('quoted names are not folded', () => {
    expect(mapRelation(flights, { '"datalake_dev"': 'X' })).toEqual(flights);
  });

  test('without a rule nothing changes', () => {
    expect(mapRelation(flights, { OTHER: 'X' })).toEqual(flights);
  });
});

test('names that differ in case are those of one table to DuckDB, and of two to Snowflake', () => {
  const quoted = { ...flights, name: 'Flights' };
  expect(relationKey(quoted, 'duckdb')).toBe(relationKey(flights, 'duckdb'));
  expect(relationKey(quoted, 'snowflake')).not.toBe(relationKey(flights, 'snowflake'));
  // It folds letters of ASCII alone.
  const [lower, upper] = ['é', 'É'].map(name => relationKey({ ...flights, name }, 'duckdb'));
  expect(lower).not.toBe(upper);
});
