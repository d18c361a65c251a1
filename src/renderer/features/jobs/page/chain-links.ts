import type { JobDefinition } from '../../../../shared/contract/jobs.ts';

/** Names of the jobs whose end starts a job, each once. */
export function upstreamNames(definition: JobDefinition | null): string[] {
  const names = (definition?.triggers ?? []).flatMap(({ job }) => job?.after ?? []);
  return [...new Set(names)];
}
