import type { JobDefinition } from '../../../shared/contract/jobs.ts';
import type { Plan, Promotion, Running } from '../../../shared/contract/promotion.ts';
import { SlipwayError } from '../../../shared/domain/errors.ts';
import { type PromotionEvent, promotionTransition } from '../../../shared/domain/promotion-state.ts';
import { type Actor, actorText } from '../actor.ts';
import { inOrder } from '../canonical.ts';
import type { Context } from '../context.ts';
import type { Environments } from '../environments/environments.ts';
import type { Jobs } from '../jobs/jobs.ts';
import type { JobKinds } from '../kinds/index.ts';
import type { Models } from '../models/models.ts';
import type { Versions } from '../models/versions.ts';
import type { JobRow } from '../store/jobs.ts';
import type { PromotionRow } from '../store/promotions.ts';
import type { Tx } from '../store/store.ts';
import { boardOf } from './board.ts';
import { computePlan, type PlanContent, type PlanSubject } from './plan.ts';
import { toPlan, toPromotion } from './promotion-view.ts';

export type Promotions = ReturnType<typeof createPromotions>;

interface Choice {
  model: string;
  environment: string;
  job?: string | undefined;
}

/** Promotions: plan, approve, apply, roll back. Nothing changes what an environment runs but `apply`. */
export function createPromotions(
  context: Context,
  areas: { environments: Environments; models: Models; versions: Versions; jobs: Jobs; kinds: JobKinds },
) {
  const { store } = context;
  const { environments, models, versions, jobs, kinds } = areas;
  const sql = store.sql.promotions;

  const row = (id: number): PromotionRow => {
    const found = sql.byId.get(id);
    if (!found) throw new SlipwayError('not_found', `There is no promotion #${id}`);
    return found;
  };

  /** The one job of the environment that builds the model. */
  function jobOf(choice: Choice): JobRow {
    const model = models.row(choice.model);
    const environment = environments.row(choice.environment);
    const candidates = store.sql.jobs.ofModel
      .all(model.id)
      .filter(job => job.environment_id === environment.id && job.live_version !== null);
    if (choice.job !== undefined) {
      const wanted = jobs.row(choice.job);
      if (candidates.some(job => job.id === wanted.id)) return wanted;
      throw new SlipwayError(
        'precondition',
        `Job "${wanted.name}" does not build "${model.name}" in "${environment.name}"`,
      );
    }
    const [only, another] = candidates;
    if (!only) {
      throw new SlipwayError(
        'precondition',
        `No published job builds "${model.name}" in "${environment.name}"`,
        {
          hint: 'Create and publish one first: a promotion changes the tag of a job that exists',
        },
      );
    }
    if (another) {
      throw new SlipwayError(
        'conflict',
        `Several jobs build "${model.name}" in "${environment.name}": ${candidates.map(job => job.name).join(', ')}`,
        {
          hint: 'Name the job to promote',
        },
      );
    }
    return only;
  }

  function subjectOf(kind: PlanSubject['kind'], job: JobRow, to: Running): PlanSubject {
    const model = models.row(String(job.model_id));
    const environment = environments.get(String(job.environment_id));
    const definition = JSON.parse(job.live_json ?? '{}') as JobDefinition;
    const target = kinds[definition.kind].target(definition, environment);
    if (!target)
      throw new SlipwayError('precondition', `"${job.name}" has no complete target in "${environment.name}"`);
    const now = jobs.runsOf(job);
    const from: Running = { tag: definition.track === 'latest' ? 'latest' : now.tag, version: now.version };
    return {
      kind,
      model,
      environment,
      job,
      definition,
      target,
      from,
      to,
      fromText: from.version === null ? null : versions.text(model, from.tag ?? String(from.version)),
      toText: versions.text(model, to.tag ?? 'latest'),
    };
  }

  function insert(
    tx: Tx,
    actor: Actor,
    subject: PlanSubject,
    content: PlanContent,
    rollsBack: number | null,
  ): number {
    for (const open of sql.openOfJob.all(subject.job.id)) {
      if (open.state !== 'planned') continue;
      sql.setState.run('expired', 'planned again', open.id);
      tx.changed('promotion', open.id);
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

  function step(promotion: PromotionRow, event: PromotionEvent) {
    const result = promotionTransition(promotion.state, event);
    if (result.ok) return result.to;
    throw new SlipwayError(
      'precondition',
      `Promotion #${promotion.id} cannot be ${event.replaceAll('_', ' ')}: ${result.reason}`,
      {
        hint: promotion.state === 'awaiting_approval' ? 'Approve it first' : 'Plan again',
      },
    );
  }

  /** Changes the job's tag. In the caller's transaction, with everything that belongs to it. */
  function applyIn(tx: Tx, actor: Actor, id: number, note: string): void {
    const promotion = row(id);
    step(promotion, 'applied');
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
      sql.setState.run('expired', `#${id} was applied first`, open.id);
      tx.changed('promotion', open.id);
    }
    if (promotion.rolls_back !== null) {
      sql.setState.run('rolled_back', null, promotion.rolls_back);
      tx.changed('promotion', promotion.rolls_back);
    }
    record(tx, actor, promotion.kind === 'rollback' ? 'promotion.rollback' : 'promotion.apply', id, { note });
  }

  /** What a planned promotion goes to, as it is today. */
  function toOf(promotion: PromotionRow): Running {
    if (promotion.to_tag === 'latest') {
      return { tag: 'latest', version: models.row(String(promotion.model_id)).latest_version };
    }
    const tag = store.sql.models.tag.get(promotion.model_id, promotion.to_tag);
    if (!tag) {
      throw new SlipwayError(
        'precondition',
        `Tag "${promotion.to_tag}" of "${promotion.model_name}" no longer exists`,
        {
          hint: 'Plan a promotion of another tag',
        },
      );
    }
    return { tag: tag.name, version: tag.version };
  }

  async function decide(
    actor: Actor,
    id: number,
    event: 'approved' | 'rejected',
    note: string,
  ): Promise<Promotion> {
    await store.write(tx => {
      const promotion = row(id);
      const state = step(promotion, event);
      sql.decide.run({ id, state, actor: actorText(actor), note, now: tx.now });
      record(tx, actor, event === 'approved' ? 'promotion.approve' : 'promotion.reject', id, { note });
    });
    return toPromotion(row(id));
  }

  return {
    board: () => boardOf(store.sql, environments, models, jobs),

    async plan(actor: Actor, input: Choice & { tag: string }): Promise<Plan> {
      const model = models.row(input.model);
      const text = versions.text(model, input.tag);
      const job = jobOf(input);
      const subject = subjectOf('promotion', job, { tag: text.tag, version: text.version });
      if (subject.from.tag === subject.to.tag && subject.from.version === subject.to.version) {
        throw new SlipwayError(
          'precondition',
          `"${subject.environment.name}" runs "${input.tag}" of "${model.name}" already`,
        );
      }
      const content = await computePlan(context, subject);
      const id = await store.write(tx => insert(tx, actor, subject, content, null));
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
        before: input.after === undefined ? Number.MAX_SAFE_INTEGER : Number(input.after) || 0,
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
      step(promotion, 'applied');
      if (input.hash !== undefined && input.hash !== promotion.hash) {
        throw new SlipwayError('precondition', `Promotion #${promotion.id} is not the plan you looked at`, {
          hint: 'Look at it again, then apply it',
        });
      }
      const job = jobs.row(String(promotion.job_id));
      const subject = subjectOf(promotion.kind, job, toOf(promotion));
      const content = await computePlan(context, subject);
      const fresh = content.hash === promotion.hash;
      const planned = await store.write(tx => {
        // Meanwhile it may have been applied or rejected by somebody else.
        step(row(promotion.id), 'applied');
        // Between planning again and this transaction somebody else may have been quicker.
        const unmoved = jobs.row(String(job.id)).live_version === job.live_version;
        if (fresh && unmoved) {
          applyIn(tx, actor, promotion.id, input.note);
          return null;
        }
        sql.setState.run('expired', 'the world moved after it was planned', promotion.id);
        record(tx, actor, 'promotion.expire', promotion.id);
        return unmoved ? insert(tx, actor, subject, content, promotion.rolls_back) : 0;
      });
      if (planned === null) return toPromotion(row(promotion.id));
      throw new SlipwayError(
        'precondition',
        `Plan #${promotion.id} is stale: ${staleReason(promotion, content)}`,
        planned === 0
          ? { hint: 'Plan again' }
          : { hint: `Plan #${planned} shows what would happen now; apply that`, related: { plan: planned } },
      );
    },

    /** Back to what ran before the last promotion, at once: a promotion of its own, recorded like any other. */
    async rollback(actor: Actor, input: Choice & { note: string }): Promise<Promotion> {
      const job = jobOf(input);
      const last = sql.lastAppliedOfJob.get(job.id);
      if (!last) {
        throw new SlipwayError(
          'precondition',
          `Nothing was promoted to "${input.environment}" that could be rolled back for "${input.model}"`,
        );
      }
      const now = jobs.runsOf(job);
      if (now.version !== last.to_version || (now.tag ?? 'latest') !== last.to_tag) {
        throw new SlipwayError(
          'precondition',
          `"${job.name}" no longer runs what promotion #${last.id} set (${last.to_tag})`,
          {
            hint: 'Plan a promotion of the tag you want',
          },
        );
      }
      if (last.from_version === null) {
        throw new SlipwayError('precondition', `Before promotion #${last.id} nothing ran`);
      }
      const to = toOf({ ...last, to_tag: last.from_tag ?? 'latest' });
      const subject = subjectOf('rollback', job, to);
      const content = await computePlan(context, subject);
      const id = await store.write(tx => {
        if (jobs.row(String(job.id)).live_version !== job.live_version) {
          throw new SlipwayError('conflict', `"${job.name}" was changed at the same time`, {
            hint: 'Look at it, then try again',
          });
        }
        const planned = insert(tx, actor, subject, content, last.id);
        applyIn(tx, actor, planned, input.note);
        return planned;
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
  if (differs('statements')) return 'other statements would run';
  if (differs('downstream')) return 'what depends on it changed';
  return `the environment or the definition of "${then.job}" changed`;
}
