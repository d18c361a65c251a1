import { expect, test } from 'vitest';
import { wakeWords } from '../../../src/shared/domain/wake-words.ts';

test('a wake plan in words leaves out what there is none of', () => {
  const none = { fires: 0, dispatched: 0, coalesced: 0, skipped: 0, missed: 0 };
  expect(wakeWords({ ...none, fires: 5, dispatched: 2, coalesced: 3 })).toBe(
    '5 fires missed: runs 2, coalesces 3',
  );
  expect(wakeWords({ ...none, fires: 1, missed: 1 })).toBe('1 fire missed: leaves out 1');
});
