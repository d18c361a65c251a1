/** The states of a promotion (domain.md, "Promotion states"). */
export const promotionStates = [
  'planned',
  'awaiting_approval',
  'approved',
  'applied',
  'rolled_back',
  'rejected',
  'expired',
] as const;
export type PromotionState = (typeof promotionStates)[number];

export const promotionEvents = ['approved', 'rejected', 'applied', 'rolled_back', 'expired'] as const;
export type PromotionEvent = (typeof promotionEvents)[number];

export type PromotionTransition = { ok: true; to: PromotionState } | { ok: false; reason: string };

const table: Record<PromotionState, Partial<Record<PromotionEvent, PromotionState>>> = {
  planned: { applied: 'applied', expired: 'expired', rejected: 'rejected' },
  awaiting_approval: { approved: 'approved', rejected: 'rejected', expired: 'expired' },
  approved: { applied: 'applied', rejected: 'rejected', expired: 'expired' },
  applied: { rolled_back: 'rolled_back' },
  rolled_back: {},
  rejected: {},
  expired: {},
};

/** Decides what `event` makes of a promotion in `state`, and says why where it is refused. Total and pure. */
export function promotionTransition(state: PromotionState, event: PromotionEvent): PromotionTransition {
  const to = table[state][event];
  if (to !== undefined) return { ok: true, to };
  if (state === 'awaiting_approval' && event === 'applied') {
    return { ok: false, reason: 'it waits for approval: the environment is protected' };
  }
  if (event === 'approved' && (state === 'planned' || state === 'approved')) {
    return { ok: false, reason: state === 'planned' ? 'it needs no approval' : 'it is approved already' };
  }
  return { ok: false, reason: `it is ${state.replaceAll('_', ' ')}` };
}
