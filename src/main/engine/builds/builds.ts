import type { Build, BuildPlan, BuildSummary } from '../../../shared/contract/builds.ts';
import type { Variables } from '../../../shared/contract/common.ts';
import type { Environment } from '../../../shared/contract/environments.ts';
import { isBuildOver } from '../../../shared/domain/build-state.ts';
import { SlipwayError, validationError } from '../../../shared/domain/errors.ts';
import { displayRelation } from '../../../shared/domain/relation.ts';
import { type Actor, actorText } from '../actor.ts';
import type { Context } from '../context.ts';
import type { Environments } from '../environments/environments.ts';
import type { Jobs } from '../jobs/jobs.ts';
import { changeAgainst } from '../lineage/changes.ts';
import type { Graph, ModelNode } from '../lineage/graph.ts';
import type { LineageArea } from '../lineage/lineage.ts';
import { numberAfter } from '../lookup.ts';
import { requireReason } from '../runs/overrides.ts';
import type { Runs } from '../runs/runs.ts';
import { subjectOf } from '../runs/starter.ts';
import type { BuildListRow } from '../store/builds.ts';
import { buildModelStateCodes, buildStateCodes, decode, encode } from '../store/codes.ts';
import type { Tx } from '../store/store.ts';
import { type BuildOptions, optionsOf, toBuild, toBuildSummary } from './build-view.ts';
import { type Chosen, chooseJobs, deferralsOf, inOrder } from './plan.ts';
import { freezeModels, materializationOf, type Planned } from './freeze.ts';
import { Progress } from './progress.ts';

export interface BuildInput {
  environment: string;
  select: string;
  defer?: string | undefined;
  against?: string | undefined;
  drafts: boolean;
  jobs: string[];
  threads?: number | undefined;
  variables: Variables;
  /** Incremental targets are built anew. Default: false. */
  full_refresh?: boolean | undefined;
  /** Its runs build whatever their conditions find. Default: false. */
  ignore_conditions?: boolean | undefined;
}

/** A build that goes on with another one. */
interface Resumed {
  id: number;
  /** What it did not complete. */
  jobs: ReadonlySet<number>;
  /** What it, or the builds it goes on with, completed. */
  here: number[];
}

interface Planning {
  environment: Environment;
  plan: BuildPlan;
  models: Planned[];
  options: BuildOptions;
  /** Of the store, when it was planned. */
  revision: number;
}

const waiting = encode(buildModelStateCodes, 'waiting');
/** How often a plan is made anew because something was changed while it was made. */
const maxPlans = 5;

export type Builds = ReturnType<typeof createBuilds>;

/** Builds: several models of an environment, each after what it reads, in one go. */
export function createBuilds(
  context: Context,
  areas: { environments: Environments; jobs: Jobs; lineage: LineageArea; runs: Runs },
) {
  const { store } = context;
  const { environments, jobs, lineage, runs } = areas;
  const sql = store.sql.builds;
  const progress = new Progress(context, runs);

  function row(id: number): BuildListRow {
    const found = sql.listed.get(id);
    if (!found) throw new SlipwayError('not_found', `There is no build #${id}`);
    return found;
  }

  /** The other environment, where models are read that are not built. Throws where they cannot be. */
  async function deferTo(input: BuildInput, environment: Environment) {
    if (input.defer === undefined) return undefined;
    const other = environments.get(input.defer);
    const refuse = (message: string) => validationError([{ path: 'defer', message }]);
    if (other.id === environment.id) throw refuse(`"${other.name}" is the environment itself`);
    const pair = { one: environment.connection_id, other: other.connection_id };
    if (store.sql.lineage.sameWarehouse.get(pair) !== 1) {
      throw refuse(
        `"${other.name}" is another warehouse: what is there cannot be read in ${environment.name}`,
      );
    }
    return { environment: other, graph: await lineage.graphOf(other, false) };
  }

  async function planOf(input: BuildInput, actor: Actor | null, resumed?: Resumed): Promise<Planning> {
    const { revision } = store;
    const environment = environments.get(input.environment);
    if (input.drafts && environment.protected) {
      throw validationError([
        { path: 'drafts', message: `"${environment.name}" is protected: drafts are not built there` },
      ]);
    }
    const named = new Set(input.jobs.map(ref => jobs.row(ref).id));
    const graph = await lineage.graphOf(environment, input.drafts);
    const to = await deferTo(input, environment);
    const against = input.against === undefined ? to?.environment : environments.get(input.against);
    const chosen = resumed
      ? chosenAgain(graph, resumed, environment)
      : chooseJobs(await modelsOf(graph, environment, input.select, against), named, environment.name);
    const ordered = inOrder(chosen, graph, to !== undefined);
    const here = new Set([...ordered.map(({ job }) => job.id), ...(resumed?.here ?? [])]);
    const models = ordered.map(each => ({
      ...each,
      deferred: to ? deferralsOf(each, graph, to, job => here.has(job)) : [],
    }));
    const compared = against && (await lineage.graphOf(against, false));
    const most = environment.limits.max_concurrent_runs;
    const [defer, other] = [to?.environment.name ?? null, against?.name ?? null];
    return {
      environment,
      models,
      revision,
      options: {
        kind: actor?.via === 'rest' ? 'api' : 'manual',
        defer,
        against: other,
        drafts: input.drafts,
        jobs: [...named],
        variables: input.variables,
        full_refresh: input.full_refresh ?? false,
        ignore_conditions: input.ignore_conditions ?? false,
        here: resumed?.here ?? [],
      },
      plan: {
        environment: environment.name,
        protected: environment.protected,
        select: input.select.trim(),
        defer,
        against: other,
        drafts: input.drafts,
        full_refresh: input.full_refresh ?? false,
        ignore_conditions: input.ignore_conditions ?? false,
        threads: Math.min(input.threads ?? most, most),
        resumes: resumed?.id ?? null,
        models: models.map((each, index) => toPlanned(each, index, compared)),
      },
    };
  }

  async function modelsOf(
    graph: Graph,
    environment: Environment,
    select: string,
    against: Environment | undefined,
  ): Promise<ModelNode[]> {
    const keys = await lineage.chosenIn(environment, graph, select, against);
    const models = [...graph.nodes.values()].filter(node => node.kind === 'model');
    // Whoever wants everything does not mean what nothing builds there; whoever names it does.
    return models.filter(({ key, builds }) => keys.has(key) && (builds.length > 0 || select.trim() !== ''));
  }

  function chosenAgain(graph: Graph, { jobs: again }: Resumed, environment: Environment): Chosen[] {
    const nodes = [...graph.nodes.values()]
      .filter(node => node.kind === 'model')
      .filter(node => node.builds.some(({ id }) => again.has(id)));
    const chosen = chooseJobs(nodes, again, environment.name);
    const there = new Set(chosen.map(({ job }) => job.id));
    const gone = [...again].filter(job => !there.has(job));
    if (gone.length > 0) {
      throw validationError(
        gone.map(job => ({
          path: 'build',
          message: `job "${store.sql.jobs.nameById.get(job)?.name ?? job}" builds no model in ${environment.name} any more`,
        })),
        'It cannot be gone on with',
      );
    }
    return chosen;
  }

  async function start(
    actor: Actor,
    input: BuildInput & { cause: string },
    resumed?: () => Resumed,
  ): Promise<BuildSummary> {
    for (let left = maxPlans; left > 0; left--) {
      const planning = await planOf(input, actor, resumed?.());
      if (planning.models.length === 0) {
        throw new SlipwayError('precondition', 'There is nothing to build', {
          hint: 'The selection means no model there: look at the plan',
        });
      }
      const id = await runs.triggers.write(tx =>
        // What was planned may not be so any more.
        store.revision === planning.revision ? begin(tx, actor, input, planning) : null,
      );
      if (id !== null) return toBuildSummary(store.sql, row(id));
    }
    throw new SlipwayError('conflict', 'The workspace is changed again and again: no plan held', {
      hint: 'Try it again',
    });
  }

  /** Fixes everything a build works on, and starts what needs nothing. */
  function begin(
    tx: Tx,
    actor: Actor,
    input: BuildInput & { cause: string },
    { environment, models, options, plan }: Planning,
  ): number {
    requireReason(environment, input, input.cause);
    const all = freezeModels({ jobs, runs }, models, options);
    const by = actorText(actor);
    const id = Number(
      sql.insert.run({
        environment_id: environment.id,
        state: encode(buildStateCodes, 'running'),
        selection: plan.select,
        options_json: JSON.stringify(options),
        threads: input.threads ?? null,
        actor: by,
        cause: input.cause,
        resumes_id: plan.resumes,
        created_at_ms: tx.now,
      }).lastInsertRowid,
    );
    for (const [index, { planned, frozen }] of all.entries()) {
      const { needs, level, deferred, node } = planned;
      const {
        job_id,
        job_version,
        model_version: version,
        tag,
        draft,
        frozen_id,
        priority,
      } = subjectOf(frozen);
      const { target } = frozen.spec;
      sql.insertModel.run({
        build_id: id,
        position: index + 1,
        level,
        job_id,
        job_version,
        model_id: node.model.id,
        version,
        tag,
        draft,
        frozen_id,
        priority,
        target: target === null ? '' : displayRelation(target),
        deferred_json: JSON.stringify(deferred),
        state: waiting,
        missing: needs.length,
      });
      for (const needed of needs) sql.insertNeed.run(id, needed + 1, index + 1);
    }
    tx.audit({
      actor: by,
      action: 'build.start',
      objectType: 'build',
      objectId: id,
      objectName: plan.select,
      details: {
        environment: environment.name,
        models: models.length,
        cause: input.cause,
        ...(plan.defer !== null && { defer: plan.defer }),
        ...(plan.resumes !== null && { resumes: plan.resumes }),
        variables: Object.keys(input.variables),
        ...(options.ignore_conditions && { ignore_conditions: true }),
      },
    });
    progress.goOn(tx, id);
    return id;
  }

  /** What is left of a build that is over. */
  function leftOf(id: number): { input: BuildInput; resumed: Resumed } {
    const build = row(id);
    const state = decode(buildStateCodes, build.state);
    if (!isBuildOver(state)) {
      throw new SlipwayError('conflict', `Build #${id} is not over (${state})`, {
        hint: 'Wait for its end, or cancel it',
      });
    }
    const models = sql.models.all(id);
    const completed = encode(buildModelStateCodes, 'completed');
    const left = models.filter(model => model.state !== completed);
    if (left.length === 0) {
      throw new SlipwayError('conflict', `Build #${id} completed: nothing of it is left`, {
        hint: 'Start a new one to build its models again',
      });
    }
    const { defer, against, drafts, jobs: named, here, ...asked } = optionsOf(build);
    const done = models.filter(model => model.state === completed).map(({ job_id }) => job_id);
    return {
      input: {
        environment: String(build.environment_id),
        select: build.selection,
        defer: defer ?? undefined,
        against: against ?? undefined,
        drafts,
        jobs: named.map(String),
        threads: build.threads ?? undefined,
        variables: asked.variables,
        full_refresh: asked.full_refresh,
        ignore_conditions: asked.ignore_conditions,
      },
      resumed: { id, jobs: new Set(left.map(({ job_id }) => job_id)), here: [...here, ...done] },
    };
  }

  return {
    /**
     * What a build would do, and in which order. Writes nothing. Throws `validation` for a selector that means nothing, for
     * models that no job, or several, build there, and for models that read each other.
     */
    plan: async (input: BuildInput): Promise<BuildPlan> => (await planOf(input, null)).plan,

    /** Begins a build; its runs start as there is room. */
    start: (actor: Actor, input: BuildInput & { cause: string }): Promise<BuildSummary> =>
      start(actor, input),

    planResume: async (id: number): Promise<BuildPlan> => {
      const { input, resumed } = leftOf(id);
      return (await planOf(input, null, resumed)).plan;
    },

    /** Builds what another build did not complete, with the versions and definitions of now. */
    async resume(
      actor: Actor,
      input: { build: number; cause: string; threads?: number | undefined },
    ): Promise<BuildSummary> {
      const { input: before } = leftOf(input.build);
      const threads = input.threads ?? before.threads;
      return await start(
        actor,
        { ...before, threads, cause: input.cause },
        () => leftOf(input.build).resumed,
      );
    },

    list(input: { environment?: string | undefined; limit: number; after?: string | undefined }): {
      builds: BuildSummary[];
      next: string | null;
    } {
      const page = { before: numberAfter(input.after, Number.MAX_SAFE_INTEGER), limit: input.limit + 1 };
      const rows =
        input.environment === undefined
          ? sql.pageOfAll.all(page)
          : sql.page.all({ ...page, environment: environments.row(input.environment).id });
      const shown = rows.slice(0, input.limit);
      return {
        builds: shown.map(each => toBuildSummary(store.sql, each)),
        next: rows.length > input.limit ? String(shown.at(-1)?.id) : null,
      };
    },

    get: (id: number): Build => toBuild(store.sql, row(id)),

    /** Cancels its runs and starts no others; it is over when the warehouse has confirmed the last of them. */
    async cancel(actor: Actor, id: number, reason: string): Promise<BuildSummary> {
      await runs.triggers.write(tx => {
        const build = row(id);
        const state = decode(buildStateCodes, build.state);
        if (state !== 'running') {
          const why = isBuildOver(state) ? `it is over (${state})` : 'it is being cancelled already';
          throw new SlipwayError('conflict', `Build #${id} cannot be cancelled: ${why}`);
        }
        progress.cancel(tx, build, reason === '' ? `cancelled by ${actorText(actor)}` : reason);
        tx.audit({
          actor: actorText(actor),
          action: 'build.cancel',
          objectType: 'build',
          objectId: id,
          objectName: build.selection,
          details: { reason },
        });
      });
      return toBuildSummary(store.sql, row(id));
    },

    /** Takes builds up that have room for more: after a start, and where limits were raised. */
    async startReady(): Promise<void> {
      const active = sql.active.all();
      if (active.length === 0) return;
      await runs.triggers.write(tx => {
        for (const { id } of active) progress.goOn(tx, id);
      });
    },
  };
}

function toPlanned(
  { node, job, level, needs, deferred }: Planned,
  index: number,
  compared: Graph | undefined,
) {
  const draft = node.model.text === 'draft';
  return {
    position: index + 1,
    level,
    model: node.name,
    model_id: node.model.id,
    job: job.name,
    job_id: job.id,
    target: job.writes?.name ?? '',
    version: draft ? null : job.version,
    tag: draft ? null : job.tag,
    draft,
    needs: needs.map(needed => needed + 1),
    deferred,
    materialization: materializationOf({ job }),
    change: compared ? changeAgainst(node, compared) : null,
  };
}
