import { SlipwayError } from '../../../shared/domain/errors.ts';
import {
  type PromotionEvent,
  type PromotionState,
  promotionTransition,
} from '../../../shared/domain/promotion-state.ts';
import type { PromotionRow } from '../store/promotions.ts';
import type { Sql, Tx } from '../store/store.ts';

/** The state `event` leads to. Throws `precondition` where it is not allowed. */
export function stateAfter(promotion: PromotionRow, event: PromotionEvent): PromotionState {
  const result = promotionTransition(promotion.state, event);
  if (result.ok) return result.to;
  throw new SlipwayError(
    'precondition',
    `Promotion #${promotion.id} cannot be ${event.replaceAll('_', ' ')}: ${result.reason}`,
    { hint: promotion.state === 'awaiting_approval' ? 'Approve it first' : 'Plan again' },
  );
}

/** What becomes of a promotion because of something else; `reason` says of what. */
export function settle(
  sql: Sql,
  tx: Tx,
  promotion: PromotionRow,
  event: 'expired' | 'rolled_back',
  reason: string | null,
): void {
  sql.promotions.setState.run(stateAfter(promotion, event), reason, promotion.id);
  tx.changed('promotion', promotion.id);
}
