import { expect, test } from 'vitest';
import { differenceInWords } from '../../../src/main/engine/sql/source-differences.ts';

const columns = (...texts: string[]) =>
  texts.map(text => {
    const [name = '', type = ''] = text.split(' ');
    return { name, type };
  });
const many = Array.from({ length: 11 }, (_, n) => `C${n} DATE`);

test.each([
  ['the same', ['ID NUMBER', 'AT DATE'], ['AT DATE', 'ID NUMBER'], null],
  ['one fewer', ['ID NUMBER', 'AT DATE'], ['ID NUMBER'], 'it lacks AT DATE'],
  ['one more', ['ID NUMBER'], ['ID NUMBER', 'at DATE'], 'it has "at" DATE besides'],
  ['another type', ['ID NUMBER'], ['ID VARCHAR'], 'ID is VARCHAR instead of NUMBER'],
  [
    'all of it',
    ['ID NUMBER', 'AT DATE'],
    ['ID VARCHAR', 'WHEN DATE'],
    'it lacks AT DATE; ID is VARCHAR instead of NUMBER; it has WHEN DATE besides',
  ],
  ['many', many, ['C0 DATE'], `it lacks ${many.slice(1, 9).join(', ')}, and 2 more`],
])('%s', (_, written, read, words) => {
  expect(differenceInWords(columns(...written), columns(...read), 'snowflake')).toBe(words);
});

test('names are those of the engine', () => {
  const [written, read] = [columns('id INTEGER'), columns('ID INTEGER')];
  expect(differenceInWords(written, read, 'duckdb')).toBeNull();
  expect(differenceInWords(written, read, 'snowflake')).toBe(
    'it lacks "id" INTEGER; it has ID INTEGER besides',
  );
});
