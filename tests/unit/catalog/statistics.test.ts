import { expect, test } from 'vitest';
import { readStatistics } from '../../../src/main/engine/catalog/statistics.ts';

test('an approximation never says that there are more different values than values', () => {
  const row = { rows: 10, '0_present': 8, '0_distinct': 11 };
  const { columns } = readStatistics(row, [{ name: 'A', type: 'BLOB' }], () => 'distinct');
  expect(columns[0]).toMatchObject({ nulls: 2, distinct: 8 });
});
