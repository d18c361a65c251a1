import { describe, expect, test } from 'vitest';
import {
  behindSentence,
  changeSentence,
  driftSentence,
  driftWord,
  goalText,
  isOpen,
  newsOf,
  readsText,
  rolledBackAlready,
  runningText,
  standingSentence,
  stateWords,
} from '../../../../src/renderer/features/promotion/promotion-words.ts';
import type { Running } from '../../../../src/shared/contract/promotion.ts';
import { promotionStates } from '../../../../src/shared/domain/promotion-state.ts';
import { cell, promotion } from './support.ts';

test('what runs, in a word', () => {
  expect(runningText({ tag: 'v3', version: 3 })).toBe('v3');
  expect(runningText({ tag: 'stable', version: 3 })).toBe('stable → v3');
  expect(runningText({ tag: 'latest', version: 3 })).toBe('latest (v3)');
  expect(runningText({ tag: 'latest', version: null })).toBe('latest');
  expect(runningText({ tag: null, version: null })).toBe('nothing');
});

test('a goal without a tag follows the latest version', () => {
  expect(goalText({ tag: null, version: 3 })).toBe('latest (v3)');
  expect(goalText({ tag: 'v3', version: 3 })).toBe('v3');
});

test('a change, in a sentence', () => {
  expect(changeSentence(promotion(1))).toBe('Promote daily_delays v1 → v2 in prod');
  expect(changeSentence(promotion(1, { kind: 'rollback' }))).toBe('Roll back daily_delays v1 → v2 in prod');
  expect(changeSentence(promotion(1, { from: { tag: null, version: null } }))).toBe(
    'Promote daily_delays nothing → v2 in prod',
  );
});

test('what a build reads is an upper bound, and said to be', () => {
  expect(readsText({ partitions: 1, partitions_total: 4_000, bytes: 3_400_000 })).toBe(
    'up to 1 partition of 4,000, 3.4 MB',
  );
  expect(readsText({ partitions: 12, partitions_total: null, bytes: null })).toBe('up to 12 partitions');
  expect(readsText({ partitions: null, partitions_total: null, bytes: null })).toBe('not known');
});

describe('every state', () => {
  test('has a word', () => {
    expect(Object.keys(stateWords).toSorted()).toEqual([...promotionStates].toSorted());
  });

  test('is open until it was decided for good', () => {
    expect(promotionStates.filter(isOpen)).toEqual(['planned', 'awaiting_approval', 'approved']);
  });

  test('is explained', () => {
    const plan = { environment: 'prod', job: 'nightly', to: { tag: 'v2', version: 2 } };
    const says = (
      state: (typeof promotionStates)[number],
      reason: string | null = null,
      kind = 'promotion',
      now: Running | undefined = plan.to,
    ) => standingSentence({ ...plan, state }, { reason, kind: kind as 'promotion' }, now);
    expect(says('planned')).toContain('Nothing has changed yet');
    expect(says('awaiting_approval')).toContain('prod is protected');
    expect(says('approved')).toContain('nothing is run by that');
    expect(says('applied')).toBe('nightly runs v2 from its next run on.');
    expect(says('applied', null, 'rollback')).toBe('nightly runs v2 again, from its next run on.');
    expect(says('applied', null, 'promotion', { tag: 'v3', version: 3 })).toBe(
      'It was applied, and superseded since: nightly runs v3 now.',
    );
    expect(
      standingSentence({ ...plan, state: 'applied' }, { reason: null, kind: 'promotion' }, undefined),
    ).toBe('It was applied.');
    expect(says('rejected')).toBe('It was rejected.');
    expect(says('expired', 'planned again')).toBe('It can no longer be applied: planned again.');
    for (const state of promotionStates) expect(says(state)).toMatch(/\.$/);
  });
});

test('news are told of what others wait for', () => {
  expect(newsOf(promotion(5))).toBe('Promotion 5 applied: prod runs v2 of daily_delays');
  expect(newsOf(promotion(5, { kind: 'rollback' }))).toBe('Rolled back: prod runs v2 of daily_delays again');
  expect(newsOf(promotion(5, { state: 'awaiting_approval' }))).toContain('awaits approval');
  expect(newsOf(promotion(5, { state: 'planned' }))).toBeUndefined();
  expect(newsOf(promotion(5, { state: 'rolled_back' }))).toBeUndefined();
});

describe('drift', () => {
  const run = { id: 1, state: 'failed' as const, version: 1, ended_at: null };

  test('has a word, and none where there is none', () => {
    const word = (changes: Parameters<typeof cell>[1]) => driftWord(cell('prod', changes));
    expect(word({})).toBeUndefined();
    expect(word({ drift: 'behind', behind_by: 3 })).toBe('3 behind');
    expect(word({ drift: 'never_ran' })).toBe('never ran');
    expect(word({ drift: 'never_ran', last_run: run })).toBe('never completed');
    expect(word({ drift: 'not_run_yet' })).toBe('not run yet');
    expect(word({ drift: 'untagged' })).toBe('follows latest');
  });

  test('is explained in a sentence', () => {
    const says = (changes: Parameters<typeof cell>[1]) => driftSentence(cell('prod', changes));
    expect(says({})).toBe('The target was made by v1');
    expect(says({ drift: 'behind', behind_by: 1 })).toBe('One version was published since v1');
    expect(says({ drift: 'not_run_yet' })).toContain('what another version made');
    expect(says({ drift: 'never_ran', last_run: run })).toBe('The job never completed');
    expect(behindSentence(cell('prod', { behind_by: 2 }))).toBe('2 versions were published since v1');
  });
});

test('who rolls back what was rolled back is told by whom', () => {
  const undone = promotion(4, { state: 'rolled_back' });
  const rollback = promotion(5, { kind: 'rollback', applied_by: 'bea via web' });
  expect(rolledBackAlready(undone, [rollback, undone])).toBe(
    'Promotion #4 was rolled back already, by #5 of bea via web',
  );
  expect(rolledBackAlready(undone, [])).toBe('Promotion #4 was rolled back already');
});
