import * as z from 'zod';
import { description, name, tagName, time, variables } from '../../../shared/contract/common.ts';
import { computeProfileDefinition } from '../../../shared/contract/compute-profiles.ts';
import { docs } from '../../../shared/contract/docs.ts';
import { connectionDefinition } from '../../../shared/contract/connections.ts';
import { environmentDefinition } from '../../../shared/contract/environments.ts';
import { jobDefinition } from '../../../shared/contract/jobs.ts';
import { channelDefinition, ruleDefinition } from '../../../shared/contract/notifications.ts';
import type { Docs } from '../../../shared/contract/docs.ts';
import type { DefinitionFile } from '../../../shared/contract/workspace.ts';
import { type Problem, validationError } from '../../../shared/domain/errors.ts';
import { parseYaml, withLines } from './yaml.ts';

/** Of the files' layout; grows when older versions of Slipway could not read what is written. */
export const formatNumber = 1;

const workspaceFile = z.strictObject({
  format: z.literal(formatNumber, { error: `must be ${formatNumber}: other formats need another Slipway` }),
  variables: variables.optional(),
});

const modelFile = z.strictObject({
  name,
  description: description.optional(),
  owner: z.string().max(200).optional(),
  labels: z.array(z.string().min(1).max(60)).max(30).optional(),
  draft_based_on: z.number().int().positive().optional(),
  versions: z
    .array(
      z.strictObject({
        number: z.number().int().positive(),
        message: z.string().max(2_000).optional(),
        author: z.string().max(200).optional(),
        created_at: time.optional(),
      }),
    )
    .optional(),
  tags: z
    .array(
      z.strictObject({
        name: tagName,
        version: z.number().int().positive(),
        note: z.string().max(2_000).optional(),
      }),
    )
    .optional(),
});
export type ModelFile = z.infer<typeof modelFile>;

export interface ModelFiles extends ModelFile {
  /** Its folder: `models/daily_delays`. */
  path: string;
  /** Texts by version number. */
  texts: Map<number, string>;
  draftSql: string | undefined;
  /** What is written about versions and their columns; those without are left out. */
  docs: Map<number, Docs>;
  draftDocs: Docs | undefined;
}

/** The files of a workspace, read and checked one by one; nothing in them was compared with the workspace yet. */
export interface Definitions {
  variables: z.infer<typeof variables> | undefined;
  connections: { path: string; definition: z.infer<typeof connectionDefinition> }[];
  computeProfiles: { path: string; definition: z.infer<typeof computeProfileDefinition> }[];
  environments: { path: string; definition: z.infer<typeof environmentDefinition> }[];
  models: ModelFiles[];
  jobs: { path: string; definition: z.infer<typeof jobDefinition> }[];
  channels: { path: string; definition: z.infer<typeof channelDefinition> }[];
  rules: { path: string; definition: z.infer<typeof ruleDefinition> }[];
}

export const paths = {
  workspace: 'slipway.yaml',
  connection: (connection: string) => `connections/${connection}.yaml`,
  computeProfile: (profile: string) => `compute_profiles/${profile}.yaml`,
  environment: (environment: string) => `environments/${environment}.yaml`,
  model: (model: string) => `models/${model}/model.yaml`,
  version: (model: string, number: number) => `models/${model}/v${number}.sql`,
  versionDocs: (model: string, number: number) => `models/${model}/v${number}.yaml`,
  draft: (model: string) => `models/${model}/draft.sql`,
  draftDocs: (model: string) => `models/${model}/draft.yaml`,
  job: (job: string) => `jobs/${job}.yaml`,
  channel: (channel: string) => `channels/${channel}.yaml`,
  rule: (rule: string) => `rules/${rule}.yaml`,
};

/** Reads all files. Throws everything that is wrong with any of them, at once. */
export function readDefinitions(files: DefinitionFile[]): Definitions {
  const problems: Problem[] = [];
  const definitions: Definitions = {
    variables: undefined,
    connections: [],
    computeProfiles: [],
    environments: [],
    models: [],
    jobs: [],
    channels: [],
    rules: [],
  };
  const contents = new Map(files.map(file => [file.path, file.content]));
  const used = new Set<string>();
  const read = <Schema extends z.ZodType>(file: DefinitionFile, schema: Schema) => {
    used.add(file.path);
    const parsed = parseYaml(file.content, schema, file.path);
    if (!parsed.ok) problems.push(...parsed.problems);
    return parsed.ok ? parsed.value : undefined;
  };

  for (const file of files) {
    const [folder, ...rest] = file.path.split('/');
    const isYaml = /\.ya?ml$/.test(file.path);
    if (file.path === paths.workspace) {
      definitions.variables = read(file, workspaceFile)?.variables;
    } else if (folder === 'connections' && rest.length === 1 && isYaml) {
      const definition = read(file, connectionDefinition);
      if (definition) definitions.connections.push({ path: file.path, definition });
    } else if (folder === 'compute_profiles' && rest.length === 1 && isYaml) {
      const definition = read(file, computeProfileDefinition);
      if (definition) definitions.computeProfiles.push({ path: file.path, definition });
    } else if (folder === 'environments' && rest.length === 1 && isYaml) {
      const definition = read(file, environmentDefinition);
      if (definition) definitions.environments.push({ path: file.path, definition });
    } else if (folder === 'jobs' && rest.length === 1 && isYaml) {
      const definition = read(file, jobDefinition);
      if (definition) definitions.jobs.push({ path: file.path, definition });
    } else if (folder === 'channels' && rest.length === 1 && isYaml) {
      const definition = read(file, channelDefinition);
      if (definition) definitions.channels.push({ path: file.path, definition });
    } else if (folder === 'rules' && rest.length === 1 && isYaml) {
      const definition = read(file, ruleDefinition);
      if (definition) definitions.rules.push({ path: file.path, definition });
    } else if (folder === 'models' && rest.length === 2 && rest[1] === 'model.yaml') {
      const model = read(file, modelFile);
      if (model) {
        definitions.models.push(withTexts(model, file.path, contents, read, used, problems));
      }
    }
  }
  for (const file of files) {
    if (used.has(file.path)) continue;
    problems.push({
      path: file.path,
      message:
        'belongs to nothing: expected slipway.yaml, connections/, compute_profiles/, environments/, models/NAME/, jobs/, channels/ or rules/',
    });
  }
  problems.push(...duplicates(definitions));
  if (problems.length > 0) throw validationError(withLines(problems, files));
  return definitions;
}

function withTexts(
  model: ModelFile,
  path: string,
  contents: Map<string, string>,
  read: (file: DefinitionFile, schema: typeof docs) => Docs | undefined,
  used: Set<string>,
  problems: Problem[],
): ModelFiles {
  const folder = path.slice(0, path.lastIndexOf('/'));
  const texts = new Map<number, string>();
  const written = new Map<number, Docs>();
  const docsIn = (file: string) => {
    const content = contents.get(file);
    return content === undefined ? undefined : read({ path: file, content }, docs);
  };
  for (const [index, version] of (model.versions ?? []).entries()) {
    const file = `${folder}/v${version.number}.sql`;
    const text = contents.get(file);
    used.add(file);
    if (text === undefined) {
      problems.push({ path: `${path}: versions[${index}]`, message: `has no text: ${file} is missing` });
    } else texts.set(version.number, text);
    const about = docsIn(`${folder}/v${version.number}.yaml`);
    if (about) written.set(version.number, about);
  }
  const draft = `${folder}/draft.sql`;
  used.add(draft);
  const draftSql = contents.get(draft);
  // Without its text it is about nothing, and is told so below.
  const draftDocs = draftSql === undefined ? undefined : docsIn(`${folder}/draft.yaml`);
  return { ...model, path: folder, texts, draftSql, docs: written, draftDocs };
}

function duplicates(definitions: Definitions): Problem[] {
  const groups = [
    definitions.connections.map(({ path, definition }) => ({ path, name: definition.name })),
    definitions.computeProfiles.map(({ path, definition }) => ({ path, name: definition.name })),
    definitions.environments.map(({ path, definition }) => ({ path, name: definition.name })),
    definitions.models,
    definitions.jobs.map(({ path, definition }) => ({ path, name: definition.name })),
    definitions.channels.map(({ path, definition }) => ({ path, name: definition.name })),
    definitions.rules.map(({ path, definition }) => ({ path, name: definition.name })),
  ];
  return groups.flatMap(group => {
    const first = new Map<string, string>();
    return group.flatMap(({ path, name: own }) => {
      const other = first.get(own.toLowerCase());
      if (other === undefined) first.set(own.toLowerCase(), path);
      return other === undefined ? [] : [{ path: `${path}: name`, message: `"${own}" is also in ${other}` }];
    });
  });
}
