import { Button } from '@mantine/core';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { BackfillSummary } from '../../../../shared/contract/backfills.ts';
import { rangeText } from '../../../../shared/domain/intervals.ts';
import { api } from '../../../api.ts';
import { troubleOf } from '../../../call-error.ts';
import { navigate } from '../../../location.ts';
import { AreaLink } from '../../../parts/areas.tsx';
import { backfillHref, RestatementLabel } from '../../../parts/backfill-facts.tsx';
import { EnvironmentChip } from '../../../parts/environment-chip.tsx';
import { keepFresh } from '../../../parts/keep-fresh.ts';
import { countsText, Took } from '../../../parts/progress-facts.tsx';
import { RunStateChip } from '../../../parts/run-state.tsx';
import { BreadcrumbBar } from '../../../ui/bar.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { ErrorPanel } from '../../../ui/error-panel.tsx';
import { counted } from '../../../ui/numbers.ts';
import { type ObjectColumn, ObjectTable } from '../../../ui/object-table.tsx';
import { RelativeTime } from '../../../ui/time-text.tsx';
import { Waiting } from '../../../ui/waiting.tsx';
import listClasses from '../list/runs-overview.module.css';
import { runsHref } from '../runs-data.ts';

/** All backfills, newest first. */
export function BackfillsOverview() {
  const query = useInfiniteQuery({
    ...api.backfills.list.infiniteOptions({
      input: (after: string | undefined) => ({ limit: 100, after }),
      initialPageParam: undefined as string | undefined,
      getNextPageParam: page => page.next ?? undefined,
    }),
    placeholderData: keepPreviousData,
    // Nobody told it of changes while it was not shown.
    refetchOnMount: 'always',
    meta: { kept: true },
  });
  useEffect(
    () => keepFresh({ queryKey: api.backfills.list.key(), exact: false }, ['backfill', 'run', 'environment']),
    [],
  );
  const backfills = query.data?.pages.flatMap(page => page.backfills);
  return (
    <>
      <BreadcrumbBar crumbs={[{ label: 'Runs', href: runsHref() }, { label: 'Backfills' }]} />
      <div className={listClasses.list}>
        {query.error && !backfills ? (
          <ErrorPanel trouble={troubleOf(query.error, 'The backfills could not be listed')}>
            <Button onClick={() => void query.refetch()}>Try again</Button>
          </ErrorPanel>
        ) : !backfills ? (
          <Waiting lines={12} label="Loading backfills" />
        ) : backfills.length === 0 ? (
          <EmptyState action={<AreaLink to="/jobs">Choose a job</AreaLink>}>
            Nothing was backfilled yet. A job that builds its target by intervals has a tab for them, which
            tells what is missing and fills it.
          </EmptyState>
        ) : (
          <>
            <ObjectTable
              label="Backfills"
              columns={columns}
              rows={backfills}
              keyOf={({ id }) => String(id)}
              hueOf={({ colour }) => colour}
              onOpen={({ id }) => navigate(backfillHref(id))}
              onEnd={() => {
                if (query.hasNextPage && !query.isFetchingNextPage) void query.fetchNextPage();
              }}
            />
            <div className={listClasses.foot}>
              {query.hasNextPage
                ? `The newest ${counted(backfills.length, 'backfill')}; scroll for older ones`
                : `${counted(backfills.length, 'backfill')}, that is all`}
            </div>
          </>
        )}
      </div>
    </>
  );
}

const columns: readonly ObjectColumn<BackfillSummary>[] = [
  { key: 'state', title: 'State', width: '6.75rem', render: ({ state }) => <RunStateChip state={state} /> },
  {
    key: 'id',
    title: 'Backfill',
    width: '3.75rem',
    align: 'end',
    render: ({ id }) => <span className={listClasses.dim}>#{id}</span>,
  },
  {
    key: 'job',
    title: 'Job',
    width: '2fr',
    render: ({ job, job_id }) => (
      <span title={job}>
        <AreaLink to={`/jobs/${job_id}/intervals`} inGrid>
          {job}
        </AreaLink>
      </span>
    ),
  },
  {
    key: 'environment',
    title: 'Environment',
    width: '6.5rem',
    render: backfill => (
      <EnvironmentChip
        environment={{
          name: backfill.environment,
          colour: backfill.colour,
          protected: backfill.protected,
        }}
      />
    ),
  },
  {
    key: 'range',
    title: 'Builds',
    width: '16rem',
    render: backfill => (
      <span title={`${rangeText(backfill, backfill.time_zone)} (${backfill.time_zone})`}>
        {rangeText(backfill, backfill.time_zone)}
        {backfill.restate && (
          <>
            {' '}
            <RestatementLabel />
          </>
        )}
      </span>
    ),
  },
  { key: 'runs', title: 'Runs', width: '2fr', render: backfill => countsText(backfill) },
  {
    key: 'actor',
    title: 'By',
    width: '1.5fr',
    fromWidth: 1_000,
    render: ({ actor, cause }) => (
      <span title={cause === '' ? undefined : cause}>
        <span className={listClasses.dim}>{actor}</span>
        {cause !== '' && ` · ${cause}`}
      </span>
    ),
  },
  {
    key: 'took',
    title: 'Took',
    width: '5.5rem',
    align: 'end',
    fromWidth: 1_000,
    render: ({ created_at, ended_at }) => <Took from={created_at} to={ended_at} />,
  },
  {
    key: 'created',
    title: 'Began',
    width: '6.5rem',
    align: 'end',
    render: ({ created_at }) => <RelativeTime at={created_at} />,
  },
];
