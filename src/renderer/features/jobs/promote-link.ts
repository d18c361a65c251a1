import type { JobSummary } from '../../../shared/contract/jobs.ts';

/** The part of the application where what runs in an environment is changed by a promotion. */
export const promotesTo = 'promote';
/** Where another tag is chosen for what a job runs. */
export const promoteHref = ({
  name,
  model,
  environment,
}: Pick<JobSummary, 'name' | 'model' | 'environment'>) =>
  `/${promotesTo}?${new URLSearchParams({ model: model ?? '', environment, job: name }).toString()}`;
