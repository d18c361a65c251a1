import type { PromotionState } from '../../../shared/domain/promotion-state.ts';
import type { Db } from './open.ts';

export interface NewPromotion {
  kind: 'promotion' | 'rollback';
  state: PromotionState;
  job_id: number;
  model_id: number;
  environment_id: number;
  from_tag: string | null;
  from_version: number | null;
  to_tag: string;
  to_version: number;
  hash: string;
  plan_json: string;
  rolls_back: number | null;
  note: string;
  planned_by: string;
  planned_at_ms: number;
}

export interface PromotionRow extends NewPromotion {
  id: number;
  reason: string | null;
  decided_by: string | null;
  decided_at_ms: number | null;
  applied_by: string | null;
  applied_at_ms: number | null;
  model_name: string;
  environment_name: string;
  job_name: string;
}

export interface DeploymentRow {
  id: number;
  job_id: number;
  environment_id: number;
  model_id: number;
  version: number;
  tag: string | null;
  actor: string;
  model_name: string;
  environment_name: string;
}

const select = `SELECT p.*, m.name AS model_name, e.name AS environment_name, j.name AS job_name
  FROM promotions p JOIN models m ON m.id = p.model_id JOIN environments e ON e.id = p.environment_id
  JOIN jobs j ON j.id = p.job_id`;
const open = `('planned', 'awaiting_approval', 'approved')`;

export function promotionSql(db: Db) {
  return {
    byId: db.prepare<[number], PromotionRow>(`${select} WHERE p.id = ?`),
    insert: db.prepare<[NewPromotion]>(
      `INSERT INTO promotions (kind, state, job_id, model_id, environment_id, from_tag, from_version, to_tag,
         to_version, hash, plan_json, rolls_back, note, planned_by, planned_at_ms)
       VALUES (@kind, @state, @job_id, @model_id, @environment_id, @from_tag, @from_version, @to_tag,
         @to_version, @hash, @plan_json, @rolls_back, @note, @planned_by, @planned_at_ms)`,
    ),
    page: db.prepare<
      [{ model: number | null; environment: number | null; before: number; limit: number }],
      PromotionRow
    >(
      `${select} WHERE p.id < @before AND (@model IS NULL OR p.model_id = @model)
         AND (@environment IS NULL OR p.environment_id = @environment)
       ORDER BY p.id DESC LIMIT @limit`,
    ),
    /** Plans of a job that wait for approval or for being applied, newest first. */
    openOfJob: db.prepare<[number], PromotionRow>(
      `${select} WHERE p.job_id = ? AND p.state IN ${open} ORDER BY p.id DESC`,
    ),
    /** Where the job is now: what was promoted in another environment, before it moved, is not undone here. */
    lastAppliedOfJob: db.prepare<[number], PromotionRow>(
      `${select} WHERE p.job_id = ? AND p.environment_id = j.environment_id AND p.model_id = j.model_id
         AND p.state = 'applied' AND p.kind = 'promotion' ORDER BY p.id DESC LIMIT 1`,
    ),
    setState: db.prepare<[PromotionState, string | null, number]>(
      'UPDATE promotions SET state = ?, reason = coalesce(?, reason) WHERE id = ?',
    ),
    decide: db.prepare<[{ id: number; state: PromotionState; actor: string; note: string; now: number }]>(
      `UPDATE promotions SET state = @state, decided_by = @actor, decided_at_ms = @now,
         note = CASE WHEN @note = '' THEN note ELSE @note END WHERE id = @id`,
    ),
    apply: db.prepare<[{ id: number; actor: string; note: string; now: number }]>(
      `UPDATE promotions SET state = 'applied', applied_by = @actor, applied_at_ms = @now,
         note = CASE WHEN @note = '' THEN note ELSE @note END WHERE id = @id`,
    ),
    lastDeployment: db.prepare<[], number | null>('SELECT max(id) FROM deployments').pluck(),
    /** Up to which deployment all have started what waits for them. */
    deploymentsSeen: db.prepare<[], number>('SELECT last_id FROM deployments_seen').pluck(),
    setDeploymentsSeen: db.prepare<[number]>('UPDATE deployments_seen SET last_id = ?'),
    deploymentsAfter: db.prepare<[number, number], DeploymentRow>(
      // Also those whose model or environment was deleted meanwhile: each is to be seen once.
      `SELECT d.*, ifnull(m.name, 'a deleted model') AS model_name, ifnull(e.name, 'a deleted environment') AS environment_name
       FROM deployments d LEFT JOIN models m ON m.id = d.model_id LEFT JOIN environments e ON e.id = d.environment_id
       WHERE d.id > ? ORDER BY d.id LIMIT ?`,
    ),
    insertDeployment: db.prepare<
      [
        {
          at_ms: number;
          job_id: number;
          environment_id: number;
          model_id: number;
          version: number;
          tag: string | null;
          cause: 'publish' | 'promotion' | 'activation' | 'rollback';
          promotion_id: number | null;
          actor: string;
          target: string | null;
        },
      ]
    >(
      `INSERT INTO deployments (at_ms, job_id, environment_id, model_id, version, tag, cause, promotion_id, actor,
         target)
       VALUES (@at_ms, @job_id, @environment_id, @model_id, @version, @tag, @cause, @promotion_id, @actor, @target)`,
    ),
  };
}
