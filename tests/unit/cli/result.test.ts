import { afterEach, expect, test, vi } from 'vitest';
import type { ResultSet } from '../../../src/shared/contract/models.ts';
import { resultText } from '../../../src/main/cli/output/result.ts';
import { Terminal } from '../../../src/main/cli/output/terminal.ts';

function resultSet(parts: Partial<ResultSet>): ResultSet {
  return {
    columns: [],
    rows: [],
    truncated: false,
    bytes: 1_234,
    elapsed_ms: 12,
    query_id: 'q',
    statement: 'select',
    engine: 'duckdb',
    warnings: [],
    ...parts,
  };
}

const terminal = (columns?: number) =>
  new Terminal({ json: false, environment: columns === undefined ? {} : { COLUMNS: String(columns) } });
const columnsOf = (...names: string[]) => names.map(name => ({ name, type: 'VARCHAR' }));

afterEach(() => vi.restoreAllMocks());

test('NULL, nothing and the text NULL are told apart', () => {
  const text = resultText(
    resultSet({
      columns: columnsOf('A', 'N'),
      rows: [
        [null, 1],
        ['', '12.50'],
        ['NULL', null],
        [{ a: [1] }, 3],
      ],
    }),
    terminal(),
  );
  expect(text).toBe(
    [
      'A              N',
      'NULL           1',
      "''         12.50",
      "'NULL'      NULL",
      '{"a":[1]}      3',
      '',
      '4 rows · 1.2 kB · 12 ms · DuckDB (approximates Snowflake)',
    ].join('\n'),
  );
});

test('what is left out is said: rows, columns, ends of long texts', () => {
  const cut = resultText(resultSet({ columns: columnsOf('A'), rows: [['x']], truncated: true }), terminal());
  expect(cut).toContain('the first 1 row: there are more (--limit)');
  const names = Array.from({ length: 12 }, (_, index) => `COLUMN_${index}`);
  const wide = resultText(resultSet({ columns: columnsOf(...names), rows: [names] }), terminal(60));
  expect(wide).toContain('columns left out for want of room: COLUMN_');
  for (const line of wide.split('\n').slice(0, 2)) expect(line.length).toBeLessThanOrEqual(60);
  const long = resultText(resultSet({ columns: columnsOf('A'), rows: [['y'.repeat(100_000)]] }), terminal());
  expect(long.split('\n')[1]).toBe(`${'y'.repeat(400)}…`);
});

test('what Snowflake answered is no approximation', () => {
  const text = resultText(
    resultSet({ columns: columnsOf('A'), rows: [['x']], engine: 'snowflake' }),
    terminal(),
  );
  expect(text.split('\n').at(-1)).toBe('1 row · 1.2 kB · 12 ms · Snowflake');
});
