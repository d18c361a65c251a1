import { describe, expect, test } from 'vitest';
import { fuzzyMatch, rank } from '../../../src/renderer/ui/fuzzy.ts';

const best = (query: string, texts: string[]) => rank(query, texts, text => text).map(({ item }) => item);

describe('ranking', () => {
  test('whole words beat beginnings of later words beat letters strewn about', () => {
    expect(best('delay', ['daily_delays', 'delay_buckets', 'dear_early_lazy'])).toEqual([
      'delay_buckets',
      'daily_delays',
      'dear_early_lazy',
    ]);
  });

  test('words may come in any order', () => {
    expect(best('route rank', ['route_ranking', 'rank_of_routes', 'other'])).toHaveLength(2);
  });

  test('an empty query keeps everything in order', () => {
    expect(best('  ', ['b', 'a'])).toEqual(['b', 'a']);
  });
});

test('tells where the letters matched', () => {
  expect(fuzzyMatch('dd', 'daily_delays')?.at).toEqual([0, 6]);
  expect(fuzzyMatch('xyz', 'daily_delays')).toBeUndefined();
});
