import { describe, expect, test } from 'vitest';
import {
  lastApplied,
  rollbackLinks,
} from '../../../../src/renderer/features/promotion/history/rollback-links.ts';
import { promotion } from './support.ts';

const rollback = (id: number) => promotion(id, { kind: 'rollback' });
const undone = (id: number) => promotion(id, { state: 'rolled_back' });

describe('a rollback and what it undid', () => {
  test('know each other', () => {
    const all = [rollback(2), undone(1)];
    expect(rollbackLinks(rollback(2), all).undid?.id).toBe(1);
    expect(rollbackLinks(undone(1), all).undoneBy?.id).toBe(2);
  });

  test('are pairs from within when several were undone in a row', () => {
    const all = [rollback(4), rollback(3), undone(2), undone(1)];
    expect(rollbackLinks(rollback(3), all).undid?.id).toBe(2);
    expect(rollbackLinks(rollback(4), all).undid?.id).toBe(1);
    expect(rollbackLinks(undone(1), all).undoneBy?.id).toBe(4);
  });

  test('are of one job', () => {
    const other = promotion(2, { kind: 'rollback', job: 'other' });
    const all = [rollback(3), other, undone(1)];
    expect(rollbackLinks(undone(1), all).undoneBy?.id).toBe(3);
    expect(rollbackLinks(other, all).undid).toBeUndefined();
  });

  test('are not known where the older one is not among them', () => {
    expect(rollbackLinks(rollback(2), [rollback(2)]).undid).toBeUndefined();
  });
});

describe('what rolling back goes back to', () => {
  test('is what ran before the last one that is applied', () => {
    const all = [promotion(3, { state: 'planned' }), promotion(2), promotion(1)];
    expect(rollbackLinks(promotion(2), all).goesBackTo).toEqual({ tag: 'v1', version: 1 });
    expect(rollbackLinks(promotion(1), all).goesBackTo).toBeUndefined();
    expect(lastApplied(all)?.id).toBe(2);
  });

  test('is nothing where nothing ran before', () => {
    const first = promotion(1, { from: { tag: null, version: null } });
    expect(rollbackLinks(first, [first]).goesBackTo).toBeUndefined();
  });

  test('is never a rollback of a rollback', () => {
    expect(lastApplied([rollback(2), undone(1)])).toBeUndefined();
  });
});

test('a plan that can no longer be applied leads to the one that still can', () => {
  const expired = promotion(1, { state: 'expired' });
  const open = promotion(3, { state: 'awaiting_approval' });
  const all = [open, promotion(2, { state: 'rejected' }), expired];
  expect(rollbackLinks(expired, all).successor?.id).toBe(3);
  expect(rollbackLinks(promotion(4, { state: 'expired' }), all).successor).toBeUndefined();
  expect(rollbackLinks(open, all).successor).toBeUndefined();
});

test('what was applied later overtakes, in whatever order it was planned, unless it was undone', () => {
  const applied = (id: number, minute: number, state: 'applied' | 'rolled_back' = 'applied') =>
    promotion(id, { state, applied_at: `2026-11-21T05:0${minute}:00.000Z` });
  const all = [
    applied(5, 4, 'rolled_back'),
    promotion(4, { state: 'planned' }),
    applied(3, 1),
    applied(2, 2),
    applied(1, 3),
  ];
  const overtaker = (id: number) => {
    const one = all.find(candidate => candidate.id === id);
    return one && rollbackLinks(one, all).overtakenBy?.id;
  };
  expect([3, 2, 1, 4, 5].map(overtaker)).toEqual([1, 1, undefined, undefined, undefined]);
});
