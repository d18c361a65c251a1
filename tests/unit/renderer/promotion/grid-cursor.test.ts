import { expect, test } from 'vitest';
import { movedCursor } from '../../../../src/renderer/features/promotion/board/use-grid-cursor.ts';

const size = { lines: 30, columns: 4 };
const press = (key: string, at = { line: 15, column: 2 }, ctrlKey = false) =>
  movedCursor(at, size, { key, ctrlKey, metaKey: false });

test('keys move the cursor', () => {
  expect(press('ArrowDown')).toEqual({ line: 16, column: 2 });
  expect(press('ArrowUp')).toEqual({ line: 14, column: 2 });
  expect(press('ArrowLeft')).toEqual({ line: 15, column: 1 });
  expect(press('ArrowRight')).toEqual({ line: 15, column: 3 });
  expect(press('PageDown')).toEqual({ line: 25, column: 2 });
  expect(press('PageUp')).toEqual({ line: 5, column: 2 });
  expect(press('Home')).toEqual({ line: 15, column: 0 });
  expect(press('End')).toEqual({ line: 15, column: 3 });
  expect(press('Enter')).toBeUndefined();
});

test('with Ctrl they go to the ends', () => {
  const far = (key: string) => press(key, undefined, true);
  expect(far('ArrowDown')).toEqual({ line: 29, column: 2 });
  expect(far('ArrowLeft')).toEqual({ line: 15, column: 0 });
  expect(far('Home')).toEqual({ line: 0, column: 0 });
  expect(far('End')).toEqual({ line: 29, column: 3 });
});

test('the cursor stays within the board', () => {
  expect(press('ArrowUp', { line: 0, column: 0 })).toEqual({ line: 0, column: 0 });
  expect(press('ArrowLeft', { line: 0, column: 0 })).toEqual({ line: 0, column: 0 });
  expect(press('PageDown', { line: 29, column: 3 })).toEqual({ line: 29, column: 3 });
});
