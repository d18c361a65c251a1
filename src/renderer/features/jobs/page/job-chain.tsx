import { IconArrowRight } from '@tabler/icons-react';
import type { Job, JobSummary } from '../../../../shared/contract/jobs.ts';
import { AreaLink } from '../../../parts/areas.tsx';
import { runStateLooks } from '../../../parts/run-state.tsx';
import { sizes } from '../../../ui/theme.ts';
import { jobHref, useAllJobs } from '../jobs-data.ts';
import { upstreamNames } from './chain-links.ts';
import classes from './job-chain.module.css';

/** The jobs that this one starts after, and those that start after it. */
export function JobChain({ job }: { job: Job }) {
  const { jobs } = useAllJobs();
  const before = upstreamNames(job.definition);
  const { starts } = job;
  if (before.length === 0 && starts.length === 0) return null;
  return (
    <div className={classes.chain}>
      {before.length > 0 && (
        <>
          <ul className={classes.nodes} aria-label="Starts after">
            {before.map(name => (
              <Node key={name} name={name} job={jobs.find(other => other.name === name)} />
            ))}
          </ul>
          <IconArrowRight size={sizes.icon} className={classes.arrow} aria-hidden />
        </>
      )}
      <span className={classes.here}>{job.name}</span>
      {starts.length > 0 && (
        <>
          <IconArrowRight size={sizes.icon} className={classes.arrow} aria-hidden />
          <ul className={classes.nodes} aria-label="Starts">
            {starts.map(({ job: name, job_id }) => (
              <Node key={job_id} name={name} job={jobs.find(({ id }) => id === job_id)} />
            ))}
          </ul>
        </>
      )}
    </div>
  );
}

function Node({ name, job }: { name: string; job: JobSummary | undefined }) {
  const look = job?.last_run ? runStateLooks[job.last_run.state] : undefined;
  const Icon = look?.icon;
  return (
    <li className={classes.node} data-tone={look?.tone}>
      {Icon && <Icon size={sizes.iconSmall} aria-hidden />}
      {job ? <AreaLink to={jobHref(job.id)}>{name}</AreaLink> : name}
      <span className={classes.state}>
        {look ? `last run ${look.word}` : job ? 'never ran' : ''}
        {job?.paused ? ', paused' : ''}
      </span>
    </li>
  );
}
