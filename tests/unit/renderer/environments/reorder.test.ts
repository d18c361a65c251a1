import { describe, expect, test } from 'vitest';
import { moveItem, placeAfterDrop } from '../../../../src/renderer/ui/move-item.ts';

const items = ['dev', 'test', 'uat', 'prod'];

describe('moving an item', () => {
  test('puts it where the other one is', () => {
    expect(moveItem(items, 0, 2)).toEqual(['test', 'uat', 'dev', 'prod']);
    expect(moveItem(items, 3, 0)).toEqual(['prod', 'dev', 'test', 'uat']);
    expect(moveItem(items, 0, 3)).toEqual(['test', 'uat', 'prod', 'dev']);
    expect(moveItem(items, 1, 1)).toEqual(items);
  });

  test('changes nothing where there is no such item', () => {
    expect(moveItem(items, 9, 0)).toEqual(items);
    expect(moveItem([], 0, 0)).toEqual([]);
  });

  test('leaves what it was given alone', () => {
    const before = [...items];
    moveItem(items, 0, 3);
    expect(items).toEqual(before);
  });
});

test('letting an item go in a gap puts it there, its own two gaps change nothing', () => {
  const drop = (from: number, gap: number) => moveItem(items, from, placeAfterDrop(from, gap));
  expect(drop(1, 1)).toEqual(items);
  expect(drop(1, 2)).toEqual(items);
  expect(drop(1, 0)).toEqual(['test', 'dev', 'uat', 'prod']);
  expect(drop(1, 3)).toEqual(['dev', 'uat', 'test', 'prod']);
  expect(drop(0, 4)).toEqual(['test', 'uat', 'prod', 'dev']);
});
