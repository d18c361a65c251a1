import { expect, test } from 'vitest';
import { diffHeight, tallestDiff } from '../../../../src/renderer/features/promotion/plan/diff-height.ts';

const lines = (count: number) => Array.from({ length: count }, (_, index) => `line ${index}`);
const unified = (...body: string[]) => ['--- a', '+++ b', '@@ -1 +1 @@', ...body].join('\n');

test('changed lines stand beside each other, or below each other inline', () => {
  const diff = unified('-a', '-b', '+c', '+d', '+e');
  expect(diffHeight('a\nb', diff, true) - diffHeight('a\nb', diff, false)).toBe(2 * 20);
});

test('unchanged stretches are folded', () => {
  const short = diffHeight(lines(20).join('\n'), unified(' line 0', '-line 1', '+new'), false);
  const long = diffHeight(lines(400).join('\n'), unified(' line 0', '-line 1', '+new'), false);
  expect(long).toBe(short);
});

test('it is neither cramped nor endless', () => {
  expect(diffHeight('a', unified('-a', '+b'), false)).toBe(3 * 20 + 16);
  expect(diffHeight('', unified(...lines(500).map(line => `+${line}`)), false)).toBe(tallestDiff);
});
