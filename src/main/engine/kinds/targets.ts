import type { Environment } from '../../../shared/contract/environments.ts';
import type { JobDefinition, JobKindName } from '../../../shared/contract/jobs.ts';
import type { Relation } from '../../../shared/domain/relation.ts';
import { targetOf as modelTargetOf } from './model/target.ts';

type TargetOf = (definition: JobDefinition, environment: Environment) => Relation | null;

const targets: Record<JobKindName, TargetOf> = { model: modelTargetOf };

/** What a job writes in an environment; null for nothing, or when the environment lacks the defaults it needs. */
export const targetOf: TargetOf = (definition, environment) =>
  targets[definition.kind](definition, environment);
