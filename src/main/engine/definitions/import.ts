import { isAbsolute } from 'node:path';
import type { Environment } from '../../../shared/contract/environments.ts';
import type { JobDefinition } from '../../../shared/contract/jobs.ts';
import type { DefinitionFile, ImportAction } from '../../../shared/contract/workspace.ts';
import { type Problem, SlipwayError, validationError } from '../../../shared/domain/errors.ts';
import { closest } from '../../../shared/domain/names.ts';
import type { Actor } from '../actor.ts';
import type { Context } from '../context.ts';
import { dryRun } from '../dry-run.ts';
import type { Connections } from '../environments/connections.ts';
import type { ComputeProfiles } from '../environments/compute-profiles.ts';
import type { Environments } from '../environments/environments.ts';
import { environmentFacts } from '../environments/facts.ts';
import { link } from '../jobs/definition.ts';
import type { Jobs } from '../jobs/jobs.ts';
import type { JobKinds } from '../kinds/index.ts';
import type { Models } from '../models/models.ts';
import type { Origins } from '../models/origins.ts';
import type { Versions } from '../models/versions.ts';
import type { Notifications } from '../notify/notifications.ts';
import { Moved, untilUnmoved } from '../optimistic.ts';
import { requireQuery, sourcesOf } from '../sql/query.ts';
import { maskVariables } from '../sql/variables.ts';
import { triggerProblems } from '../jobs/triggers.ts';
import type { Tx } from '../store/store.ts';
import type { WorkspaceArea } from '../workspace/workspace.ts';
import { inChainOrder } from './chains.ts';
import { environmentFor, untrustedHosts } from './coming.ts';
import { type Definitions, type ModelFiles, readDefinitions } from './files.ts';
import { type CheckedModels, type Note, writeModel } from './import-model.ts';
import { withLines } from './yaml.ts';

export interface ImportAreas {
  connections: Connections;
  computeProfiles: ComputeProfiles;
  environments: Environments;
  models: Models;
  origins: Origins;
  versions: Versions;
  jobs: Jobs;
  kinds: JobKinds;
  workspace: WorkspaceArea;
  notifications: Notifications;
}

interface Imported {
  actions: ImportAction[];
  /** Of the connections of the files. */
  untrusted_hosts: { connection: string; hosts: string[] }[];
}

/**
 * Adds and updates from files; nothing is deleted. All problems of all files come at once, and either everything
 * takes effect or nothing. A plan is the import itself, rolled back: it cannot say anything else than what will happen.
 */
export async function importDefinitions(
  context: Context,
  areas: ImportAreas,
  actor: Actor,
  input: {
    files: DefinitionFile[];
    plan: boolean;
    confirm_shared_targets: boolean;
    /** Where the files are, absolute; models remember them then. */
    directory?: string | undefined;
  },
): Promise<Imported & { applied: boolean }> {
  const { directory } = input;
  if (directory !== undefined && !isAbsolute(directory)) {
    throw validationError([{ path: 'directory', message: `"${directory}" is no absolute path` }]);
  }
  const definitions = readDefinitions(input.files);
  try {
    const imported = await untilUnmoved(async () => {
      const sources = await analyzeVersions(context, definitions);
      const checked = { sources, directory, bases: await checkJobs(context, areas, definitions) };
      const work = (tx: Tx): Imported => ({
        actions: writeAll(context, areas, tx, actor, definitions, checked, input.confirm_shared_targets),
        untrusted_hosts: untrustedHosts(areas.connections, definitions),
      });
      return await (input.plan ? dryRun(context.store, work) : context.store.write(work));
    });
    return { applied: !input.plan, ...imported };
  } catch (cause) {
    const problems = cause instanceof SlipwayError ? cause.details.problems : undefined;
    throw problems ? validationError(withLines(problems, input.files)) : cause;
  }
}

interface Checked extends CheckedModels {
  bases: Bases;
}
/** What each job's definition was checked against, by file. */
type Bases = Map<string, string>;

const basisOf = (environment: Environment, sql: string): string =>
  JSON.stringify([environmentFacts(environment), sql]);

/** Every version that comes must be one query, as if it were published; its sources are kept with it. */
async function analyzeVersions(
  context: Context,
  definitions: Definitions,
): Promise<CheckedModels['sources']> {
  const sources: CheckedModels['sources'] = new Map();
  const problems: Problem[] = [];
  const { models: sql } = context.store.sql;
  for (const model of definitions.models) {
    const existing = sql.byName.get(model.name);
    for (const [number, text] of model.texts) {
      if (existing && sql.version.get(existing.id, number)?.sql === text) continue;
      try {
        const query = await requireQuery(context.analysis, maskVariables(text));
        sources.set(text, sourcesOf(query));
      } catch (cause) {
        if (!(cause instanceof SlipwayError) || cause.code !== 'validation') throw cause;
        const found = cause.details.problems ?? [{ path: '', message: cause.message }];
        problems.push(...found.map(problem => ({ ...problem, path: `${model.path}/v${number}.sql` })));
      }
    }
  }
  if (problems.length > 0) throw validationError(problems);
  return sources;
}

/** Checks job definitions against what the files and the workspace will hold together. */
async function checkJobs(context: Context, areas: ImportAreas, definitions: Definitions): Promise<Bases> {
  const bases: Bases = new Map();
  const problems: Problem[] = [];
  const inFiles = new Map(definitions.models.map(model => [model.name.toLowerCase(), model]));
  // Everything is looked at before anything is awaited: one moment, to be compared with that of the writing.
  const checks: (() => Promise<void>)[] = [];
  for (const { path, definition } of definitions.jobs) {
    const at = (problem: Problem): Problem => ({ ...problem, path: `${path}: ${problem.path}` });
    const environment = environmentFor(areas.environments, definitions, definition.environment);
    if (!environment) {
      const names = [
        ...areas.environments.list().map(known => known.name),
        ...definitions.environments.map(file => file.definition.name),
      ];
      problems.push(at(unknown('environment', definition.environment, names)));
    }
    const file = inFiles.get(definition.model.toLowerCase());
    const text = textFor(context, areas, file, definition);
    if (typeof text !== 'string') problems.push(at(text));
    problems.push(...triggerProblems(definition).map(at));
    if (!environment || typeof text !== 'string') continue;
    bases.set(path, basisOf(environment, text));
    checks.push(async () => {
      const found = await areas.kinds[definition.kind].check(
        definition,
        environment,
        text,
        definitions.variables,
      );
      problems.push(...found.map(at));
    });
  }
  problems.push(...inChainOrder(context.store.sql, definitions.jobs).problems);
  for (const check of checks) await check();
  if (problems.length > 0) throw validationError(problems);
  return bases;
}

function textFor(
  context: Context,
  areas: ImportAreas,
  file: ModelFiles | undefined,
  { model, tag }: JobDefinition,
): string | Problem {
  const latest = context.store.sql.models.byName.get(model)?.latest_version ?? 0;
  const fromFile = file && textInFile(file, tag, latest);
  if (fromFile !== undefined) return fromFile;
  try {
    return areas.versions.text(areas.models.row(model), tag ?? 'latest').sql;
  } catch (cause) {
    if (!(cause instanceof SlipwayError) || cause.code !== 'not_found') throw cause;
    if (file) {
      const tags = (file.tags ?? []).map(known => known.name);
      return tag === undefined ? { path: 'model', message: cause.message } : unknown('tag', tag, tags);
    }
    return { path: 'model', message: cause.message };
  }
}

function textInFile(file: ModelFiles, tag: string | undefined, latest: number): string | undefined {
  if (tag === undefined) {
    const newest = Math.max(0, ...file.texts.keys());
    return latest > newest ? undefined : file.texts.get(newest);
  }
  const version = file.tags?.find(known => known.name.toLowerCase() === tag.toLowerCase())?.version;
  return version === undefined ? undefined : file.texts.get(version);
}

function unknown(kind: string, name: string, names: string[]): Problem {
  const near = closest(name, names);
  return {
    path: kind,
    message: `"${name}" does not exist${near ? `; did you mean "${near}"?` : ''}`,
  };
}

function writeAll(
  context: Context,
  areas: ImportAreas,
  tx: Tx,
  actor: Actor,
  definitions: Definitions,
  { sources, bases, directory }: Checked,
  confirmSharedTarget: boolean,
): ImportAction[] {
  const actions: ImportAction[] = [];
  const note: Note = (object, name, result, detail = '') => {
    const action = result.created ? 'create' : result.changed ? 'update' : 'unchanged';
    actions.push({ action, object, name, detail });
  };
  const problems: Problem[] = [];
  const attempt = (path: string, work: () => void) => {
    try {
      work();
    } catch (cause) {
      if (!(cause instanceof SlipwayError)) throw cause;
      const { hint, problems: places = [] } = cause.details;
      if (cause.code === 'validation' && places.length > 0) {
        problems.push(...places.map(place => ({ ...place, path: `${path}: ${place.path}` })));
      } else problems.push({ path, message: hint ? `${cause.message} (${hint})` : cause.message });
    }
  };

  if (definitions.variables !== undefined) {
    const changed = areas.workspace.writeVariables(tx, actor, definitions.variables);
    note('workspace', 'variables', { created: false, changed });
  }
  for (const { path, definition } of definitions.connections) {
    attempt(path, () => {
      const { created, changed } = areas.connections.write(tx, actor, definition);
      note('connection', definition.name, { created, changed });
    });
  }
  for (const { path, definition } of definitions.computeProfiles) {
    attempt(path, () => {
      const written = areas.computeProfiles.write(tx, actor, definition);
      const changed = written.affects.filter(({ changes }) => changes.length > 0);
      const names = changed.map(({ environment }) => environment).join(', ');
      note('compute_profile', definition.name, written, names === '' ? '' : `changes ${names}`);
    });
  }
  for (const { path, definition } of definitions.environments) {
    attempt(path, () =>
      note('environment', definition.name, areas.environments.write(tx, actor, definition)),
    );
  }
  for (const model of definitions.models) {
    attempt(model.path, () =>
      writeModel(context, areas, tx, actor, model, { sources, directory }, note, problems),
    );
  }
  if (problems.length > 0) throw validationError(problems);
  const { ordered, problems: moved } = inChainOrder(context.store.sql, definitions.jobs);
  // Somebody deleted or changed a job since they were checked.
  if (moved.length > 0) throw new Moved();
  const chained: (() => void)[] = [];
  for (const { path, definition } of ordered) {
    attempt(path, () => {
      const linked = link(definition, areas);
      const { sql } = areas.versions.text(areas.models.row(definition.model), definition.tag ?? 'latest');
      if (basisOf(areas.environments.get(String(linked.environmentId)), sql) !== bases.get(path)) {
        throw new Moved();
      }
      const result = areas.jobs.write(tx, actor, linked, {
        publish: true,
        message: 'Imported',
        confirmSharedTarget,
        cause: 'publish',
        promotionId: null,
        chainsLater: true,
      });
      note('job', definition.name, result);
      chained.push(() => attempt(path, () => areas.jobs.checkChain(result.id, linked)));
    });
  }
  // Only now are all jobs as they will be: a whole chain may have moved to another environment.
  for (const check of chained) check();
  for (const { path, definition } of definitions.channels) {
    attempt(path, () =>
      note('channel', definition.name, areas.notifications.writeChannel(tx, actor, definition)),
    );
  }
  for (const { path, definition } of definitions.rules) {
    attempt(path, () => note('rule', definition.name, areas.notifications.writeRule(tx, actor, definition)));
  }
  if (problems.length > 0) throw validationError(problems);
  return actions;
}
