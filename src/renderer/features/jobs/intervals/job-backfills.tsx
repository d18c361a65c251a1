import { Button } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { BackfillSummary } from '../../../../shared/contract/backfills.ts';
import type { Job } from '../../../../shared/contract/jobs.ts';
import { rangeText } from '../../../../shared/domain/intervals.ts';
import { api } from '../../../api.ts';
import { troubleOf } from '../../../call-error.ts';
import { AreaLink } from '../../../parts/areas.tsx';
import { BackfillActions } from '../../../parts/backfill-actions.tsx';
import { backfillHref, BackfillProgress, RestatementLabel } from '../../../parts/backfill-facts.tsx';
import { keepFresh } from '../../../parts/keep-fresh.ts';
import { countsText } from '../../../parts/progress-facts.tsx';
import { RunStateChip } from '../../../parts/run-state.tsx';
import { Failed } from '../../../ui/failed.tsx';
import { RelativeTime } from '../../../ui/time-text.tsx';
import { Waiting } from '../../../ui/waiting.tsx';
import classes from './intervals.module.css';

/** The backfills of a job, newest first. */
export function JobBackfills({ job }: { job: Job }) {
  const list = useInfiniteQuery({
    ...api.backfills.list.infiniteOptions({
      input: (after: string | undefined) => ({ job: String(job.id), limit: 20, after }),
      initialPageParam: undefined as string | undefined,
      getNextPageParam: page => page.next ?? undefined,
    }),
    // Nobody told it of changes while it was not shown.
    refetchOnMount: 'always',
    meta: { kept: true },
  });
  // A run that waited for room begins without a change of its backfill.
  useEffect(() => keepFresh({ queryKey: api.backfills.list.key(), exact: false }, ['backfill', 'run']), []);
  const backfills = list.data?.pages.flatMap(page => page.backfills);
  return (
    <section className={classes.aside} aria-labelledby="job-backfills">
      <h2 id="job-backfills">Backfills</h2>
      {list.error && !backfills ? (
        <Failed
          trouble={troubleOf(list.error, 'The backfills could not be listed')}
          onRetry={() => void list.refetch()}
        />
      ) : !backfills ? (
        <Waiting lines={4} label="Loading backfills" />
      ) : backfills.length === 0 ? (
        <p>
          None yet. A backfill builds a range of intervals in chunks, one run after the other and below all
          other runs: what is missing, or what is to be built again.
        </p>
      ) : (
        <>
          <ol className={classes.backfills}>
            {backfills.map(backfill => (
              <Entry key={backfill.id} backfill={backfill} />
            ))}
          </ol>
          {list.hasNextPage && (
            <div className={classes.older}>
              <Button loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
                Show older ones
              </Button>
            </div>
          )}
        </>
      )}
    </section>
  );
}

function Entry({ backfill }: { backfill: BackfillSummary }) {
  const { id, state, time_zone, restate, actor, cause, reason, created_at } = backfill;
  return (
    <li className={classes.backfill}>
      <div className={classes.line}>
        <RunStateChip state={state} />
        <AreaLink to={backfillHref(id)}>#{id}</AreaLink>
        {restate && <RestatementLabel />}
        <span className={classes.dim}>
          <RelativeTime at={created_at} />
        </span>
      </div>
      <div>{rangeText(backfill, time_zone)}</div>
      <BackfillProgress backfill={backfill} />
      <div className={classes.line}>
        <span>Runs: {countsText(backfill)}</span>
        <span>
          <BackfillActions backfill={backfill} />
        </span>
      </div>
      <div className={classes.dim}>
        {actor}
        {cause !== '' && `: “${cause}”`}
        {reason !== null && `; cancelled: ${reason}`}
      </div>
    </li>
  );
}
