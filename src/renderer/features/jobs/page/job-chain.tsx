import { IconArrowRight } from '@tabler/icons-react';
import { useQueries } from '@tanstack/react-query';
import type { Job, JobSummary } from '../../../../shared/contract/jobs.ts';
import { api } from '../../../api.ts';
import { AreaLink } from '../../../parts/areas.tsx';
import { runStateLooks } from '../../../parts/run-state.tsx';
import { sizes } from '../../../ui/theme.ts';
import { jobHref, useAllJobs } from '../jobs-data.ts';
import { upstreamNames } from './chain-links.ts';
import classes from './job-chain.module.css';

/** Each job has to be asked what starts it: in environments with more of them that is left out, and said. */
const readAtMost = 200;

/** The jobs that this one starts after, and those that start after it. */
export function JobChain({ job }: { job: Job }) {
  const { jobs } = useAllJobs();
  const before = upstreamNames(job.definition);
  const siblings = jobs.filter(
    ({ id, environment_id }) => id !== job.id && environment_id === job.environment_id,
  );
  const tooMany = siblings.length > readAtMost;
  const after = useQueries({
    queries: (tooMany ? [] : siblings).map(({ id }) =>
      api.jobs.get.queryOptions({ input: { job: String(id) } }),
    ),
    combine: results =>
      results.flatMap(({ data }) =>
        data && upstreamNames(data.definition).includes(job.name) ? [data] : [],
      ),
  });
  if (before.length === 0 && after.length === 0 && !tooMany) return null;
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
      {after.length > 0 && (
        <>
          <IconArrowRight size={sizes.icon} className={classes.arrow} aria-hidden />
          <ul className={classes.nodes} aria-label="Starts">
            {after.map(each => (
              <Node key={each.id} name={each.name} job={each} />
            ))}
          </ul>
        </>
      )}
      {tooMany && (
        <span className={classes.state}>
          Which jobs start after it is not shown: {job.environment} has more than {readAtMost}.
        </span>
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
