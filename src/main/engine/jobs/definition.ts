import type { JobDefinition } from '../../../shared/contract/jobs.ts';
import type { Trigger } from '../../../shared/contract/triggers.ts';
import { SlipwayError } from '../../../shared/domain/errors.ts';
import { inOrder } from '../canonical.ts';
import type { Environments } from '../environments/environments.ts';
import type { Models } from '../models/models.ts';
import type { Sql } from '../store/store.ts';

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

/** Finds what a definition names. Throws `not_found` for what is not there. */
export function link(definition: JobDefinition, areas: LinkAreas): LinkedDefinition {
  const environmentId = areas.environments.row(definition.environment).id;
  const modelId = areas.models.row(definition.model).id;
  return {
    definition: inOrder({
      ...definition,
      environment: String(environmentId),
      model: String(modelId),
      triggers: definition.triggers?.map(trigger => linkTrigger(trigger, definition.name, areas)),
    }),
    environmentId,
    modelId,
  };
}

function linkTrigger(trigger: Trigger, jobName: string, areas: LinkAreas): Trigger {
  const { job, deployment } = trigger;
  if (job) return { job: { ...job, after: job.after.map(ref => String(upstreamId(ref, jobName, areas))) } };
  if (!deployment) return trigger;
  const { model } = deployment;
  return {
    deployment: {
      ...deployment,
      environment: String(areas.environments.row(deployment.environment).id),
      model: model === undefined ? undefined : String(areas.models.row(model).id),
    },
  };
}

function upstreamId(ref: string, jobName: string, { jobs }: LinkAreas): number {
  try {
    return jobs.row(ref).id;
  } catch (cause) {
    // One that is only being created cannot be found, and names itself all the same.
    if (ref.toLowerCase() !== jobName.toLowerCase()) throw cause;
    throw new SlipwayError('validation', `Job "${jobName}" would start itself: ${jobName} → ${jobName}`);
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
