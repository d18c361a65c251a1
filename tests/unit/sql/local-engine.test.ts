import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { functionNames } from '../../../src/main/engine/sql/translate/functions/functions.ts';
import { refusedFunctions } from '../../../src/main/engine/sql/translate/functions/refused.ts';
import { translate } from '../../../src/main/engine/sql/translate/translate.ts';
import { operators } from '../../integration/sql/golden/operators.ts';
import { families } from '../../integration/sql/golden/tables.ts';
import { counts, localEnginePage, queryCount, withTables } from '../../integration/sql/local-engine-page.ts';

const golden = families.flatMap(({ functions }) => Object.entries(functions));
const refused = refusedFunctions.flatMap(({ names }) => names);

/** What is written with a word of its own, or stands in FROM. */
const withoutRule = ['CAST', 'EXTRACT', 'FLATTEN', 'GENERATOR', 'SPLIT_TO_TABLE', 'STRTOK_SPLIT_TO_TABLE'];

describe('the golden tables', () => {
  it('have every function with a rule, and each called in an expression of its own', () => {
    const missing = functionNames.filter(name => {
      const [, entry] = golden.find(([known]) => known === name) ?? [];
      const call = new RegExp(`\\b${name}\\b`, 'i');
      return entry === undefined || !entry.golden.some(([sql]) => call.test(sql));
    });
    expect(missing).toEqual([]);
  });

  it('have nothing that has no rule', () => {
    const known = new Set([...functionNames, ...withoutRule]);
    const named = families
      .filter(family => family !== operators)
      .flatMap(({ functions }) => Object.keys(functions));
    expect(named.filter(name => !known.has(name))).toEqual([]);
  });

  it('are as large as promised', () => {
    expect(families.map(counts).reduce((sum, { expressions }) => sum + expressions, 0)).toBeGreaterThan(900);
    expect(queryCount).toBeGreaterThan(230);
  });
});

describe('functions that are refused', () => {
  it('are listed once, and have no rule', () => {
    expect(refused.filter((name, index) => refused.indexOf(name) !== index)).toEqual([]);
    expect(refused.filter(name => functionNames.includes(name))).toEqual([]);
  });

  it.each(refusedFunctions)('$family: $reason', ({ reason, names }) => {
    for (const name of names) {
      expect(translate(`select ${name}(x) from t`).warnings).toEqual([
        expect.objectContaining({
          code: 'snowflake_only',
          message: `${name} runs on Snowflake only: ${reason}`,
        }),
      ]);
    }
  });

  it('are those too that nobody knows', () => {
    for (const name of ['read_csv', 'list_aggregate', 'no_such_function', 'st_new', 'ai_new']) {
      expect(translate(`select ${name}(x) from t`).warnings).toEqual([
        expect.objectContaining({
          code: 'snowflake_only',
          message: expect.stringMatching(new RegExp(`^${name.toUpperCase()} runs on Snowflake only: `)),
        }),
      ]);
    }
  });
});

it('the page is written from the tables: npm run local-engine-page', () => {
  const page = readFileSync(localEnginePage, 'utf8');
  expect(page).toBe(withTables(page));
});
