import { join } from 'node:path';
import { Alarm } from './alarm.ts';
import { Bus } from './bus.ts';
import { createCatalog } from './catalog/catalog.ts';
import { createBackfills } from './backfills/backfills.ts';
import { createBuilds } from './builds/builds.ts';
import type { Context } from './context.ts';
import { exportDefinitions } from './definitions/export.ts';
import { importDefinitions } from './definitions/import.ts';
import { createComputeProfiles } from './environments/compute-profiles.ts';
import { createConnections } from './environments/connections.ts';
import { createEnvironments } from './environments/environments.ts';
import { createIntervals } from './intervals/intervals.ts';
import { createJobs } from './jobs/jobs.ts';
import { createKinds, type JobKinds } from './kinds/index.ts';
import { createLineage } from './lineage/lineage.ts';
import { createModels } from './models/models.ts';
import { createComparison } from './models/comparison.ts';
import { createOrigins } from './models/origins.ts';
import { createVersionSearch } from './models/search.ts';
import { createVersions } from './models/versions.ts';
import { Courier } from './notify/courier.ts';
import { createNotices } from './notify/notices.ts';
import { createNotifications } from './notify/notifications.ts';
import type { Clock, Executors, Ids, Log, Notifier, Redact, Secrets, SqlFiles, Upkeep } from './ports.ts';
import { createPromotions } from './promotion/promotions.ts';
import { createRuns } from './runs/runs.ts';
import { createDeploymentWatch } from './schedule/deployment-watch.ts';
import { createFires } from './schedule/fire-area.ts';
import { Scheduler } from './schedule/scheduler.ts';
import { createSecretArea } from './secrets/secrets.ts';
import { createSample, type SampleSource } from './sample/sample.ts';
import { createQueries } from './sql/queries.ts';
import { createQueryHistory } from './sql/history.ts';
import { createQueryColumns } from './sql/query-columns.ts';
import type { Analysis } from './sql/types.ts';
import { Store } from './store/store.ts';
import { workspaceId } from './workspace/workspace-id.ts';
import { createAudit } from './workspace/audit.ts';
import { createWorkspaceArea } from './workspace/workspace.ts';
import type { Actor } from './actor.ts';
import type { DefinitionFile } from '../../shared/contract/workspace.ts';

export interface EngineOptions {
  /** The workspace's directory, absolute; it exists and is locked for us. */
  directory: string;
  clock: Clock;
  ids: Ids;
  log: Log;
  redact: Redact;
  executors: Executors;
  analysis: Analysis;
  upkeep: Upkeep;
  sqlFiles: SqlFiles;
  sample: SampleSource;
  secrets: Secrets;
  notifier: Notifier;
  /**
   * Whether triggers start jobs here; default true. The engine of a single command leaves that to one that stays: fires
   * are accounted for then.
   */
  schedules?: boolean;
  /** Changes the kinds of jobs there are; for tests and benchmarks. */
  kinds?: (builtIn: JobKinds) => JobKinds;
}

export type Engine = Awaited<ReturnType<typeof openEngine>>;

/** How long closing waits for runs to end before their executors are ended. */
const closeWithinMs = 5_000;

/**
 * Opens the workspace's database and puts the areas together. Every run that was under way when the engine last
 * stopped is in a true state, or on its way to one, when this resolves. The engine owns executors and analysis from here.
 */
export async function openEngine(options: EngineOptions) {
  const { clock, directory, executors, analysis, upkeep } = options;
  const bus = new Bus(options.ids.uuid());
  const store = new Store(join(directory, 'slipway.db'), clock, bus, options.log);
  const closing = new AbortController();
  let closed: Promise<void> | undefined;
  const alarm = new Alarm(clock, options.log);
  const schedules = options.schedules ?? true;
  const context: Context = {
    alarm,
    schedules,
    store,
    bus,
    clock,
    ids: options.ids,
    log: options.log,
    redact: options.redact,
    executors,
    analysis,
    upkeep,
    sqlFiles: options.sqlFiles,
    directory,
    workspaceId: workspaceId(store, options.ids),
    closing: closing.signal,
  };

  const connections = createConnections(context, options.secrets);
  const computeProfiles = createComputeProfiles(context);
  const environments = createEnvironments(context, { connections, computeProfiles });
  const models = createModels(context);
  const origins = createOrigins(context, models);
  const versions = createVersions(context, models);
  const builtIn = createKinds(context, models, versions);
  const kinds = options.kinds?.(builtIn) ?? builtIn;
  const jobs = createJobs(context, { environments, models, versions, kinds });
  const notices = createNotices(context);
  const runs = createRuns(context, { environments, models, jobs, kinds, notices });
  const lineage = createLineage(context, { environments, models, versions });
  const builds = createBuilds(context, { environments, jobs, lineage, runs });
  const intervals = createIntervals(context, { jobs });
  const backfills = createBackfills(context, { environments, jobs, runs });
  const promotions = createPromotions(context, { environments, models, versions, jobs });
  const queries = createQueries(context, { environments, jobs });
  const history = createQueryHistory(context, { environments, models, queries });
  const catalog = createCatalog(context, { environments });
  const queryColumns = createQueryColumns(context, { environments, queries });
  const secrets = createSecretArea(context, options.secrets);
  const workspace = createWorkspaceArea(context, { environments, secrets });
  const courier = new Courier(context, options.notifier);
  const notifications = createNotifications(context, { environments, jobs, courier });
  const importAreas = {
    connections,
    computeProfiles,
    environments,
    models,
    origins,
    versions,
    jobs,
    kinds,
    workspace,
    notifications,
  };
  const scheduler = new Scheduler(context, runs, notices);
  await runs.recover();
  /** What waits and has room; builds are for an engine that stays to go on with. */
  async function startReady(): Promise<void> {
    await runs.startReady();
    if (schedules) await builds.startReady();
  }
  if (schedules) {
    await builds.startReady();
    await backfills.takeUp();
  }
  bus.listen(changes => {
    // Their limits may leave more room now.
    const raised = changes.some(
      ({ topic }) => topic === 'environment' || topic === 'workspace' || topic === 'job',
    );
    if (raised && !closing.signal.aborted) void startReady().catch(() => {});
  });
  if (schedules) {
    alarm.add(scheduler);
    alarm.add(createDeploymentWatch(context, runs));
    alarm.add({ next: now => store.sql.runs.nextRetryAt.get(now) ?? null, run: now => runs.resumeDue(now) });
    alarm.add(courier);
    bus.listen(changes => {
      if (changes.some(({ topic }) => topic === 'job')) alarm.nudge();
    });
    await alarm.wake();
  }

  async function close(): Promise<void> {
    closing.abort();
    await alarm.stop();
    await runs.stop();
    const { promise: late, resolve } = Promise.withResolvers<void>();
    const stopTimer = clock.timer(closeWithinMs, resolve);
    await Promise.race([runs.idle(), late]);
    stopTimer();
    await Promise.all([executors.close(), analysis.close(), upkeep.close()]);
    await runs.idle();
    await courier.idle();
    store.close();
  }

  return {
    directory,
    bus,
    connections,
    computeProfiles,
    environments,
    models,
    origins,
    versions,
    comparison: createComparison(context, { models, versions, origins }),
    versionSearch: createVersionSearch(context, models, versions),
    jobs,
    runs,
    fires: createFires(context, { jobs, runs }),
    promotions,
    notifications,
    secrets,
    queries,
    history,
    catalog,
    lineage,
    builds,
    backfills,
    intervals,
    queryColumns,
    analysis,
    workspace,
    audit: createAudit(context),
    sample: createSample(context, importAreas, options.sample, catalog),
    definitions: {
      export: () =>
        exportDefinitions(context, { connections, computeProfiles, environments, models, notifications }),
      import: (
        actor: Actor,
        input: {
          files: DefinitionFile[];
          plan: boolean;
          confirm_shared_targets: boolean;
          directory?: string | undefined;
        },
      ) => importDefinitions(context, importAreas, actor, input),
    },
    /** The machine woke up, or its clock was set: does what is due; resolves when that is done. */
    wake: () => alarm.wake(),
    schemaVersion: store.schemaVersion,
    /** Asks runs to stop, ends the executors and closes the database. Safe to call twice. */
    close(): Promise<void> {
      closed ??= close();
      return closed;
    },
  };
}
