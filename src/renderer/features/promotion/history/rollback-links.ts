import type { Promotion } from '../../../../shared/contract/promotion.ts';

export interface RollbackLinks {
  /** Of a rollback: the promotion it undid. */
  undid: Promotion | undefined;
  /** Of a promotion that was rolled back: the rollback. */
  undoneBy: Promotion | undefined;
  /** Of one that can no longer be applied: the plan of the same change that is still open. */
  successor: Promotion | undefined;
  /** Of one that was applied: the last that was applied to the job after it and holds. */
  overtakenBy: Promotion | undefined;
  /** Of the newest that was applied for the job: what a rollback goes back to. */
  goesBackTo: Promotion['from'] | undefined;
}

type Order = readonly Promotion[];

/**
 * What of a job's promotions belongs together. `all` is newest first; promotions of other jobs among them are left out.
 */
export function rollbackLinks(promotion: Promotion, all: Order): RollbackLinks {
  const ofJob = all.filter(({ job }) => job === promotion.job);
  const undone = pairs(ofJob);
  const undid = undone.get(promotion.id);
  const undoneBy = [...undone].find(([, undone]) => undone.id === promotion.id)?.[0];
  const dead = promotion.state === 'expired' || promotion.state === 'rejected';
  return {
    undid,
    undoneBy: ofJob.find(({ id }) => id === undoneBy),
    successor: dead
      ? ofJob.find(
          ({ id, state }) =>
            id > promotion.id &&
            (state === 'planned' || state === 'awaiting_approval' || state === 'approved'),
        )
      : undefined,
    overtakenBy: overtakenBy(promotion, ofJob),
    goesBackTo: goesBackTo(promotion, ofJob),
  };
}

/** Plans are applied in another order than they were made in. */
function overtakenBy({ state, applied_at }: Promotion, ofJob: Order): Promotion | undefined {
  if (state !== 'applied' || applied_at === null) return undefined;
  return ofJob
    .filter(later => later.state === 'applied' && (later.applied_at ?? '') > applied_at)
    .toSorted((a, b) => (b.applied_at ?? '').localeCompare(a.applied_at ?? ''))[0];
}

/** By the rollback's id, the promotion it undid: the newest one before it that was rolled back and is of no other. */
function pairs(ofJob: Order): Map<number, Promotion> {
  const found = new Map<number, Promotion>();
  const open: Promotion[] = [];
  for (const promotion of ofJob.toReversed()) {
    if (promotion.kind === 'promotion' && promotion.state === 'rolled_back') open.push(promotion);
    if (promotion.kind !== 'rollback' || promotion.state !== 'applied') continue;
    const undone = open.pop();
    if (undone) found.set(promotion.id, undone);
  }
  return found;
}

/**
 * What a rollback of this promotion goes back to. Only the last promotion that is still applied can be rolled back, and only
 * to something that ran.
 */
function goesBackTo(promotion: Promotion, ofJob: Order): Promotion['from'] | undefined {
  const last = lastApplied(ofJob);
  return last?.id === promotion.id && last.from.version !== null ? last.from : undefined;
}

/** The promotion that a rollback would undo. */
export function lastApplied(ofJob: Order): Promotion | undefined {
  return ofJob.find(({ kind, state }) => kind === 'promotion' && state === 'applied');
}
