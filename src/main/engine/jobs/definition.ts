import type { JobDefinition } from '../../../shared/contract/jobs.ts';
import type { Trigger } from '../../../shared/contract/triggers.ts';
import { type Problem, SlipwayError, validationError } from '../../../shared/domain/errors.ts';
import { inOrder } from '../canonical.ts';
import type { Environments } from '../environments/environments.ts';
import type { Models } from '../models/models.ts';
import type { Sql } from '../store/store.ts';
import { startsItself } from './chains.ts';

/** A definition with environments, models and jobs named by id, as it is stored: renaming them changes nothing in it. */
export interface LinkedDefinition {
  definition: JobDefinition;
  environmentId: number;
  modelId: number | null;
}

export interface LinkAreas {
  environments: Environments;
  models: Models;
  jobs: { row(ref: string): { id: number } };
}

/**
 * Finds what a definition names. Throws `not_found` for an environment or model that is not there, `validation` with the
 * places of all that is not there in its triggers.
 */
export function link(definition: JobDefinition, areas: LinkAreas): LinkedDefinition {
  const environmentId = areas.environments.row(definition.environment).id;
  const modelId = areas.models.row(definition.model).id;
  const problems: Problem[] = [];
  const triggers = definition.triggers?.map((trigger, index) =>
    linkTrigger(trigger, definition, areas, (path, find) => {
      try {
        return String(find().id);
      } catch (cause) {
        if (!(cause instanceof SlipwayError) || cause.code !== 'not_found') throw cause;
        const hint = cause.details.hint ? ` (${cause.details.hint})` : '';
        problems.push({ path: `triggers[${index}].${path}`, message: `${cause.message}${hint}` });
        return '';
      }
    }),
  );
  if (problems.length > 0) throw validationError(problems, `Job "${definition.name}"`);
  return {
    definition: inOrder({
      ...definition,
      environment: String(environmentId),
      model: String(modelId),
      triggers,
    }),
    environmentId,
    modelId,
  };
}

/** The id of what stands at a path of a trigger. */
type Find = (path: string, find: () => { id: number }) => string;

function linkTrigger(trigger: Trigger, definition: JobDefinition, areas: LinkAreas, idOf: Find): Trigger {
  const { job, deployment } = trigger;
  if (job) {
    const after = job.after.map((ref, place) =>
      idOf(`job.after[${place}]`, () => upstream(ref, definition, areas)),
    );
    return { job: { ...job, after } };
  }
  if (!deployment) return trigger;
  const { environment, model } = deployment;
  return {
    deployment: {
      ...deployment,
      environment: idOf('deployment.environment', () => areas.environments.row(environment)),
      model: model === undefined ? undefined : idOf('deployment.model', () => areas.models.row(model)),
    },
  };
}

function upstream(ref: string, definition: JobDefinition, { jobs }: LinkAreas): { id: number } {
  try {
    return jobs.row(ref);
  } catch (cause) {
    // One that is only being created cannot be found, and names itself all the same.
    const { name } = definition;
    const isSelf = (other: string) => other.toLowerCase() === name.toLowerCase();
    if (!isSelf(ref)) throw cause;
    throw startsItself(definition, isSelf, `${name} → ${name}`);
  }
}

/** The stored definition as people read it: with today's names. */
export function named(stored: string, jobName: string, sql: Sql): JobDefinition {
  const definition = JSON.parse(stored) as JobDefinition;
  return {
    ...definition,
    name: jobName,
    environment: environmentName(definition.environment, sql),
    model: modelName(definition.model, sql),
    ...(definition.triggers && { triggers: definition.triggers.map(trigger => namedTrigger(trigger, sql)) }),
  };
}

function namedTrigger(trigger: Trigger, sql: Sql): Trigger {
  const { job, deployment } = trigger;
  const jobName = (id: string) => sql.jobs.nameById.get(Number(id))?.name ?? id;
  if (job) return { job: { ...job, after: job.after.map(jobName) } };
  if (!deployment) return trigger;
  const { model, environment } = deployment;
  return {
    deployment: {
      ...deployment,
      ...(model !== undefined && { model: modelName(model, sql) }),
      environment: environmentName(environment, sql),
    },
  };
}

const modelName = (id: string, sql: Sql) => sql.models.nameById.get(Number(id))?.name ?? id;
const environmentName = (id: string, sql: Sql) => sql.environments.nameById.get(Number(id))?.name ?? id;
