import { expect, test } from 'vitest';
import { snowflakeFunctions } from '../../../src/shared/domain/snowflake-functions/index.ts';

const parametersOf = (name: string, signature = 0) => {
  const found = snowflakeFunctions.get(name)?.signatures[signature];
  return found?.parameters.map(({ start, end }) => found.text.slice(start, end));
};

test('there is a signature and a line of help for what people use', () => {
  expect(snowflakeFunctions.size).toBeGreaterThan(450);
  for (const { name, signatures } of snowflakeFunctions.values()) {
    for (const { text, help } of signatures) {
      expect(text.startsWith(name)).toBe(true);
      expect(help, name).toMatch(/^[^\s].{2,110}[^.\s]$/u);
    }
  }
});

test('parameters are told apart, brackets of what may be left out are no part of them', () => {
  expect(parametersOf('DATEADD')).toEqual(['part', 'count', 'date']);
  expect(parametersOf('REGEXP_REPLACE')).toEqual([
    'text',
    'pattern',
    'new',
    'start',
    'occurrence',
    'parameters',
  ]);
  expect(parametersOf('CURRENT_DATE')).toEqual([]);
  expect(parametersOf('COALESCE')).toEqual(['value', 'value', 'value ...']);
  expect(parametersOf('LISTAGG')).toEqual(['text', 'separator']);
  expect(parametersOf('CONVERT_TIMEZONE', 1)).toEqual(['target_zone', 'timestamp']);
  expect(parametersOf('REDUCE')).toEqual(['array', 'start', '(acc, x) -> value']);
  expect(parametersOf('CONVERT_TIMEZONE')).toEqual(['source_zone', 'target_zone', 'timestamp']);
});
