import { expect, test } from 'vitest';
import { type Notice, withNotice } from '../../../src/renderer/ui/notice-list.ts';

const add = (before: readonly Notice[], title: string, message?: string) =>
  withNotice(before, { tone: 'danger', title, message, href: '/runs/1' }, 5);

test('a notice comes on top, new, with an id of its own also beside remembered ones', () => {
  const remembered = add(add([], 'one'), 'two').map(notice => ({ ...notice, seen: true }));
  const notices = add(remembered, 'three');
  expect(notices.map(({ title, seen }) => [title, seen])).toEqual([
    ['three', false],
    ['two', true],
    ['one', true],
  ]);
  expect(new Set(notices.map(({ id }) => id)).size).toBe(3);
});

test('only so many are kept, and only so much of each', () => {
  let notices: readonly Notice[] = [];
  for (let index = 0; index < 250; index++) notices = add(notices, String(index), 'x'.repeat(5_000));
  expect(notices).toHaveLength(200);
  expect(notices[0]?.title).toBe('249');
  expect(notices[0]?.message).toHaveLength(600);
});
