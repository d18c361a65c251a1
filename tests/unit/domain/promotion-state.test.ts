import { expect, test } from 'vitest';
import {
  type PromotionEvent,
  promotionEvents,
  type PromotionState,
  promotionStates,
  promotionTransition,
} from '../../../src/shared/domain/promotion-state.ts';

const allowed: [PromotionState, PromotionEvent, PromotionState][] = [
  ['planned', 'applied', 'applied'],
  ['planned', 'rejected', 'rejected'],
  ['planned', 'expired', 'expired'],
  ['awaiting_approval', 'approved', 'approved'],
  ['awaiting_approval', 'rejected', 'rejected'],
  ['awaiting_approval', 'expired', 'expired'],
  ['approved', 'applied', 'applied'],
  ['approved', 'rejected', 'rejected'],
  ['approved', 'expired', 'expired'],
  ['applied', 'rolled_back', 'rolled_back'],
];

test.each(promotionStates.flatMap(state => promotionEvents.map(event => [state, event] as const)))(
  '%s on %s',
  (state, event) => {
    const expected = allowed.find(([from, on]) => from === state && on === event)?.[2];
    const result = promotionTransition(state, event);
    if (expected === undefined)
      expect(result).toEqual({ ok: false, reason: expect.stringMatching(/\w{3,}/) });
    else expect(result).toEqual({ ok: true, to: expected });
  },
);
