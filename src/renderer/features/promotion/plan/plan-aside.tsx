import type { ReactNode } from 'react';
import { formatDuration } from '../../../../shared/domain/duration.ts';
import type { Plan, Promotion } from '../../../../shared/contract/promotion.ts';
import { AreaLink } from '../../../parts/areas.tsx';
import { RunStateChip } from '../../../parts/run-state.tsx';
import { readsText } from '../promotion-words.ts';
import { RelativeTime } from '../../../ui/time-text.tsx';
import { useBoard } from '../promotion-data.ts';
import classes from './plan.module.css';

interface Props {
  plan: Plan;
  promotion: Promotion;
}

/** Who did what when, and what is known of the job. */
export function PlanAside({ plan, promotion }: Props) {
  const board = useBoard().data;
  const model = board?.models.find(({ name }) => name === promotion.model);
  const job = model?.cells.find(cell => cell.job === promotion.job);
  return (
    <aside className={classes.aside} aria-label="About this promotion">
      <Timeline promotion={promotion} />
      {promotion.note !== '' && (
        <Fact name="Note">
          <span className={classes.note}>{promotion.note}</span>
        </Fact>
      )}
      <Fact name="Model">
        {model ? <AreaLink to={`/models/${model.id}`}>{promotion.model}</AreaLink> : promotion.model}
      </Fact>
      <Fact name="Job">
        {job ? <AreaLink to={`/jobs/${job.job_id}`}>{promotion.job}</AreaLink> : promotion.job}
      </Fact>
      <Fact name="Writes">
        <code className={classes.wrap}>{plan.target}</code>
      </Fact>
      <Fact name="Takes about">
        {plan.estimated_ms === null ? (
          <span className={classes.quiet}>not known: it never completed</span>
        ) : (
          <>
            {formatDuration(plan.estimated_ms)} <span className={classes.quiet}>median of recent runs</span>
          </>
        )}
      </Fact>
      {plan.estimate !== null && <Fact name="A build reads">{readsText(plan.estimate)}</Fact>}
      <Fact name="Last runs, when planned">
        {plan.last_runs.length === 0 ? (
          <span className={classes.quiet}>none</span>
        ) : (
          <ul className={classes.lastRuns}>
            {plan.last_runs.map(({ id, state, ended_at }) => (
              <li key={id}>
                <AreaLink to={`/runs/${id}`}>#{id}</AreaLink>
                <RunStateChip state={state} />
                {ended_at !== null && (
                  <span className={classes.quiet}>
                    <RelativeTime at={ended_at} />
                  </span>
                )}
              </li>
            ))}
          </ul>
        )}
      </Fact>
    </aside>
  );
}

function Timeline({ promotion }: { promotion: Promotion }) {
  const { planned_by, planned_at, decided_by, decided_at, applied_by, applied_at, state } = promotion;
  return (
    <ol className={classes.timeline} aria-label="Who did what">
      <Event what="Planned" who={planned_by} at={planned_at} />
      {decided_by !== null && decided_at !== null && (
        <Event what={state === 'rejected' ? 'Rejected' : 'Approved'} who={decided_by} at={decided_at} />
      )}
      {applied_by !== null && applied_at !== null && (
        <Event what="Applied" who={applied_by} at={applied_at} />
      )}
    </ol>
  );
}

function Event({ what, who, at }: { what: string; who: string; at: string }) {
  return (
    <li>
      <b>{what}</b> <RelativeTime at={at} />
      <span className={classes.who}>by {who}</span>
    </li>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className={classes.fact}>
      <h3>{name}</h3>
      <div>{children}</div>
    </div>
  );
}
