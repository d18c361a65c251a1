import type { JobKindName } from '../../../shared/contract/jobs.ts';
import type { Context } from '../context.ts';
import type { Models } from '../models/models.ts';
import type { Versions } from '../models/versions.ts';
import type { JobKind } from './kind.ts';
import { createModelKind } from './model/model-kind.ts';

export type JobKinds = Record<JobKindName, JobKind>;

/** Every kind of job there is. */
export function createKinds(context: Context, models: Models, versions: Versions): JobKinds {
  return { model: createModelKind(context, models, versions) };
}
