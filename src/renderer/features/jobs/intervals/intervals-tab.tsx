import { Button } from '@mantine/core';
import { IconArrowBackUp } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { type ReactNode, useEffect } from 'react';
import type { JobIntervals } from '../../../../shared/contract/intervals.ts';
import type { Job } from '../../../../shared/contract/jobs.ts';
import { boundaryText, intervalsInWords } from '../../../../shared/domain/intervals.ts';
import { api } from '../../../api.ts';
import { troubleOf } from '../../../call-error.ts';
import { AreaLink } from '../../../parts/areas.tsx';
import { localMinute } from '../../../parts/interval-text.ts';
import { keepFresh } from '../../../parts/keep-fresh.ts';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { Failed } from '../../../ui/failed.tsx';
import { formatCount } from '../../../ui/numbers.ts';
import { sizes } from '../../../ui/theme.ts';
import { RelativeTime } from '../../../ui/time-text.tsx';
import { Waiting } from '../../../ui/waiting.tsx';
import { openJobDialog } from '../dialogs/dialog-state.ts';
import { editHref, isByIntervals } from '../jobs-data.ts';
import { CoverageStrip } from './coverage-strip.tsx';
import { IntervalTable } from './interval-table.tsx';
import classes from './intervals.module.css';
import { JobBackfills } from './job-backfills.tsx';

/** Which intervals of its target are built, which are missing, and what fills them. */
export function IntervalsTab({ job }: { job: Job }) {
  if (isByIntervals(job)) return <Intervals job={job} />;
  return (
    <EmptyState action={<AreaLink to={editHref(job.id)}>Edit</AreaLink>}>
      {job.version === null
        ? 'It is only a draft: publish it first.'
        : 'It does not build its target by intervals. That is for incremental tables that are replaced by time.'}
    </EmptyState>
  );
}

function Intervals({ job }: { job: Job }) {
  const list = useInfiniteQuery({
    ...api.jobs.intervals.infiniteOptions({
      input: (after: string | undefined) => ({ job: String(job.id), limit: 100, after }),
      initialPageParam: undefined as string | undefined,
      getNextPageParam: page => page.next ?? undefined,
    }),
    // Nobody told it of changes while it was not shown.
    refetchOnMount: 'always',
    meta: { kept: true },
  });
  useEffect(() => keepFresh({ queryKey: api.jobs.intervals.key(), exact: false }, ['run', 'job']), []);
  const intervals = list.data?.pages[0];
  if (!intervals) {
    return list.error ? (
      <Failed
        trouble={troubleOf(list.error, 'The intervals could not be read')}
        onRetry={() => void list.refetch()}
      />
    ) : (
      <Waiting lines={10} label="Reading intervals" />
    );
  }
  const rows = list.data?.pages.flatMap(page => page.intervals) ?? [];
  const backfill = (range?: { from: string; to: string }, restate = false) =>
    openJobDialog({ kind: 'backfill', job, range, restate });
  return (
    <div className={classes.view}>
      <div className={classes.head}>
        <Facts intervals={intervals} />
        <Button
          leftSection={<IconArrowBackUp size={sizes.iconSmall} aria-hidden />}
          disabled={intervals.until === null}
          onClick={() => backfill()}
        >
          Backfill…
        </Button>
      </div>
      {intervals.until === null ? (
        <EmptyState>
          The first {intervals.interval} is not over yet: it can be built from{' '}
          {localMinute(intervals.next_at, intervals.time_zone)} on.
        </EmptyState>
      ) : (
        <>
          {intervals.built === 0 && (
            <p className={classes.notice} data-tone="muted">
              Nothing is built yet. The first run builds all{' '}
              {intervalsInWords(intervals.missing, intervals.interval)} at once; a backfill builds them in
              chunks, one run after the other.
            </p>
          )}
          <CoverageStrip intervals={intervals} onChoose={stretch => backfill(stretch, stretch.built)} />
          <div className={classes.columns}>
            <IntervalTable
              rows={rows}
              zone={intervals.time_zone}
              interval={intervals.interval}
              all={intervals.built + intervals.missing}
              onMissing={range => backfill(range)}
              onEnd={() => {
                if (list.hasNextPage && !list.isFetchingNextPage) void list.fetchNextPage();
              }}
            />
            <JobBackfills job={job} />
          </div>
        </>
      )}
    </div>
  );
}

function Facts({ intervals }: { intervals: JobIntervals }) {
  const { interval, time_zone, begin, until, built, missing, next_at } = intervals;
  return (
    <dl className={classes.facts}>
      <Fact name="By">{interval}</Fact>
      <Fact name="Time zone">{time_zone}</Fact>
      <Fact name="From">{boundaryText(begin, time_zone)}</Fact>
      <Fact name="Built">{formatCount(built)}</Fact>
      <Fact name="Missing">
        {missing === 0 ? 'none' : <span className={classes.missing}>{formatCount(missing)}</span>}
      </Fact>
      <Fact name={`${until === null ? 'The first' : 'This'} ${interval} is over`}>
        {boundaryText(next_at, time_zone)}{' '}
        <span className={classes.dim}>
          (<RelativeTime at={next_at} />)
        </span>
      </Fact>
    </dl>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
