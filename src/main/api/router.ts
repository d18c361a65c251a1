import { applyEdits } from '../engine/sql/symbols.ts';
import { implement } from '@orpc/server';
import { contract } from '../../shared/contract/index.ts';
import type { ApiContext } from './context.ts';
import { mapErrors } from './errors.ts';

/** Answers are checked while developing and testing; a built application trusts its own engine (10,000 rows are dear). */
const checkAnswers = import.meta.url.endsWith('.ts');

const os = implement(contract)
  .$context<ApiContext>()
  .$config(checkAnswers ? {} : { initialOutputValidationIndex: Number.NaN })
  .use(mapErrors);

/** The one implementation of the contract; every transport serves it. Handlers only hand over. */
export const router = os.router({
  workspace: {
    info: os.workspace.info.handler(({ context }) => context.info()),
    variables: os.workspace.variables.handler(({ context: { engine } }) => ({
      variables: engine.workspace.variables(),
    })),
    setVariables: os.workspace.setVariables.handler(async ({ context: { engine, actor }, input }) => ({
      variables: await engine.workspace.setVariables(actor, input.variables),
    })),
    limits: os.workspace.limits.handler(({ context: { engine } }) => engine.workspace.limits()),
    setLimits: os.workspace.setLimits.handler(({ context: { engine, actor }, input }) =>
      engine.workspace.setLimits(actor, input),
    ),
    backup: os.workspace.backup.handler(({ context: { engine }, input }) =>
      engine.workspace.backup(input.file),
    ),
    doctor: os.workspace.doctor.handler(({ context: { engine } }) => engine.workspace.doctor()),
    wake: os.workspace.wake.handler(async ({ context: { engine } }) => {
      await engine.wake();
      return {};
    }),
  },
  events: {
    subscribe: os.events.subscribe.handler(({ context: { engine }, input, signal }) =>
      engine.bus.subscribe(input, signal),
    ),
  },
  audit: {
    list: os.audit.list.handler(({ context: { engine }, input }) => engine.audit.list(input)),
  },
  definitions: {
    export: os.definitions.export.handler(({ context: { engine } }) => ({
      files: engine.definitions.export(),
    })),
    import: os.definitions.import.handler(({ context: { engine, actor }, input }) =>
      engine.definitions.import(actor, input),
    ),
  },
  sample: {
    status: os.sample.status.handler(({ context: { engine } }) => engine.sample.status()),
    load: os.sample.load.handler(({ context: { engine, actor }, input }) =>
      engine.sample.load(actor, input?.into),
    ),
  },
  connections: {
    list: os.connections.list.handler(async ({ context: { engine } }) => ({
      connections: await engine.connections.list(),
    })),
    get: os.connections.get.handler(({ context: { engine }, input }) =>
      engine.connections.get(input.connection),
    ),
    apply: os.connections.apply.handler(({ context: { engine, actor }, input }) =>
      engine.connections.apply(actor, input.definition, input),
    ),
    trust: os.connections.trust.handler(({ context: { engine, actor }, input }) =>
      engine.connections.trust(actor, input.connection, input.hosts),
    ),
    remove: os.connections.remove.handler(async ({ context: { engine, actor }, input }) => ({
      removed: await engine.connections.remove(actor, input.connection),
    })),
  },
  computeProfiles: {
    list: os.computeProfiles.list.handler(({ context: { engine } }) => ({
      compute_profiles: engine.computeProfiles.list(),
    })),
    get: os.computeProfiles.get.handler(({ context: { engine }, input }) =>
      engine.computeProfiles.get(input.compute_profile),
    ),
    plan: os.computeProfiles.plan.handler(({ context: { engine, actor }, input }) =>
      engine.computeProfiles.plan(actor, input.definition, input),
    ),
    apply: os.computeProfiles.apply.handler(({ context: { engine, actor }, input }) =>
      engine.computeProfiles.apply(actor, input.definition, input),
    ),
    remove: os.computeProfiles.remove.handler(async ({ context: { engine, actor }, input }) => ({
      removed: await engine.computeProfiles.remove(actor, input.compute_profile),
    })),
  },
  environments: {
    list: os.environments.list.handler(({ context: { engine } }) => ({
      environments: engine.environments.list(),
    })),
    get: os.environments.get.handler(({ context: { engine }, input }) =>
      engine.environments.get(input.environment),
    ),
    create: os.environments.create.handler(({ context: { engine, actor }, input }) =>
      engine.environments.apply(actor, input.definition, { createOnly: true }),
    ),
    apply: os.environments.apply.handler(({ context: { engine, actor }, input }) =>
      engine.environments.apply(actor, input.definition, { id: input.id, revision: input.revision }),
    ),
    reorder: os.environments.reorder.handler(async ({ context: { engine, actor }, input }) => ({
      environments: await engine.environments.reorder(actor, input.environments),
    })),
    remove: os.environments.remove.handler(async ({ context: { engine, actor }, input }) => ({
      removed: await engine.environments.remove(actor, input.environment),
    })),
    test: os.environments.test.handler(({ context: { engine }, input }) =>
      engine.environments.test(input.environment, input.trust_hosts),
    ),
    choices: os.environments.choices.handler(async ({ context: { engine }, input }) => ({
      names: await engine.environments.choices(input),
    })),
  },
  models: {
    list: os.models.list.handler(({ context: { engine }, input }) => engine.models.list(input)),
    get: os.models.get.handler(({ context: { engine }, input }) => engine.models.get(input.model)),
    create: os.models.create.handler(({ context: { engine, actor }, input }) =>
      engine.origins.create(actor, input),
    ),
    update: os.models.update.handler(({ context: { engine, actor }, input: { model, ...changes } }) =>
      engine.models.change(actor, model, changes),
    ),
    remove: os.models.remove.handler(async ({ context: { engine, actor }, input }) => ({
      removed: await engine.models.remove(actor, input.model),
    })),
    saveDraft: os.models.saveDraft.handler(({ context: { engine }, input }) =>
      engine.models.saveDraft(input),
    ),
    restore: os.models.restore.handler(({ context: { engine }, input }) => engine.versions.restore(input)),
    publish: os.models.publish.handler(({ context: { engine, actor }, input }) =>
      engine.versions.publish(actor, input),
    ),
    history: os.models.history.handler(({ context: { engine }, input }) => engine.versions.history(input)),
    version: os.models.version.handler(({ context: { engine }, input }) =>
      engine.versions.get(input.model, input.version),
    ),
    tag: os.models.tag.handler(({ context: { engine, actor }, input }) => engine.versions.tag(actor, input)),
    untag: os.models.untag.handler(async ({ context: { engine, actor }, input }) => ({
      removed: await engine.versions.untag(actor, input),
    })),
    diff: os.models.diff.handler(({ context: { engine }, input }) => engine.comparison.diff(input)),
    search: os.models.search.handler(({ context: { engine }, input }) => engine.versionSearch.find(input)),
    docs: os.models.docs.handler(({ context: { engine }, input }) => engine.comparison.docs(input)),
    origin: os.models.origin.handler(async ({ context: { engine }, input }) => ({
      origin: await engine.origins.status(input.model),
    })),
    setOrigin: os.models.setOrigin.handler(({ context: { engine, actor }, input }) =>
      engine.origins.set(actor, input.model, input.path),
    ),
    forgetOrigin: os.models.forgetOrigin.handler(async ({ context: { engine, actor }, input }) => ({
      forgotten: await engine.origins.forget(actor, input.model),
    })),
    takeOrigin: os.models.takeOrigin.handler(({ context: { engine }, input }) => engine.origins.take(input)),
    preview: os.models.preview.handler(({ context: { engine, actor }, input, signal }) => {
      const { sql } = engine.versions.text(engine.models.row(input.model), input.version);
      return engine.history.run(actor, { ...input, sql }, signal);
    }),
  },
  sql: {
    check: os.sql.check.handler(async ({ context: { engine }, input }) => ({
      problems: await engine.queries.check(input),
    })),
    sources: os.sql.sources.handler(async ({ context: { engine }, input }) => {
      const { statements } = await engine.analysis.analyze(input.sql);
      return {
        statements: statements.map(({ kind, sources }) => ({
          kind,
          sources: sources.map(({ database, schema, name, alias }) => ({ database, schema, name, alias })),
        })),
      };
    }),
    translate: os.sql.translate.handler(({ context: { engine }, input }) =>
      engine.queries.translate(input.sql),
    ),
    format: os.sql.format.handler(async ({ context: { engine }, input }) => {
      const sql = await engine.analysis.format(input.sql);
      return { sql, changed: sql !== input.sql };
    }),
    symbol: os.sql.symbol.handler(async ({ context: { engine }, input }) => ({
      symbol: await engine.analysis.symbolAt(input.sql, input.offset),
    })),
    rename: os.sql.rename.handler(async ({ context: { engine }, input }) => {
      const edits = await engine.analysis.renameSymbol(input.sql, input.offset, input.name);
      return { sql: applyEdits(input.sql, edits), edits };
    }),
    compile: os.sql.compile.handler(({ context: { engine }, input }) => engine.queries.compile(input)),
    run: os.sql.run.handler(({ context: { engine, actor }, input, signal }) =>
      engine.history.run(actor, input, signal),
    ),
    catalog: os.sql.catalog.handler(async ({ context: { engine }, input }) => ({
      relations: await engine.catalog.relations(input),
    })),
    columns: os.sql.columns.handler(({ context: { engine }, input }) => engine.queryColumns.columns(input)),
    lineage: os.sql.lineage.handler(({ context: { engine }, input }) => engine.queryColumns.lineage(input)),
    diff: os.sql.diff.handler(({ context: { engine }, input }) => engine.queryColumns.diff(input)),
    scope: os.sql.scope.handler(({ context: { engine }, input }) => engine.queryColumns.scope(input)),
  },
  catalog: {
    databases: os.catalog.databases.handler(({ context: { engine }, input }) =>
      engine.catalog.databases(input.environment),
    ),
    list: os.catalog.list.handler(({ context: { engine }, input }) => engine.catalog.list(input)),
    search: os.catalog.search.handler(({ context: { engine }, input }) => engine.catalog.search(input)),
    refresh: os.catalog.refresh.handler(({ context: { engine }, input }) => engine.catalog.refresh(input)),
    show: os.catalog.show.handler(({ context: { engine }, input, signal }) =>
      engine.catalog.show(input, signal),
    ),
    sample: os.catalog.sample.handler(({ context: { engine }, input, signal }) =>
      engine.catalog.sample(input, signal),
    ),
    statistics: os.catalog.statistics.handler(({ context: { engine }, input, signal }) =>
      engine.catalog.statistics(input, signal),
    ),
    computeStatistics: os.catalog.computeStatistics.handler(({ context: { engine }, input, signal }) =>
      engine.catalog.computeStatistics(input, signal),
    ),
    ddl: os.catalog.ddl.handler(async ({ context: { engine }, input, signal }) => ({
      ddl: await engine.catalog.ddl(input, signal),
    })),
  },
  queries: {
    list: os.queries.list.handler(({ context: { engine }, input }) => engine.history.list(input)),
    get: os.queries.get.handler(({ context: { engine }, input }) => engine.history.get(input.query)),
    clear: os.queries.clear.handler(async ({ context: { engine, actor }, input }) => ({
      removed: await engine.history.clear(actor, input.environment),
    })),
  },
  lineage: {
    graph: os.lineage.graph.handler(({ context: { engine }, input }) => engine.lineage.graph(input)),
    columns: os.lineage.columns.handler(({ context: { engine }, input }) => engine.lineage.columns(input)),
    column: os.lineage.column.handler(({ context: { engine }, input }) => engine.lineage.column(input)),
    impact: os.lineage.impact.handler(({ context: { engine }, input }) => engine.lineage.impact(input)),
  },
  jobs: {
    list: os.jobs.list.handler(({ context: { engine }, input }) => engine.jobs.list(input)),
    get: os.jobs.get.handler(({ context: { engine }, input }) => engine.jobs.get(input.job)),
    create: os.jobs.create.handler(({ context: { engine, actor }, input }) =>
      engine.jobs.apply(actor, { ...input, createOnly: true }),
    ),
    apply: os.jobs.apply.handler(({ context: { engine, actor }, input }) => engine.jobs.apply(actor, input)),
    publish: os.jobs.publish.handler(({ context: { engine, actor }, input }) =>
      engine.jobs.publish(actor, input),
    ),
    discardDraft: os.jobs.discardDraft.handler(({ context: { engine, actor }, input }) =>
      engine.jobs.discardDraft(actor, input.job),
    ),
    history: os.jobs.history.handler(({ context: { engine }, input }) => ({
      versions: engine.jobs.history(input.job),
    })),
    activate: os.jobs.activate.handler(({ context: { engine, actor }, input }) =>
      engine.jobs.activate(actor, input),
    ),
    pause: os.jobs.pause.handler(({ context: { engine, actor }, input }) =>
      engine.jobs.pause(actor, input.job, input.reason),
    ),
    checks: os.jobs.checks.handler(({ context: { engine }, input }) => ({
      checks: engine.jobs.checks(input.job, input.runs),
    })),
    intervals: os.jobs.intervals.handler(({ context: { engine }, input }) => engine.intervals.ofJob(input)),
    resetConditions: os.jobs.resetConditions.handler(async ({ context: { engine, actor }, input }) => ({
      forgotten: await engine.jobs.resetConditions(actor, input.job),
    })),
    resume: os.jobs.resume.handler(({ context: { engine, actor }, input }) =>
      engine.jobs.resume(actor, input.job),
    ),
    remove: os.jobs.remove.handler(async ({ context: { engine, actor }, input }) => ({
      removed: await engine.jobs.remove(actor, input.job),
    })),
    run: os.jobs.run.handler(({ context: { engine, actor }, input }) => engine.runs.dispatch(actor, input)),
    plan: os.jobs.plan.handler(({ context: { engine }, input, signal }) =>
      engine.runs.plans.ofJob(input.job, input, signal),
    ),
    planDefinition: os.jobs.planDefinition.handler(({ context: { engine }, input, signal }) =>
      engine.runs.plans.ofDefinition(input.definition, input.id ?? null, signal),
    ),
  },
  runs: {
    list: os.runs.list.handler(({ context: { engine }, input }) => engine.runs.list(input)),
    get: os.runs.get.handler(({ context: { engine }, input }) => engine.runs.get(input.run)),
    logs: os.runs.logs.handler(({ context: { engine }, input }) => engine.runs.logs(input)),
    follow: os.runs.follow.handler(({ context: { engine }, input, signal }) =>
      engine.runs.follow(input.run, input.after, signal),
    ),
    cancel: os.runs.cancel.handler(({ context: { engine, actor }, input }) =>
      engine.runs.cancel(actor, input.run, input.reason),
    ),
    planRetry: os.runs.planRetry.handler(({ context: { engine }, input }) =>
      engine.runs.planRetry(input.run, input.mode),
    ),
    retry: os.runs.retry.handler(({ context: { engine, actor }, input }) =>
      engine.runs.retry(actor, input.run, input.mode, input.cause),
    ),
  },
  backfills: {
    plan: os.backfills.plan.handler(({ context: { engine }, input, signal }) =>
      engine.backfills.plan(input, signal),
    ),
    start: os.backfills.start.handler(({ context: { engine, actor }, input }) =>
      engine.backfills.start(actor, input),
    ),
    list: os.backfills.list.handler(({ context: { engine }, input }) => engine.backfills.list(input)),
    get: os.backfills.get.handler(({ context: { engine }, input }) => engine.backfills.get(input.backfill)),
    cancel: os.backfills.cancel.handler(({ context: { engine, actor }, input }) =>
      engine.backfills.cancel(actor, input.backfill, input.reason),
    ),
    resume: os.backfills.resume.handler(({ context: { engine, actor }, input }) =>
      engine.backfills.resume(actor, input.backfill),
    ),
  },
  builds: {
    plan: os.builds.plan.handler(({ context: { engine }, input }) => engine.builds.plan(input)),
    start: os.builds.start.handler(({ context: { engine, actor }, input }) =>
      engine.builds.start(actor, input),
    ),
    list: os.builds.list.handler(({ context: { engine }, input }) => engine.builds.list(input)),
    get: os.builds.get.handler(({ context: { engine }, input }) => engine.builds.get(input.build)),
    cancel: os.builds.cancel.handler(({ context: { engine, actor }, input }) =>
      engine.builds.cancel(actor, input.build, input.reason),
    ),
    planResume: os.builds.planResume.handler(({ context: { engine }, input }) =>
      engine.builds.planResume(input.build),
    ),
    resume: os.builds.resume.handler(({ context: { engine, actor }, input }) =>
      engine.builds.resume(actor, input),
    ),
  },
  fires: {
    list: os.fires.list.handler(({ context: { engine }, input }) => engine.fires.list(input)),
    next: os.fires.next.handler(({ context: { engine }, input }) =>
      engine.fires.next(input.job, input.count),
    ),
    preview: os.fires.preview.handler(({ context: { engine }, input }) =>
      engine.fires.preview(input.schedule, input.count),
    ),
    simulate: os.fires.simulate.handler(({ context: { engine }, input }) =>
      engine.fires.simulate(input.days, input.from),
    ),
    wakePlan: os.fires.wakePlan.handler(({ context: { engine } }) => ({ plan: engine.fires.wakePlan() })),
    dismissWakePlan: os.fires.dismissWakePlan.handler(async ({ context: { engine } }) => ({
      plan: await engine.fires.dismissWakePlan(),
    })),
    runMissed: os.fires.runMissed.handler(({ context: { engine, actor }, input }) =>
      engine.fires.runMissed(actor, input.fire),
    ),
    runWakePlan: os.fires.runWakePlan.handler(({ context: { engine, actor }, input }) =>
      engine.fires.runWakePlan(actor, input.job),
    ),
    reset: os.fires.reset.handler(({ context: { engine, actor }, input }) =>
      engine.fires.reset(actor, input.job),
    ),
    status: os.fires.status.handler(({ context: { engine } }) => engine.fires.status()),
    pauseAll: os.fires.pauseAll.handler(async ({ context: { engine, actor }, input }) => ({
      paused: await engine.fires.pauseAll(actor, input.reason),
    })),
    resumeAll: os.fires.resumeAll.handler(async ({ context: { engine, actor } }) => ({
      paused: await engine.fires.resumeAll(actor),
    })),
  },
  channels: {
    list: os.channels.list.handler(({ context: { engine } }) => ({
      channels: engine.notifications.listChannels(),
    })),
    get: os.channels.get.handler(({ context: { engine }, input }) =>
      engine.notifications.getChannel(input.channel),
    ),
    apply: os.channels.apply.handler(({ context: { engine, actor }, input }) =>
      engine.notifications.applyChannel(actor, input),
    ),
    remove: os.channels.remove.handler(async ({ context: { engine, actor }, input }) => ({
      removed: await engine.notifications.removeChannel(actor, input.channel),
    })),
    test: os.channels.test.handler(({ context: { engine, actor }, input }) =>
      engine.notifications.testChannel(actor, input.channel),
    ),
  },
  rules: {
    list: os.rules.list.handler(({ context: { engine } }) => ({ rules: engine.notifications.listRules() })),
    apply: os.rules.apply.handler(({ context: { engine, actor }, input }) =>
      engine.notifications.applyRule(actor, input),
    ),
    remove: os.rules.remove.handler(async ({ context: { engine, actor }, input }) => ({
      removed: await engine.notifications.removeRule(actor, input.rule),
    })),
  },
  deliveries: {
    list: os.deliveries.list.handler(({ context: { engine }, input }) =>
      engine.notifications.listDeliveries(input),
    ),
  },
  secrets: {
    list: os.secrets.list.handler(({ context: { engine } }) => engine.secrets.list()),
    get: os.secrets.get.handler(({ context: { engine }, input }) => engine.secrets.get(input.secret)),
    set: os.secrets.set.handler(({ context: { engine, actor }, input }) => engine.secrets.set(actor, input)),
    remove: os.secrets.remove.handler(({ context: { engine, actor }, input }) =>
      engine.secrets.remove(actor, input.secret),
    ),
  },
  vault: {
    status: os.vault.status.handler(({ context: { engine } }) => engine.secrets.vaultStatus()),
    create: os.vault.create.handler(({ context: { engine, actor }, input }) =>
      engine.secrets.createVault(actor, input.passphrase),
    ),
    unlock: os.vault.unlock.handler(({ context: { engine, actor }, input }) =>
      engine.secrets.unlockVault(actor, input.passphrase),
    ),
    lock: os.vault.lock.handler(({ context: { engine, actor } }) => engine.secrets.lockVault(actor)),
    changePassphrase: os.vault.changePassphrase.handler(({ context: { engine, actor }, input }) =>
      engine.secrets.changePassphrase(actor, input.passphrase, input.new_passphrase),
    ),
  },
  promotions: {
    board: os.promotions.board.handler(({ context: { engine } }) => engine.promotions.board()),
    plan: os.promotions.plan.handler(({ context: { engine, actor }, input }) =>
      engine.promotions.plan(actor, input),
    ),
    get: os.promotions.get.handler(({ context: { engine }, input }) =>
      engine.promotions.get(input.promotion),
    ),
    list: os.promotions.list.handler(({ context: { engine }, input }) => engine.promotions.list(input)),
    approve: os.promotions.approve.handler(({ context: { engine, actor }, input }) =>
      engine.promotions.approve(actor, input.promotion, input.note),
    ),
    reject: os.promotions.reject.handler(({ context: { engine, actor }, input }) =>
      engine.promotions.reject(actor, input.promotion, input.note),
    ),
    apply: os.promotions.apply.handler(({ context: { engine, actor }, input }) =>
      engine.promotions.apply(actor, input),
    ),
    rollback: os.promotions.rollback.handler(({ context: { engine, actor }, input }) =>
      engine.promotions.rollback(actor, input),
    ),
  },
});

export type Router = typeof router;
