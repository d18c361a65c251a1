import type { Plan, Promotion } from '../../../shared/contract/promotion.ts';
import { iso } from '../context.ts';
import type { PromotionRow } from '../store/promotions.ts';
import type { PlanContent } from './plan.ts';

/** What plans of before did not tell. */
const untold = { privileges_missing: null, estimate: null, window: null };

/** A promotion's plan, as it was made. */
export function toPlan(row: PromotionRow): Plan {
  const content = { ...untold, ...(JSON.parse(row.plan_json) as PlanContent) };
  return { ...content, id: row.id, state: row.state, created_at: iso(row.planned_at_ms) };
}

/** What became of a promotion. */
export function toPromotion(row: PromotionRow): Promotion {
  const { change } = JSON.parse(row.plan_json) as PlanContent;
  return {
    id: row.id,
    kind: row.kind,
    state: row.state,
    model: row.model_name,
    environment: row.environment_name,
    job: row.job_name,
    from: { tag: row.from_tag, version: row.from_version },
    to: { tag: row.to_tag, version: row.to_version },
    change,
    note: row.note,
    reason: row.reason,
    planned_by: row.planned_by,
    planned_at: iso(row.planned_at_ms),
    decided_by: row.decided_by,
    decided_at: iso(row.decided_at_ms),
    applied_by: row.applied_by,
    applied_at: iso(row.applied_at_ms),
  };
}
