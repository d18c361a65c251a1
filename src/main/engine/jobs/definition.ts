import type { JobDefinition } from '../../../shared/contract/jobs.ts';
import { inOrder } from '../canonical.ts';
import type { Environments } from '../environments/environments.ts';
import type { Models } from '../models/models.ts';
import type { Sql } from '../store/store.ts';

/** A definition with environment and model named by id, as it is stored: renaming either changes nothing in it. */
export interface LinkedDefinition {
  definition: JobDefinition;
  environmentId: number;
  modelId: number | null;
}

/** Finds what a definition names. Throws `not_found` for what is not there. */
export function link(
  definition: JobDefinition,
  areas: { environments: Environments; models: Models },
): LinkedDefinition {
  const environmentId = areas.environments.row(definition.environment).id;
  const modelId = areas.models.row(definition.model).id;
  return {
    definition: inOrder({ ...definition, environment: String(environmentId), model: String(modelId) }),
    environmentId,
    modelId,
  };
}

/** The stored definition as people read it: with today's names. */
export function named(stored: string, jobName: string, sql: Sql): JobDefinition {
  const definition = JSON.parse(stored) as JobDefinition;
  return {
    ...definition,
    name: jobName,
    environment:
      sql.environments.nameById.get(Number(definition.environment))?.name ?? definition.environment,
    model: sql.models.nameById.get(Number(definition.model))?.name ?? definition.model,
  };
}
