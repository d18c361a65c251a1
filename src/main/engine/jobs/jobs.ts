import type { CheckHistory } from '../../../shared/contract/checks.ts';
import type { Job, JobDefinition, JobSummary, JobVersion } from '../../../shared/contract/jobs.ts';
import { SlipwayError } from '../../../shared/domain/errors.ts';
import { quoteRelation } from '../../../shared/domain/relation.ts';
import { type Actor, actorText } from '../actor.ts';
import { forgetMarks } from '../conditions/marks.ts';
import type { Context } from '../context.ts';
import { iso } from '../context.ts';
import type { Environments } from '../environments/environments.ts';
import type { JobKinds } from '../kinds/index.ts';
import { targetOf } from '../kinds/targets.ts';
import { lookup, nameTaken, refuseOutdated } from '../lookup.ts';
import type { Models } from '../models/models.ts';
import type { Versions } from '../models/versions.ts';
import { Moved, untilUnmoved } from '../optimistic.ts';
import { settle } from '../promotion/transitions.ts';
import type { JobRow } from '../store/jobs.ts';
import { likePattern } from '../store/models.ts';
import type { Tx } from '../store/store.ts';
import { checkHistory } from './check-history.ts';
import { type LinkedDefinition, link, named } from './definition.ts';
import { createDefinitionChecks } from './definition-checks.ts';
import { type DeploymentCause, recordDeployment } from './deployments.ts';
import { refuseBadChain, refuseCycle, followersOf } from './chains.ts';
import { createGuards } from './guards.ts';
import { createJobView } from './job-view.ts';
import { createPauses } from './pauses.ts';
import { runsOf } from './running.ts';
import { concurrentRuns, syncTriggers } from './triggers.ts';

export interface PublishOptions {
  message: string;
  confirmSharedTarget: boolean;
  cause: DeploymentCause;
  promotionId: number | null;
  /** Whoever writes several jobs looks at their chains once all are written, by `checkChain`. */
  chainsLater?: boolean;
}

interface WriteOptions extends PublishOptions {
  id?: number | undefined;
  /** The state the change was made upon. */
  revision?: number | undefined;
  createOnly?: boolean;
  publish: boolean;
}

export type Jobs = ReturnType<typeof createJobs>;

/** Jobs and their versioned definitions: draft, publish, activate. */
export function createJobs(
  context: Context,
  areas: { environments: Environments; models: Models; versions: Versions; kinds: JobKinds },
) {
  const { store } = context;
  const { environments, models } = areas;
  const sql = store.sql.jobs;
  const view = createJobView(store.sql, environments);
  const guards = createGuards(store.sql, environments);
  const { check, basisOf, textOf } = createDefinitionChecks(context, areas);

  /** Also finds deleted jobs, by id: their runs are still there. */
  const anyRow = (ref: string): JobRow =>
    lookup('job', ref, {
      byId: id => sql.byId.get(id),
      byName: name => sql.byName.get(name),
      names: () => sql.names.all(),
    });

  const row = (ref: string): JobRow => {
    const job = anyRow(ref);
    if (job.removed_at_ms !== null) throw new SlipwayError('not_found', `Job "${job.name}" was deleted`);
    return job;
  };

  const linkAreas = { environments, models, jobs: { row } };

  function record(tx: Tx, actor: Actor, action: string, job: { id: number; name: string }, details = {}) {
    tx.audit({
      actor: actorText(actor),
      action,
      objectType: 'job',
      objectId: job.id,
      objectName: job.name,
      details,
    });
    tx.changed('job', job.id);
  }

  function refuse(job: JobRow, linked: LinkedDefinition, options: PublishOptions): void {
    if (!options.chainsLater) refuseBadChain(store.sql, job, linked.definition, linked.environmentId);
    if (!options.confirmSharedTarget) guards.refuseSharedTarget(job, linked);
    if (options.promotionId !== null) return;
    const text = textOf(linked);
    guards.refuseUnpromoted(job, linked, text instanceof SlipwayError ? null : (text?.version ?? null));
  }

  /** Makes a checked definition live. One transaction with the version, audit entry and deployment. */
  function publishChecked(
    tx: Tx,
    actor: Actor,
    jobId: number,
    linked: LinkedDefinition,
    options: PublishOptions,
  ): number {
    const job = row(String(jobId));
    refuse(job, linked, options);
    const number = (sql.lastVersion.get(job.id)?.number ?? 0) + 1;
    sql.insertVersion.run({
      job_id: job.id,
      number,
      definition_json: JSON.stringify(linked.definition),
      message: options.message,
      author: actorText(actor),
      created_at_ms: tx.now,
    });
    activateVersion(tx, actor, job, number, linked, options);
    return number;
  }

  function activateVersion(
    tx: Tx,
    actor: Actor,
    job: JobRow,
    number: number,
    linked: LinkedDefinition,
    options: PublishOptions,
  ): void {
    const environment = environments.get(String(linked.environmentId));
    const target = targetOf(linked.definition, environment);
    const before = runsOf(store.sql, job);
    sql.setLive.run({
      id: job.id,
      live_version: number,
      environment_id: linked.environmentId,
      model_id: linked.modelId,
      target: target ? quoteRelation(target) : null,
      max_concurrent_runs: concurrentRuns(linked.definition),
      now: tx.now,
    });
    syncTriggers(store.sql, tx, job, linked.definition);
    const action = options.cause === 'activation' ? 'job.activate' : 'job.publish';
    record(tx, actor, action, job, { version: number, message: options.message });
    const live = row(String(job.id));
    const { version, tag } = runsOf(store.sql, live);
    // Another target is another table that the version is live in.
    const moved = live.target !== job.target;
    if (version !== null && (before.version !== version || before.tag !== tag || moved)) {
      recordDeployment(store.sql, tx, actor, live, { version, tag }, options);
    }
  }

  function insert(tx: Tx, actor: Actor, linked: LinkedDefinition): number {
    const { name, kind } = linked.definition;
    const named = sql.byName.get(name);
    if (named) throw nameTaken('job', named.name);
    const added = sql.insert.run({
      name,
      kind,
      environment_id: linked.environmentId,
      model_id: linked.modelId,
      now: tx.now,
    });
    const id = Number(added.lastInsertRowid);
    record(tx, actor, 'job.create', { id, name });
    return id;
  }

  /** Keeps a definition as the draft, or clears the draft where it equals the live definition. */
  function writeDraft(tx: Tx, job: JobRow, linked: LinkedDefinition): boolean {
    const text = JSON.stringify(linked.definition);
    const changed = text !== (job.draft_json ?? job.live_json);
    if (!changed) return false;
    sql.saveDraft.run(text === job.live_json ? null : text, tx.now, job.id);
    if (job.live_version === null) sql.relate.run(linked.environmentId, linked.modelId, job.id);
    tx.changed('job', job.id);
    return true;
  }

  /** Creates or updates in a transaction of the caller's; a definition that is to be published was checked before. */
  function write(
    tx: Tx,
    actor: Actor,
    linked: LinkedDefinition,
    options: WriteOptions,
  ): { id: number; created: boolean; changed: boolean } {
    const { name } = linked.definition;
    const existing = options.id === undefined ? sql.byName.get(name) : row(String(options.id));
    refuseOutdated(existing, options.revision);
    if (existing && options.createOnly) throw nameTaken('job', existing.name);
    const id = existing?.id ?? insert(tx, actor, linked);
    if (existing && existing.name !== name) {
      const named = sql.byName.get(name);
      if (named && named.id !== existing.id) throw nameTaken('job', named.name);
      sql.rename.run(name, id);
      record(tx, actor, 'job.rename', { id, name }, { from: existing.name });
    }
    const job = row(String(id));
    if (!options.publish) {
      refuseCycle(store.sql, job, linked.definition);
      return { id, created: !existing, changed: writeDraft(tx, job, linked) };
    }
    if (existing?.live_json === JSON.stringify(linked.definition)) {
      if (existing.draft_json !== null) sql.saveDraft.run(null, tx.now, id);
      return { id, created: false, changed: false };
    }
    publishChecked(tx, actor, id, linked, options);
    sql.saveDraft.run(null, tx.now, id);
    return { id, created: !existing, changed: true };
  }

  async function apply(
    actor: Actor,
    input: {
      definition: JobDefinition;
      id?: number | undefined;
      revision?: number | undefined;
      message: string;
      publish: boolean;
      confirm_shared_target: boolean;
      createOnly?: boolean;
    },
  ): Promise<Job & { created: boolean; changed: boolean }> {
    const { id, created, changed } = await untilUnmoved(async () => {
      const linked = link(input.definition, linkAreas);
      const basis = basisOf(linked);
      if (input.publish) await check(linked);
      return await store.write(tx => {
        const now = link(input.definition, linkAreas);
        if (input.publish && basisOf(now) !== basis) throw new Moved();
        return write(tx, actor, now, {
          id: input.id,
          revision: input.revision,
          createOnly: input.createOnly ?? false,
          publish: input.publish,
          message: input.message,
          confirmSharedTarget: input.confirm_shared_target,
          cause: 'publish',
          promotionId: null,
        });
      });
    });
    return { ...get(String(id)), created, changed };
  }

  const get = (ref: string): Job => view.whole(row(ref));
  const pauses = createPauses(context, row);

  return {
    row,
    anyRow,
    get,
    apply,
    check,
    write,
    /** Throws what keeps the jobs before and after a job from being a chain. */
    checkChain: (id: number, { definition, environmentId }: LinkedDefinition): void =>
      refuseBadChain(store.sql, row(String(id)), definition, environmentId),
    publishChecked,
    pauses,

    list(input: {
      search?: string | undefined;
      environment?: string | undefined;
      model?: string | undefined;
      limit: number;
      after?: string | undefined;
    }): { jobs: JobSummary[]; next: string | null } {
      const rows = sql.page.all({
        pattern: likePattern(input.search),
        after: input.after ?? '',
        environment: input.environment === undefined ? null : environments.row(input.environment).id,
        model: input.model === undefined ? null : models.row(input.model).id,
        limit: input.limit + 1,
      });
      const page = rows.slice(0, input.limit);
      return {
        jobs: page.map(view.summary),
        next: rows.length > input.limit ? (page.at(-1)?.name ?? null) : null,
      };
    },

    async publish(
      actor: Actor,
      input: {
        job: string;
        message: string;
        revision?: number | undefined;
        confirm_shared_target: boolean;
      },
    ): Promise<Job> {
      const job = row(input.job);
      if (job.draft_json === null) {
        throw new SlipwayError('precondition', `"${job.name}" has no unpublished changes`);
      }
      return await apply(actor, {
        definition: { ...(JSON.parse(job.draft_json) as JobDefinition), name: job.name },
        id: job.id,
        // What is published is the draft as it is now, not another one saved meanwhile.
        revision: input.revision ?? job.revision,
        message: input.message,
        publish: true,
        confirm_shared_target: input.confirm_shared_target,
      });
    },

    checks: (ref: string, runs: number): CheckHistory[] => checkHistory(store.sql, row(ref), runs),

    /** All its sources count as changed; how many it had known. */
    resetConditions: (actor: Actor, ref: string): Promise<number> =>
      store.write(tx => forgetMarks(store.sql, tx, actorText(actor), row(ref))),

    async pause(actor: Actor, ref: string, reason: string): Promise<Job> {
      await pauses.pause(actor, ref, reason);
      return get(ref);
    },

    /** Its triggers start it from now on; what fired while it was paused stays skipped. */
    async resume(actor: Actor, ref: string): Promise<Job> {
      await pauses.resume(actor, ref);
      return get(ref);
    },

    async discardDraft(actor: Actor, ref: string): Promise<Job> {
      const id = await store.write(tx => {
        const job = row(ref);
        if (job.live_version === null) {
          throw new SlipwayError('precondition', `"${job.name}" is only a draft`, {
            hint: 'Delete the job instead',
          });
        }
        sql.saveDraft.run(null, tx.now, job.id);
        record(tx, actor, 'job.discard_draft', job);
        return job.id;
      });
      return get(String(id));
    },

    history(ref: string): JobVersion[] {
      const job = row(ref);
      return sql.versions.all(job.id).map(version => ({
        number: version.number,
        message: version.message,
        author: version.author,
        created_at: iso(version.created_at_ms),
        live: version.number === job.live_version,
        definition: named(version.definition_json, job.name, store.sql),
      }));
    },

    /** Makes an earlier definition live again, as it was: no new version. */
    async activate(
      actor: Actor,
      input: { job: string; version: number; confirm_shared_target: boolean },
    ): Promise<Job> {
      const job = row(input.job);
      const version = sql.version.get(job.id, input.version);
      if (!version) {
        throw new SlipwayError('not_found', `"${job.name}" has no definition version ${input.version}`, {
          hint: `Its definitions go up to ${sql.lastVersion.get(job.id)?.number ?? 0}`,
        });
      }
      const definition = { ...(JSON.parse(version.definition_json) as JobDefinition), name: job.name };
      const options: PublishOptions = {
        message: '',
        confirmSharedTarget: input.confirm_shared_target,
        cause: 'activation',
        promotionId: null,
      };
      await untilUnmoved(async () => {
        const linked = link(definition, linkAreas);
        const basis = basisOf(linked);
        await check(linked);
        await store.write(tx => {
          if (basisOf(link(definition, linkAreas)) !== basis) throw new Moved();
          const current = row(String(job.id));
          if (current.live_version === input.version) return;
          refuse(current, linked, options);
          activateVersion(tx, actor, current, input.version, linked, options);
        });
      });
      return get(String(job.id));
    },

    async remove(actor: Actor, ref: string): Promise<string> {
      return await store.write(tx => {
        const job = row(ref);
        const [active] = store.sql.runs.activeOfJob.all(job.id);
        if (active) {
          throw new SlipwayError('conflict', `"${job.name}" has an active run (#${active.id})`, {
            hint: 'Cancel it or wait for its end',
          });
        }
        const [follower] = followersOf(store.sql, job.id);
        if (follower) {
          throw new SlipwayError('conflict', `"${follower.name}" starts after "${job.name}"`, {
            hint: `Change the triggers of "${follower.name}" first`,
          });
        }
        sql.remove.run(tx.now, job.id);
        syncTriggers(store.sql, tx, job, null);
        for (const promotion of store.sql.promotions.openOfJob.all(job.id)) {
          settle(store.sql, tx, promotion, 'expired', 'the job was deleted');
        }
        record(tx, actor, 'job.remove', job);
        return job.name;
      });
    },
  };
}
