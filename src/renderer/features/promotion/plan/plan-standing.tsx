import { Link } from 'wouter';
import { Button } from '@mantine/core';
import { IconPlayerPlay, IconRefresh } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import type { Plan, Promotion } from '../../../../shared/contract/promotion.ts';
import { api } from '../../../api.ts';
import { troubleOf } from '../../../call-error.ts';
import { AreaLink } from '../../../parts/areas.tsx';
import { RunStateChip } from '../../../parts/run-state.tsx';
import { ErrorPanel } from '../../../ui/error-panel.tsx';
import { once } from '../../../ui/once.ts';
import { sizes, type Tone } from '../../../ui/theme.ts';
import { rollbackLinks } from '../history/rollback-links.ts';
import { planHref, useBoard, useRelatedPromotions } from '../promotion-data.ts';
import { goalText, isGoal, isOpen, runningText, standingSentence, stateWords } from '../promotion-words.ts';
import { startPlan, usePlanning } from '../start-plan.ts';
import classes from './plan.module.css';

interface Props {
  plan: Plan;
  promotion: Promotion;
}

const tones: Partial<Record<Promotion['state'], Tone>> = {
  awaiting_approval: 'warning',
  applied: 'success',
  rolled_back: 'special',
  rejected: 'danger',
};

/** How far the promotion is, what that means, and the promotions it belongs with. */
export function PlanStanding({ plan, promotion }: Props) {
  const { data } = useRelatedPromotions(promotion);
  const links = rollbackLinks(promotion, data?.promotions ?? []);
  const job = useQuery(api.jobs.get.queryOptions({ input: { job: promotion.job } })).data;
  const now = job && { tag: job.runs, version: job.runs_version };
  const isNow = now !== undefined && isGoal(now, plan.to);
  const isOvertaken = plan.state === 'applied' && now !== undefined && !isNow;
  const dead = plan.state === 'expired' || plan.state === 'rejected';
  const moved = isOpen(plan.state) && job !== undefined && job.runs !== plan.from.tag;
  return (
    <div className={classes.standing} data-tone={isOvertaken ? 'muted' : (tones[plan.state] ?? 'muted')}>
      <p>{standingSentence(plan, promotion, now)}</p>
      {isOvertaken && links.overtakenBy && (
        <p>
          <Link href={planHref(links.overtakenBy.id)}>Promotion #{links.overtakenBy.id}</Link> came after it
          and {links.overtakenBy.kind === 'rollback' ? 'went back to' : 'went to'}{' '}
          {goalText(links.overtakenBy.to)}.
        </p>
      )}
      {moved && (
        <p>
          {promotion.job} has changed since this was planned: it runs{' '}
          <b>{runningText({ tag: job.runs, version: job.runs_version })}</b> now, not {runningText(plan.from)}
          . Applying will ask to look at a new plan.
        </p>
      )}
      {(moved || (dead && links.successor === undefined)) && <PlanAgain promotion={promotion} />}
      {links.undid && (
        <p>
          It undid <Link href={planHref(links.undid.id)}>promotion #{links.undid.id}</Link> to{' '}
          {goalText(links.undid.to)}.
        </p>
      )}
      {links.undoneBy && (
        <p>
          <Link href={planHref(links.undoneBy.id)}>Promotion #{links.undoneBy.id}</Link> went back to{' '}
          {goalText(links.undoneBy.to)}.
        </p>
      )}
      {links.successor && (
        <p>
          <Link href={planHref(links.successor.id)}>Promotion #{links.successor.id}</Link> to{' '}
          {goalText(links.successor.to)} {stateWords[links.successor.state]}.
        </p>
      )}
      {plan.state === 'applied' && isNow && job && <RunNow job={job} promotion={promotion} />}
    </div>
  );
}

/** The same change, planned as the world is now. */
function PlanAgain({ promotion }: { promotion: Promotion }) {
  const model = useBoard().data?.models.find(({ name }) => name === promotion.model);
  const cell = model?.cells.find(({ job }) => job === promotion.job);
  const planning = usePlanning(({ tags }) => cell !== undefined && tags.has(cell.job_id));
  const tag = promotion.to.tag ?? 'latest';
  const known = tag === 'latest' || model?.tags.some(({ name }) => name === tag) === true;
  // Nothing to plan where the tag is gone or runs already.
  if (!model || !cell || !known || cell.runs.tag === tag) return null;
  return (
    <div className={classes.runNow}>
      <Button
        leftSection={<IconRefresh size={sizes.iconSmall} aria-hidden />}
        loading={planning}
        onClick={() => void startPlan({ model, cell, tag })}
      >
        Plan {goalText(promotion.to)} again
      </Button>
    </div>
  );
}

interface RunNowProps {
  job: { id: number; name: string; last_run: { id: number; state: RunStateName; created_at: string } | null };
  promotion: Promotion;
}

type RunStateName = Parameters<typeof RunStateChip>[0]['state'];

/** Running is a step of its own; nothing does it by itself. */
function RunNow({ job, promotion }: RunNowProps) {
  const run = useMutation(api.jobs.run.mutationOptions());
  const since = Date.parse(promotion.applied_at ?? promotion.planned_at);
  const last = job.last_run;
  const ranSince = last !== null && Date.parse(last.created_at) >= since ? last : undefined;
  return (
    <>
      <div className={classes.runNow}>
        {ranSince && (
          <span>
            Last run since: <AreaLink to={`/runs/${ranSince.id}`}>#{ranSince.id}</AreaLink>{' '}
            <RunStateChip state={ranSince.state} />
          </span>
        )}
        <Button
          leftSection={<IconPlayerPlay size={sizes.iconSmall} aria-hidden />}
          loading={run.isPending}
          onClick={() =>
            once(`run:${job.id}`, () =>
              run.mutateAsync({ job: String(job.id), cause: `After promotion #${promotion.id}` }),
            )
          }
        >
          {ranSince ? `Run ${job.name} again` : `Run ${job.name} now`}
        </Button>
      </div>
      {run.error && <ErrorPanel trouble={troubleOf(run.error, `${job.name} was not run`)} />}
    </>
  );
}
