import type { Environment } from '../../../../shared/contract/environments.ts';
import type { Job } from '../../../../shared/contract/jobs.ts';
import type { Model, Version } from '../../../../shared/contract/models.ts';
import type { JobForm } from './job-form.ts';
import type { Problems } from './job-problems.ts';

/** What every group of fields is given. */
export interface JobFieldsProps {
  /** Null for one that is not there yet. */
  job: Job | null;
  form: JobForm;
  set: (changes: Partial<JobForm>) => void;
  /** What is wrong, by field. */
  problems: Problems;
  /** The environment, model and version the form names, where they are known. */
  environment: Environment | undefined;
  model: Model | undefined;
  version: Version | undefined;
}
