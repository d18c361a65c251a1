import type { DefinitionFile } from '../../../shared/contract/workspace.ts';
import { noDocs } from '../../../shared/domain/docs.ts';
import type { Context } from '../context.ts';
import { iso } from '../context.ts';
import type { ComputeProfiles } from '../environments/compute-profiles.ts';
import type { Connections } from '../environments/connections.ts';
import { environmentFile } from '../environments/environment-rows.ts';
import type { Environments } from '../environments/environments.ts';
import { named } from '../jobs/definition.ts';
import type { Notifications } from '../notify/notifications.ts';
import { isModified, type Models } from '../models/models.ts';
import { storedDocs } from '../models/stored-docs.ts';
import type { ModelRow } from '../store/models.ts';
import { formatNumber, type ModelFile, paths } from './files.ts';
import { writeYaml } from './yaml.ts';

const everything = { pattern: '%', after: '', limit: 1_000_000 };

/** The workspace's definitions as files, in a fixed order: equal workspaces give equal files. */
export function exportDefinitions(
  context: Context,
  areas: {
    connections: Connections;
    computeProfiles: ComputeProfiles;
    environments: Environments;
    models: Models;
    notifications: Notifications;
  },
): DefinitionFile[] {
  const { sql } = context.store;
  const variables = sql.settings.get<Record<string, unknown>>('variables', {});
  const files: DefinitionFile[] = [
    {
      path: paths.workspace,
      content: writeYaml({
        format: formatNumber,
        ...(Object.keys(variables).length > 0 ? { variables } : {}),
      }),
    },
  ];
  for (const definition of areas.connections.definitions()) {
    files.push({ path: paths.connection(definition.name), content: writeYaml(definition) });
  }
  for (const definition of areas.computeProfiles.definitions()) {
    files.push({ path: paths.computeProfile(definition.name), content: writeYaml(definition) });
  }
  for (const environment of areas.environments.list()) {
    files.push({
      path: paths.environment(environment.name),
      content: writeYaml(environmentFile(environment)),
    });
  }
  for (const model of sql.models.page.all(everything)) files.push(...modelFiles(context, model));
  for (const job of sql.jobs.page.all({ ...everything, environment: null, model: null })) {
    if (job.live_json === null) continue;
    files.push({ path: paths.job(job.name), content: writeYaml(named(job.live_json, job.name, sql)) });
  }
  for (const { name, definition } of areas.notifications.listChannels()) {
    files.push({ path: paths.channel(name), content: writeYaml(definition) });
  }
  for (const { name, definition } of areas.notifications.listRules()) {
    files.push({ path: paths.rule(name), content: writeYaml(definition) });
  }
  return files.sort((a, b) => (a.path < b.path ? -1 : 1));
}

function modelFiles(context: Context, model: ModelRow): DefinitionFile[] {
  const { models } = context.store.sql;
  const modified = isModified(models, model);
  const versions = models.versions
    .all({ model: model.id, query: null, before: Number.MAX_SAFE_INTEGER, limit: 1_000_000 })
    .toReversed();
  const tags = models.tags.all(model.id).sort((a, b) => a.version - b.version || (a.name < b.name ? -1 : 1));
  const definition: ModelFile = {
    name: model.name,
    description: model.description === '' ? undefined : model.description,
    owner: model.owner === '' ? undefined : model.owner,
    labels: model.labels_json === '[]' ? undefined : (JSON.parse(model.labels_json) as string[]),
    draft_based_on: modified ? (model.draft_based_on ?? undefined) : undefined,
    versions: versions.map(version => ({
      number: version.number,
      message: version.message === '' ? undefined : version.message,
      author: version.author,
      created_at: iso(version.created_at_ms),
    })),
    tags: tags.map(tag => ({
      name: tag.name,
      version: tag.version,
      note: tag.note === '' ? undefined : tag.note,
    })),
  };
  const files: DefinitionFile[] = [{ path: paths.model(model.name), content: writeYaml(definition) }];
  for (const version of versions) {
    files.push({ path: paths.version(model.name, version.number), content: version.sql });
    files.push(...docsFile(paths.versionDocs(model.name, version.number), version.docs_json));
  }
  if (modified) {
    files.push({ path: paths.draft(model.name), content: model.draft_sql });
    files.push(...docsFile(paths.draftDocs(model.name), model.draft_docs_json));
  }
  return files;
}

/** A file of its own beside the SQL, where anything is written about it: prose, that people read and edit. */
function docsFile(path: string, json: string): DefinitionFile[] {
  // As it is stored, it leaves out what says nothing.
  return json === storedDocs(noDocs) ? [] : [{ path, content: writeYaml(JSON.parse(json)) }];
}
