import { Button } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Fire } from '../../shared/contract/fires.ts';
import type { FireOutcome } from '../../shared/domain/fires.ts';
import { api } from '../api.ts';
import { troubleOf } from '../call-error.ts';
import { navigate } from '../location.ts';
import { EmptyState } from '../ui/empty-state.tsx';
import { ErrorPanel } from '../ui/error-panel.tsx';
import { counted, formatCount } from '../ui/numbers.ts';
import { type ObjectColumn, ObjectTable } from '../ui/object-table.tsx';
import { absoluteTime } from '../ui/time.ts';
import { RelativeTime } from '../ui/time-text.tsx';
import { Waiting } from '../ui/waiting.tsx';
import { AreaLink } from './areas.tsx';
import { FireOutcomeChip, reasonText } from './fire-outcome.tsx';
import classes from './fire-list.module.css';
import { runMissed } from './run-missed.ts';

export interface FireListInput {
  job?: string;
  outcome?: FireOutcome[];
  since?: string;
}

const pageSize = 100;
const keyOf = (fire: Fire) => String(fire.id);
const jobColumn: ObjectColumn<Fire> = {
  key: 'job',
  title: 'Job',
  width: '2fr',
  render: fire => (
    <span title={fire.job}>
      <AreaLink to={`/jobs/${fire.job_id}`} inGrid>
        {fire.job}
      </AreaLink>
    </span>
  ),
};
const columns: readonly ObjectColumn<Fire>[] = [
  {
    key: 'outcome',
    title: 'Outcome',
    width: '7.5rem',
    render: ({ outcome }) => <FireOutcomeChip outcome={outcome} />,
  },
  {
    key: 'nominal',
    title: 'Nominal',
    width: '17rem',
    render: ({ nominal_at, last_nominal_at, count }) => (
      <span
        className={classes.time}
        title={count > 1 ? `to ${absoluteTime(Date.parse(last_nominal_at))}` : undefined}
      >
        {absoluteTime(Date.parse(nominal_at))}
        {count > 1 && <span className={classes.dim}> and {formatCount(count - 1)} more</span>}
      </span>
    ),
  },
  {
    key: 'why',
    title: 'Why',
    width: '3fr',
    render: fire => <span title={reasonText(fire)}>{reasonText(fire)}</span>,
  },
  {
    key: 'kind',
    title: 'Trigger',
    width: '6rem',
    fromWidth: 1_060,
    render: ({ kind }) => <span className={classes.dim}>{kind}</span>,
  },
  {
    key: 'decided',
    title: 'Decided',
    width: '6.5rem',
    fromWidth: 1_060,
    render: ({ decided_at }) => <RelativeTime at={decided_at} />,
  },
  {
    key: 'run',
    title: 'Run',
    width: '6.5rem',
    render: fire =>
      fire.run !== null ? (
        <AreaLink to={`/runs/${fire.run}`} inGrid>
          #{fire.run}
        </AreaLink>
      ) : (
        <button type="button" className={classes.run} onClick={() => runMissed(fire)}>
          Run now…
        </button>
      ),
  },
];

interface Props {
  /** What is listed; spans of time are counted back from the moment the list is opened. */
  inputOf: (nowMs: number) => FireListInput;
  empty: string;
  /** Of one job: its name is left out. */
  oneJob?: boolean;
}

/** Fires with what became of them, newest first; more are fetched as one scrolls. */
export function FireList({ inputOf, empty, oneJob = false }: Props) {
  const [input] = useState(() => inputOf(Date.now()));
  const list = useInfiniteQuery(
    api.fires.list.infiniteOptions({
      input: (after: string | undefined) => ({ ...input, limit: pageSize, after }),
      initialPageParam: undefined,
      getNextPageParam: page => page.next ?? undefined,
    }),
  );
  const rows = list.data?.pages.flatMap(page => page.fires) ?? [];
  if (list.error && rows.length === 0) {
    return (
      <ErrorPanel trouble={troubleOf(list.error, 'The ledger could not be read')}>
        <Button onClick={() => void list.refetch()}>Try again</Button>
      </ErrorPanel>
    );
  }
  if (list.isPending) return <Waiting lines={10} label="Loading the ledger" />;
  if (rows.length === 0) return <EmptyState>{empty}</EmptyState>;
  const more = () => {
    if (list.hasNextPage && !list.isFetchingNextPage) void list.fetchNextPage();
  };
  return (
    <>
      <ObjectTable
        label="Fires"
        columns={oneJob ? columns : [...columns.slice(0, 2), jobColumn, ...columns.slice(2)]}
        rows={rows}
        keyOf={keyOf}
        onOpen={fire => navigate(fire.run === null ? `/jobs/${fire.job_id}` : `/runs/${fire.run}`)}
        onEnd={more}
      />
      <div className={classes.foot}>
        {list.hasNextPage
          ? `The newest ${counted(rows.length, 'entry', 'entries')}; scroll for older ones`
          : `${counted(rows.length, 'entry', 'entries')}, that is all`}
      </div>
    </>
  );
}
