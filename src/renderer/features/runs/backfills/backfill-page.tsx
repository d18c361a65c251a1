import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useEffect, useMemo } from 'react';
import { Link } from 'wouter';
import type { Backfill, BackfillChunk } from '../../../../shared/contract/backfills.ts';
import { type IntervalName, intervalsInWords, rangeText } from '../../../../shared/domain/intervals.ts';
import { api } from '../../../api.ts';
import { callFailure, troubleOf } from '../../../call-error.ts';
import { navigate } from '../../../location.ts';
import { AreaLink } from '../../../parts/areas.tsx';
import { BackfillActions } from '../../../parts/backfill-actions.tsx';
import { BackfillProgress, backfillsHref, RestatementLabel } from '../../../parts/backfill-facts.tsx';
import { EnvironmentChip } from '../../../parts/environment-chip.tsx';
import { edgeText } from '../../../parts/interval-text.ts';
import { keepFresh } from '../../../parts/keep-fresh.ts';
import { countsText, Took, TurnStateChip } from '../../../parts/progress-facts.tsx';
import { RunStateChip, runStateLooks } from '../../../parts/run-state.tsx';
import { versionText } from '../../../parts/version-text.ts';
import { BreadcrumbBar } from '../../../ui/bar.tsx';
import { ErrorPanel } from '../../../ui/error-panel.tsx';
import { formatCount } from '../../../ui/numbers.ts';
import { type ObjectColumn, ObjectTable } from '../../../ui/object-table.tsx';
import { RelativeTime } from '../../../ui/time-text.tsx';
import { useEscape } from '../../../ui/use-escape.ts';
import { Waiting } from '../../../ui/waiting.tsx';
import buildClasses from '../builds/builds.module.css';
import headerClasses from '../page/run-header.module.css';
import pageClasses from '../page/run-page.module.css';
import { runHref, runsHref } from '../runs-data.ts';

/** One backfill by its number: how far each of its chunks is. */
export function BackfillPage({ id }: { id: number }) {
  const {
    data: backfill,
    error,
    refetch,
  } = useQuery({
    ...api.backfills.get.queryOptions({ input: { backfill: id } }),
    // Nobody told it of changes while it was not shown.
    refetchOnMount: 'always',
    meta: { kept: true },
  });
  // A run that waited for room begins without a change of its backfill.
  useEffect(() => keepFresh({ queryKey: api.backfills.get.key(), exact: false }, ['backfill', 'run']), []);
  useEscape(() => navigate(backfillsHref));
  if (backfill) return <Loaded backfill={backfill} />;
  if (!error) return <Waiting lines={12} label={`Loading backfill #${id}`} />;
  const gone = callFailure(error).code === 'not_found';
  return (
    <div className={pageClasses.centred}>
      <ErrorPanel
        trouble={troubleOf(error, gone ? 'There is no such backfill' : `Backfill #${id} could not be read`)}
      >
        {!gone && <Button onClick={() => void refetch()}>Try again</Button>}
        <Button onClick={() => navigate(backfillsHref)}>All backfills</Button>
      </ErrorPanel>
    </div>
  );
}

function Loaded({ backfill }: { backfill: Backfill }) {
  const { id, job, state, chunks, interval, time_zone: zone } = backfill;
  const columns = useMemo(() => columnsOf(chunks, zone, interval), [chunks, zone, interval]);
  return (
    <div className={pageClasses.page} data-hue={backfill.colour}>
      <BreadcrumbBar
        crumbs={[
          { label: 'Runs', href: runsHref() },
          { label: 'Backfills', href: backfillsHref },
          { label: `#${id} ${job}` },
        ]}
        title={`Backfill #${id} ${job} ${runStateLooks[state].word}`}
        marks={
          <>
            <RunStateChip state={state} filled />
            {backfill.restate && <RestatementLabel />}
          </>
        }
      >
        <BackfillActions backfill={backfill} />
      </BreadcrumbBar>
      <div className={headerClasses.header}>
        <Facts backfill={backfill} />
        <BackfillProgress backfill={backfill} className={buildClasses.progress} />
      </div>
      <div className={pageClasses.panel}>
        <ObjectTable
          label={`Runs of backfill #${id}`}
          columns={columns}
          rows={chunks}
          keyOf={({ position }) => String(position)}
          onOpen={({ run }) => run !== null && navigate(runHref(run))}
        />
      </div>
    </div>
  );
}

function Facts({ backfill }: { backfill: Backfill }) {
  const { interval, time_zone: zone, chunks } = backfill;
  const all = chunks.reduce((sum, { count }) => sum + count, 0);
  return (
    <dl className={headerClasses.facts}>
      <Fact name="Fills">
        <AreaLink to={`/jobs/${backfill.job_id}/intervals`}>{backfill.job}</AreaLink>
        <span>{versionText(backfill)}</span>
      </Fact>
      <Fact name="in">
        <EnvironmentChip
          environment={{
            name: backfill.environment,
            colour: backfill.colour,
            protected: backfill.protected,
          }}
        />
      </Fact>
      <Fact name="Range">
        {rangeText(backfill, zone)} <span className={headerClasses.dim}>{zone}</span>
      </Fact>
      <Fact name="Builds">
        {intervalsInWords(all, interval)}{' '}
        <span className={headerClasses.dim}>
          {backfill.chunk === 1 ? 'one in a run' : `up to ${formatCount(backfill.chunk)} in a run`}
        </span>
      </Fact>
      <Fact name="Runs">{countsText(backfill)}</Fact>
      <Fact name="By">
        <span>{backfill.actor}</span>
        {backfill.cause !== '' && <span className={headerClasses.cause}>“{backfill.cause}”</span>}
      </Fact>
      <Fact name="Began">
        <RelativeTime at={backfill.created_at} />
      </Fact>
      <Fact name="Took">
        <Took from={backfill.created_at} to={backfill.ended_at} />
      </Fact>
      {backfill.reason !== null && <Fact name="Cancelled">{backfill.reason}</Fact>}
    </dl>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className={headerClasses.fact}>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function columnsOf(
  chunks: readonly BackfillChunk[],
  zone: string,
  interval: IntervalName,
): readonly ObjectColumn<BackfillChunk>[] {
  const all: ObjectColumn<BackfillChunk>[] = [
    {
      key: 'position',
      title: '#',
      width: '2.5rem',
      sortBy: ({ position }) => position,
      render: ({ position }) => <span className={buildClasses.dim}>{position}</span>,
    },
    {
      key: 'state',
      title: 'State',
      width: '6.75rem',
      sortBy: ({ state }) => state,
      render: ({ state }) => <TurnStateChip state={state} />,
    },
    {
      key: 'from',
      title: 'From',
      width: '1.2fr',
      sortBy: ({ from }) => from,
      render: ({ from }) => edgeText(from, zone, interval),
    },
    {
      key: 'to',
      title: 'To',
      width: '1.2fr',
      sortBy: ({ to }) => to,
      render: ({ to }) => edgeText(to, zone, interval),
    },
    {
      key: 'count',
      title: 'Intervals',
      width: '4.5rem',
      align: 'end',
      fromWidth: 700,
      sortBy: ({ count }) => count,
      render: ({ count }) => formatCount(count),
    },
    {
      key: 'run',
      title: 'Run',
      width: '4.5rem',
      align: 'end',
      render: ({ run }) =>
        run === null ? (
          '–'
        ) : (
          <Link href={runHref(run)} tabIndex={-1} draggable={false}>
            #{run}
          </Link>
        ),
    },
    {
      key: 'rows',
      title: 'Rows',
      width: '5.5rem',
      align: 'end',
      sortBy: ({ rows_affected }) => rows_affected,
      render: ({ rows_affected }) => (rows_affected === null ? '–' : formatCount(rows_affected)),
    },
    {
      key: 'took',
      title: 'Took',
      width: '5.5rem',
      align: 'end',
      sortBy: ({ started_at, ended_at }) =>
        started_at === null || ended_at === null ? null : Date.parse(ended_at) - Date.parse(started_at),
      render: ({ started_at, ended_at }) => <Took from={started_at} to={ended_at} />,
    },
    {
      key: 'reason',
      title: 'Why',
      width: '3fr',
      render: ({ reason, state }) => (
        <span title={reason ?? undefined} className={state === 'failed' ? buildClasses.failed : undefined}>
          {reason ?? ''}
        </span>
      ),
    },
  ];
  // What nothing is said in takes no room.
  return chunks.some(({ reason }) => reason !== null) ? all : all.filter(({ key }) => key !== 'reason');
}
