import type { JobSummary } from '../../../shared/contract/jobs.ts';
import { versionText } from '../../parts/version-text.ts';

export interface JobFilter {
  text: string;
  /** Ids or names, as the address has them. */
  environments: readonly string[];
  models: readonly string[];
}

const list = (value: string | null) => (value ?? '').split(',').filter(Boolean);

export function readJobFilter(search: URLSearchParams): JobFilter {
  return {
    text: search.get('q') ?? '',
    environments: list(search.get('environment')),
    models: list(search.get('model')),
  };
}

/** Changes of a filter as changes of the address (`changeSearch`). */
export function jobFilterSearch(changes: Partial<JobFilter>): Record<string, string | null> {
  const search: Record<string, string | null> = {};
  if (changes.text !== undefined) search.q = changes.text;
  if (changes.environments) search.environment = changes.environments.join(',');
  if (changes.models) search.model = changes.models.join(',');
  return search;
}

export const noJobFilter = { q: null, environment: null, model: null };

export function isFiltered({ text, environments, models }: JobFilter): boolean {
  return text.trim() !== '' || environments.length > 0 || models.length > 0;
}

/** The jobs in one of the environments, of one of the models, that have all words in name, model, target and the like. */
export function filterJobs(jobs: readonly JobSummary[], filter: JobFilter): readonly JobSummary[] {
  if (!isFiltered(filter)) return jobs;
  const words = filter.text.toLowerCase().split(/\s+/).filter(Boolean);
  const isOneOf = (refs: readonly string[], id: number | null, name: string | null) =>
    refs.length === 0 || refs.some(ref => ref === String(id) || ref.toLowerCase() === name?.toLowerCase());
  return jobs.filter(
    job =>
      isOneOf(filter.environments, job.environment_id, job.environment) &&
      isOneOf(filter.models, job.model_id, job.model) &&
      words.every(word => textOf(job).includes(word)),
  );
}

function textOf(job: JobSummary): string {
  const state = job.last_run?.state ?? '';
  return [
    job.name,
    job.description,
    job.environment,
    job.model,
    job.target,
    job.materialization,
    runsText(job),
    state,
  ]
    .join(' ')
    .toLowerCase();
}

/** What a job runs: `v2`, `prod → v2`, `latest → v4`; a dash where there is no version yet. */
export function runsText({ runs, runs_version }: Pick<JobSummary, 'runs' | 'runs_version'>): string {
  if (runs === null) return '–';
  return runs_version === null ? runs : versionText({ tag: runs, version: runs_version });
}
