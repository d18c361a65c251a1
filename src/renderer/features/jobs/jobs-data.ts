import { IconBriefcase } from '@tabler/icons-react';
import { queryOptions, useQuery } from '@tanstack/react-query';
import type { JobSummary } from '../../../shared/contract/jobs.ts';
import { api, client, queryClient } from '../../api.ts';
import { runStateLooks } from '../../parts/run-state.tsx';
import type { PaletteObject } from '../feature.ts';

const none: readonly JobSummary[] = [];

/** All jobs by name, fetched page by page. */
export const allJobs = queryOptions({
  queryKey: [...api.jobs.list.key({ type: 'query' }), 'all'],
  queryFn: async ({ signal }) => {
    const found: JobSummary[] = [];
    let after: string | undefined;
    do {
      const page = await client.jobs.list({ limit: 1_000, after }, { signal });
      found.push(...page.jobs);
      after = page.next ?? undefined;
    } while (after !== undefined);
    return found;
  },
  // While jobs run there are many changes a second: `useKeepingTheList` fetches it again now and then.
  meta: { kept: true },
});

export function refetchJobs(): void {
  void queryClient.invalidateQueries({ queryKey: allJobs.queryKey, exact: true });
}

export function useAllJobs() {
  const query = useQuery(allJobs);
  return { ...query, jobs: query.data ?? none };
}

export function useJob(id: number) {
  return useQuery(api.jobs.get.queryOptions({ input: { job: String(id) } }));
}

/** The jobs for the palette. */
export const jobObjects = {
  queryKey: [...allJobs.queryKey, 'palette'],
  queryFn: async (): Promise<PaletteObject[]> => {
    const found = await queryClient.fetchQuery(allJobs);
    return found.map(job => ({
      key: `job:${job.id}`,
      title: job.name,
      kind: 'Job',
      detail: job.last_run
        ? `${job.environment}, last run ${runStateLooks[job.last_run.state].word}`
        : job.environment,
      href: jobHref(job.id),
      icon: IconBriefcase,
    }));
  },
};

export type JobTab = 'definition' | 'plan' | 'intervals' | 'checks' | 'fires' | 'history';

export const jobHref = (id: number, tab: JobTab = 'definition') =>
  tab === 'definition' ? `/jobs/${id}` : `/jobs/${id}/${tab}`;
export const editHref = (id: number) => `/jobs/${id}/edit`;
export const runsOfJobHref = (id: number) => `/runs?job=${id}`;

interface NewJobStart {
  /** A job to start from. */
  from?: number;
  /** A model that it is to build. */
  model?: number;
  /** By name. */
  environment?: string | undefined;
}

/** Where a new job is written. */
export function newJobHref(start: NewJobStart = {}): string {
  const search = new URLSearchParams();
  if (start.from !== undefined) search.set('from', String(start.from));
  if (start.model !== undefined) search.set('model', String(start.model));
  if (start.environment !== undefined) search.set('environment', start.environment);
  const text = search.toString();
  return text === '' ? '/jobs/new' : `/jobs/new?${text}`;
}

/** Whether its target is built by intervals, as the job is live. */
export function isByIntervals({ interval, version }: Pick<JobSummary, 'interval' | 'version'>): boolean {
  return interval !== null && version !== null;
}

/** Why a job cannot run now; undefined when it can. */
export function notRunnable(job: Pick<JobSummary, 'version'>): string | undefined {
  return job.version === null ? 'It is only a draft: publish it first' : undefined;
}
