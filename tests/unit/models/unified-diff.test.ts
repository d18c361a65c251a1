import { applyPatch } from 'diff';
import { describe, expect, test } from 'vitest';
import { unifiedDiff } from '../../../src/main/engine/models/unified-diff.ts';
import { seededRandom } from '../../support/random.ts';

const diff = (before: string, after: string) =>
  unifiedDiff({ label: 'v1', sql: before }, { label: 'v2', sql: after });
const numbered = (count: number, word: string) =>
  Array.from({ length: count }, (_, n) => `${word} ${n}\n`).join('');

describe('a unified diff', () => {
  test('of equal texts is empty', () => {
    expect(diff('select 1', 'select 1')).toBe('');
    expect(diff('', '')).toBe('');
  });

  test('shows the changed lines among three of their neighbours', () => {
    const text = numbered(10, 'line');
    expect(diff(text, text.replace('line 5', 'LINE 5'))).toBe(
      '--- v1\n+++ v2\n@@ -3,7 +3,7 @@\n line 2\n line 3\n line 4\n-line 5\n+LINE 5\n line 6\n line 7\n line 8\n',
    );
  });

  test('tells of a missing line end', () => {
    expect(diff('select 1', 'select 1\n')).toContain('\\ No newline at end of file');
  });

  test.each([
    ['nothing in common', numbered(3_000, 'a'), numbered(2_500, 'b')],
    [
      'a frame in common',
      `${numbered(9, 'x')}${numbered(3_000, 'a')}${numbered(9, 'y')}`,
      `${numbered(9, 'x')}${numbered(2_000, 'b')}${numbered(9, 'y')}`,
    ],
    ['no line end', `${numbered(2_000, 'a')}end`, `${numbered(2_000, 'b')}end`],
    ['another end', `${numbered(2_000, 'a')}end`, `${numbered(2_000, 'b')}END`],
    ['all removed', numbered(2_000, 'a'), ''],
    ['all added', '', numbered(2_000, 'a')],
  ])('of long texts with %s is one that makes the second of the first', (_, before, after) => {
    expect(applyPatch(before, diff(before, after))).toBe(after);
    expect(applyPatch(after, diff(after, before))).toBe(before);
  });

  test('of random texts makes the second of the first', () => {
    const random = seededRandom(7);
    const text = (lines: number) =>
      Array.from({ length: lines }, () => `${Math.floor(random() * 4)}`).join('\n') +
      (random() < 0.5 ? '\n' : '');
    for (let round = 0; round < 300; round++) {
      const [before, after] = [text(1 + random() * 12), text(1 + random() * 12)];
      if (before !== after) expect(applyPatch(before, diff(before, after))).toBe(after);
    }
  });

  test('of long texts shows only what changed in them', () => {
    const text = numbered(60_000, 'line');
    expect(diff(text, text.replace('line 30000\n', ''))).toBe(
      '--- v1\n+++ v2\n@@ -29998,7 +29998,6 @@\n line 29997\n line 29998\n line 29999\n-line 30000\n line 30001\n line 30002\n line 30003\n',
    );
    expect(diff(text, `${text}more`)).toContain('@@ -59998,3 +59998,4 @@\n line 59997\n');
    expect(diff(text, `first\n${text}`)).toContain('@@ -1,3 +1,4 @@\n+first\n line 0\n');
  });

  test('of random changes in long texts makes the second of the first', () => {
    const random = seededRandom(11);
    const some = (lines: number, kinds: number) =>
      Array.from({ length: lines }, () => `${Math.floor(random() * kinds)}`).join('\n');
    const frames = ['', '0', '\n', '1\n', numbered(11_000, 'x')];
    const pick = (values: string[]) => values[Math.floor(random() * values.length)] ?? '';
    for (let round = 0; round < 60; round++) {
      const [start, end] = [pick(frames), pick(frames)];
      const lines = random() < 0.5 ? 8 : 900;
      const [before, after] = [start + some(lines, 1e6) + end, start + some(lines * random(), 1e6) + end];
      if (before !== after) expect(applyPatch(before, diff(before, after))).toBe(after);
    }
  });

  // Without bounds these take from most of a second to hours, in the process that serves everybody.
  test.each([
    ['as many differing lines as fit', numbered(100_000, 'a'), numbered(100_000, 'b')],
    ['nothing but line ends', '\n'.repeat(1_000_000), '\r\n'.repeat(500_000)],
    ['two kinds of lines', 'a\n'.repeat(500_000), 'a\na\nb\n'.repeat(160_000)],
    ['one line each', 'a'.repeat(1_000_000), 'b'.repeat(1_000_000)],
  ])('of two texts as long as they may be, with %s, makes the second of the first', (_, before, after) => {
    expect(applyPatch(before, diff(before, after))).toBe(after);
  });
});
