import type { JobDefinition } from '../../../shared/contract/jobs.ts';
import type { Plan, Promotion } from '../../../shared/contract/promotion.ts';
import { SlipwayError } from '../../../shared/domain/errors.ts';
import { type Actor, actorText } from '../actor.ts';
import { inOrder } from '../canonical.ts';
import type { Context } from '../context.ts';
import { numberAfter } from '../lookup.ts';
import { Moved, untilUnmoved } from '../optimistic.ts';
import type { PromotionRow } from '../store/promotions.ts';
import type { Tx } from '../store/store.ts';
import { boardOf } from './board.ts';
import { computePlan, type PlanContent } from './plan.ts';
import { toPlan, toPromotion } from './promotion-view.ts';
import { type Choice, createSubjects, factsOf, type PlanSubject, type PromotionAreas } from './subject.ts';
import { settle, stateAfter } from './transitions.ts';

export type Promotions = ReturnType<typeof createPromotions>;

/**
 * Promotions: plan, approve, apply, roll back. In a protected environment nothing else changes the version that runs
 * (docs/decisions/0005).
 */
export function createPromotions(context: Context, areas: PromotionAreas) {
  const { store } = context;
  const { environments, models, versions, jobs } = areas;
  const sql = store.sql.promotions;
  const subjects = createSubjects(store.sql, areas);

  const row = (id: number): PromotionRow => {
    const found = sql.byId.get(id);
    if (!found) throw new SlipwayError('not_found', `There is no promotion #${id}`);
    return found;
  };

  function insert(
    tx: Tx,
    actor: Actor,
    subject: PlanSubject,
    content: PlanContent,
    rollsBack: number | null,
  ): number {
    for (const open of sql.openOfJob.all(subject.job.id)) {
      if (open.state === 'planned') settle(store.sql, tx, open, 'expired', 'planned again');
    }
    const needsApproval = subject.environment.protected && subject.kind === 'promotion';
    const added = sql.insert.run({
      kind: subject.kind,
      state: needsApproval ? 'awaiting_approval' : 'planned',
      job_id: subject.job.id,
      model_id: subject.model.id,
      environment_id: subject.environment.id,
      from_tag: subject.from.tag,
      from_version: subject.from.version,
      to_tag: subject.to.tag ?? 'latest',
      to_version: subject.to.version ?? 0,
      hash: content.hash,
      plan_json: JSON.stringify(content),
      rolls_back: rollsBack,
      note: '',
      planned_by: actorText(actor),
      planned_at_ms: tx.now,
    });
    const id = Number(added.lastInsertRowid);
    record(tx, actor, 'promotion.plan', id);
    return id;
  }

  function record(tx: Tx, actor: Actor, action: string, id: number, details = {}): void {
    const promotion = row(id);
    tx.audit({
      actor: actorText(actor),
      action,
      objectType: 'promotion',
      objectId: id,
      objectName: `${promotion.model_name} → ${promotion.environment_name}`,
      details: {
        from: { tag: promotion.from_tag, version: promotion.from_version },
        to: { tag: promotion.to_tag, version: promotion.to_version },
        ...details,
      },
    });
    tx.changed('promotion', id);
  }

  /** Changes the job's tag. In the caller's transaction, with everything that belongs to it. */
  function applyIn(tx: Tx, actor: Actor, id: number, note: string): void {
    const promotion = row(id);
    stateAfter(promotion, 'applied');
    const job = jobs.row(String(promotion.job_id));
    const linked = {
      definition: withSelection(JSON.parse(job.live_json ?? '{}') as JobDefinition, promotion.to_tag),
      environmentId: job.environment_id,
      modelId: job.model_id,
    };
    jobs.publishChecked(tx, actor, job.id, linked, {
      message: `${promotion.kind === 'rollback' ? 'Rollback' : 'Promotion'} #${id} to ${promotion.to_tag}`,
      confirmSharedTarget: true,
      cause: promotion.kind,
      promotionId: id,
    });
    // An edit under way keeps its other changes, but must not undo the promotion when it is published.
    if (job.draft_json !== null) {
      const draft = withSelection(JSON.parse(job.draft_json) as JobDefinition, promotion.to_tag);
      store.sql.jobs.saveDraft.run(JSON.stringify(draft), tx.now, job.id);
    }
    sql.apply.run({ id, actor: actorText(actor), note, now: tx.now });
    for (const open of sql.openOfJob.all(job.id)) {
      settle(store.sql, tx, open, 'expired', `#${id} was applied first`);
    }
    if (promotion.rolls_back !== null) settle(store.sql, tx, row(promotion.rolls_back), 'rolled_back', null);
    record(tx, actor, promotion.kind === 'rollback' ? 'promotion.rollback' : 'promotion.apply', id, { note });
  }

  async function decide(
    actor: Actor,
    id: number,
    event: 'approved' | 'rejected',
    note: string,
  ): Promise<Promotion> {
    await store.write(tx => {
      const promotion = row(id);
      const state = stateAfter(promotion, event);
      sql.decide.run({ id, state, actor: actorText(actor), note, now: tx.now });
      record(tx, actor, event === 'approved' ? 'promotion.approve' : 'promotion.reject', id, { note });
    });
    return toPromotion(row(id));
  }

  return {
    board: () => boardOf(store.sql, environments),

    async plan(actor: Actor, input: Choice & { tag: string }): Promise<Plan> {
      const text = versions.text(models.row(input.model), input.tag);
      const to = { tag: text.tag, version: text.version };
      const subject = subjects.subjectOf('promotion', subjects.jobOf(input), to);
      if (subject.from.tag === to.tag && subject.from.version === to.version) {
        throw new SlipwayError(
          'precondition',
          `"${subject.environment.name}" runs "${input.tag}" of "${subject.model.name}" already`,
        );
      }
      const content = await computePlan(context, subject);
      const id = await store.write(tx => {
        // Deleted meanwhile, it has nothing left to promote; what else may have moved is noticed when it is applied.
        jobs.row(String(subject.job.id));
        return insert(tx, actor, subject, content, null);
      });
      return toPlan(row(id));
    },

    get(id: number): Plan & { promotion: Promotion } {
      const promotion = row(id);
      return { ...toPlan(promotion), promotion: toPromotion(promotion) };
    },

    list(input: {
      model?: string | undefined;
      environment?: string | undefined;
      limit: number;
      after?: string | undefined;
    }): { promotions: Promotion[]; next: string | null } {
      const rows = sql.page.all({
        model: input.model === undefined ? null : models.row(input.model).id,
        environment: input.environment === undefined ? null : environments.row(input.environment).id,
        before: numberAfter(input.after, Number.MAX_SAFE_INTEGER),
        limit: input.limit + 1,
      });
      const page = rows.slice(0, input.limit);
      return {
        promotions: page.map(toPromotion),
        next: rows.length > input.limit ? String(page.at(-1)?.id) : null,
      };
    },

    approve: (actor: Actor, id: number, note: string) => decide(actor, id, 'approved', note),
    reject: (actor: Actor, id: number, note: string) => decide(actor, id, 'rejected', note),

    /**
     * Applies a plan if the world is still the one it was made for. Otherwise it expires, a new plan is made, and the
     * error names it.
     */
    async apply(
      actor: Actor,
      input: { promotion: number; note: string; hash?: string | undefined },
    ): Promise<Promotion> {
      const promotion = row(input.promotion);
      stateAfter(promotion, 'applied');
      if (input.hash !== undefined && input.hash !== promotion.hash) {
        throw new SlipwayError('precondition', `Promotion #${promotion.id} is not the plan you looked at`, {
          hint: 'Look at it again, then apply it',
        });
      }
      await untilUnmoved(async () => {
        const subject = subjects.ofPlanned(promotion);
        const content = await computePlan(context, subject);
        const planned = await store.write(tx => {
          const now = row(promotion.id);
          // Meanwhile it may have been applied or rejected by somebody else.
          stateAfter(now, 'applied');
          if (factsOf(subjects.ofPlanned(now)) !== factsOf(subject)) throw new Moved();
          if (content.hash === promotion.hash) {
            applyIn(tx, actor, promotion.id, input.note);
            return null;
          }
          settle(store.sql, tx, now, 'expired', 'the world moved after it was planned');
          record(tx, actor, 'promotion.expire', promotion.id);
          return insert(tx, actor, subject, content, promotion.rolls_back);
        });
        if (planned === null) return;
        throw new SlipwayError(
          'precondition',
          `Plan #${promotion.id} is stale: ${staleReason(promotion, content)}`,
          { hint: `Plan #${planned} shows what would happen now; apply that`, related: { plan: planned } },
        );
      });
      return toPromotion(row(promotion.id));
    },

    /** Back to what ran before the last promotion, at once: a promotion of its own, recorded like any other. */
    async rollback(
      actor: Actor,
      input: Choice & { note: string; promotion?: number | undefined },
    ): Promise<Promotion> {
      const gather = () => {
        const job = subjects.jobOf(input);
        const last = sql.lastAppliedOfJob.get(job.id);
        if (last) return { last, subject: subjects.ofRollback(job, last) };
        throw new SlipwayError(
          'precondition',
          `Nothing was promoted to "${input.environment}" that could be rolled back for "${input.model}"`,
        );
      };
      const first = gather().last;
      if (input.promotion !== undefined && input.promotion !== first.id) {
        throw new SlipwayError(
          'precondition',
          `Promotion #${input.promotion} is not what "${first.job_name}" runs now: that is #${first.id}`,
          { hint: 'Look at what runs there now' },
        );
      }
      const id = await untilUnmoved(async () => {
        const { last, subject } = gather();
        const content = await computePlan(context, subject);
        return await store.write(tx => {
          const now = gather();
          // Two that ask at once want to go back one step, not two.
          if (now.last.id !== first.id) {
            throw new SlipwayError('conflict', `"${subject.job.name}" was changed at the same time`, {
              hint: 'Look at it, then try again',
            });
          }
          if (factsOf(now.subject) !== factsOf(subject)) throw new Moved();
          const planned = insert(tx, actor, subject, content, last.id);
          applyIn(tx, actor, planned, input.note);
          return planned;
        });
      });
      return toPromotion(row(id));
    },
  };
}

/** The definition with another tag, or following the latest version. */
function withSelection(definition: JobDefinition, tag: string): JobDefinition {
  const { tag: _tag, track: _track, ...rest } = definition;
  return inOrder(tag === 'latest' ? { ...rest, track: 'latest' } : { ...rest, tag });
}

/** What of the world moved, in words. */
function staleReason(promotion: PromotionRow, now: PlanContent): string {
  const then = JSON.parse(promotion.plan_json) as PlanContent;
  const differs = (key: keyof PlanContent) => JSON.stringify(then[key]) !== JSON.stringify(now[key]);
  if (differs('from'))
    return `"${then.job}" runs ${now.from.tag ?? `v${now.from.version}`} now, not ${then.from.tag ?? `v${then.from.version}`}`;
  if (differs('to')) return `tag "${then.to.tag}" names another version now`;
  if (differs('sources')) return 'the sources changed';
  if (differs('columns')) return 'the output columns would be others';
  // From where on rows are new moves with every run, and is no reason.
  const moved = then.window?.start !== now.window?.start;
  if (then.window?.mode !== now.window?.mode || (!moved && differs('statements'))) {
    return 'other statements would run';
  }
  if (differs('downstream')) return 'what depends on it changed';
  return `the environment or the definition of "${then.job}" changed`;
}
