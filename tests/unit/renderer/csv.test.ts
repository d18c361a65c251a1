import { expect, test } from 'vitest';
import { csvLines, tabSeparated } from '../../../src/renderer/ui/csv.ts';

const csv = (...rows: (string | null)[][]) => [...csvLines(['a', 'b'], rows)].join('');

test('quotes what needs it and tells an empty text from no value', () => {
  expect(csv(['x,y', 'say "hi"'], ['', null], ['line\nend', ' edge'])).toBe(
    'a,b\r\n"x,y","say ""hi"""\r\n"",\r\n"line\nend"," edge"\r\n',
  );
});

test.each(['=1+1', '@SUM(A1)', '+cmd', '-2+3', '\t=1', '-', '＝1'])('a spreadsheet will not run %j', text => {
  expect(csv([text, 'x'])).toContain(`'${text}`);
});

test.each(['-5', '+5', '-0.25', '1e-7', '-.5', '2001-01-01'])('%s stays as it is', text => {
  expect(csv([text, 'x'])).toBe(`a,b\r\n${text},x\r\n`);
});

test('cells are parted by tabs, and tabs and line ends inside of them go', () => {
  expect(
    tabSeparated([
      ['a\tb', null],
      ['c\r\nd', 'e'],
    ]),
  ).toBe('a b\t\nc d\te');
});
