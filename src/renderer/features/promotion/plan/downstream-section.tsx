import type { Plan } from '../../../../shared/contract/promotion.ts';
import { AreaLink } from '../../../parts/areas.tsx';
import { useBoard } from '../promotion-data.ts';
import classes from './plan.module.css';
import { Section } from './section.tsx';

/** Who reads what this builds, in the same environment, directly or through others. */
export function DownstreamSection({ plan }: { plan: Plan }) {
  const { models, jobs } = plan.downstream;
  const board = useBoard().data;
  const modelIds = new Map(board?.models.map(({ name, id }) => [name, id]));
  const jobIds = new Map(board?.models.flatMap(({ cells }) => cells.map(({ job, job_id }) => [job, job_id])));
  return (
    <Section title="Downstream">
      {models.length + jobs.length === 0 ? (
        <p className={classes.quiet}>
          No other model in {plan.environment} reads {plan.target}.
        </p>
      ) : (
        <dl className={classes.downstream}>
          <dt>Models</dt>
          <dd>
            <Names names={models} area="models" ids={modelIds} />
          </dd>
          <dt>Jobs</dt>
          <dd>
            <Names names={jobs} area="jobs" ids={jobIds} />
          </dd>
        </dl>
      )}
    </Section>
  );
}

interface NamesProps {
  names: readonly string[];
  area: string;
  ids: ReadonlyMap<string, number>;
}

function Names({ names, area, ids }: NamesProps) {
  return (
    <ul className={classes.names}>
      {names.map(name => {
        const id = ids.get(name);
        return (
          <li key={name}>{id === undefined ? name : <AreaLink to={`/${area}/${id}`}>{name}</AreaLink>}</li>
        );
      })}
    </ul>
  );
}
