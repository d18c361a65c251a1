import { useQuery } from '@tanstack/react-query';
import type { RunSummary } from '../../../shared/contract/runs.ts';
import { api } from '../../api.ts';
import { callFailure } from '../../call-error.ts';

/** Why the job of a run cannot be run again; undefined when it can, or while that is not known. */
export function useNotAgain({ job, job_id }: Pick<RunSummary, 'job' | 'job_id'>): string | undefined {
  const { error } = useQuery(api.jobs.get.queryOptions({ input: { job: String(job_id) } }));
  return error && callFailure(error).code === 'not_found' ? `${job} was deleted` : undefined;
}
