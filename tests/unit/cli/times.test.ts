import { expect, test } from 'vitest';
import { ago, between, moment } from '../../../src/main/cli/output/times.ts';

const now = Date.parse('2026-03-10T12:00:00.000Z');

test.each([
  ['2026-03-10T11:59:58.000Z', 'just now'],
  ['2026-03-10T12:00:10.000Z', 'just now'],
  ['2026-03-10T11:59:20.000Z', '40 s ago'],
  ['2026-03-10T11:55:00.000Z', '5 min ago'],
  ['2026-03-10T09:00:00.000Z', '3 h ago'],
  ['2026-03-04T12:00:00.000Z', '6 d ago'],
  ['2026-01-02T12:00:00.000Z', '2026-01-02'],
  [null, '–'],
])('%s is %s', (at, expected) => expect(ago(at, now)).toBe(expected));

test('an absolute time names its zone', () => {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  expect(moment('2026-03-10T09:00:00.000Z', now)).toMatch(/^2026-03-\d\d \d\d:\d\d:\d\d \S+ \(3 h ago\)$/);
  expect(moment('2026-03-10T09:00:00.000Z', now)).toContain(zone);
});

test('what is not over has no length', () => {
  expect(between('2026-03-10T11:00:00.000Z', null)).toBeNull();
  expect(between('2026-03-10T11:00:00.000Z', '2026-03-10T11:00:01.500Z')).toBe(1_500);
});
