import { useQuery } from '@tanstack/react-query';
import { useEffect, useMemo } from 'react';
import type { Fire, Simulation } from '../../../../shared/contract/fires.ts';
import { api, client, queryClient } from '../../../api.ts';
import { onChange } from '../../../events.ts';
import { addDays, type WeekFire } from './week-grid.ts';

const dayMs = 86_400_000;
const pageSize = 1_000;
const gatherMs = 2_000;
/** So many entries of the ledger are drawn at most. */
const drawnAtMost = 5_000;

/** What fired in a week and what is to fire in it. `openedMs`: the moment that parts the two. */
export function useWeek(fromMs: number, openedMs: number) {
  const untilMs = addDays(fromMs, 7);
  const isPast = untilMs <= openedMs;
  const since = new Date(fromMs).toISOString();
  const until = new Date(untilMs).toISOString();
  const past = useQuery({
    queryKey: [...api.fires.list.key({ type: 'query' }), 'week', since],
    queryFn: async ({ signal }) => {
      const found: Fire[] = [];
      let after: string | undefined;
      do {
        const page = await client.fires.list({ since, until, limit: pageSize, after }, { signal });
        found.push(...page.fires);
        after = page.next ?? undefined;
      } while (after !== undefined && found.length < drawnAtMost);
      return { fires: found, isCut: after !== undefined };
    },
    enabled: fromMs <= openedMs,
    meta: { kept: true },
  });
  const startMs = Math.max(fromMs, openedMs);
  const coming = useQuery(
    api.fires.simulate.queryOptions({
      input: {
        from: new Date(startMs).toISOString(),
        days: Math.min(366, Math.max(1, Math.ceil((untilMs - startMs) / dayMs))),
      },
      enabled: !isPast,
      meta: { kept: true },
    }),
  );
  const completeMs =
    !isPast && coming.data?.truncated ? Date.parse(coming.data.complete_until) : Number.POSITIVE_INFINITY;
  useRefetching('fire');
  useRefetching('job');
  const fires = useMemo(
    () => [
      ...(past.data?.fires ?? []).map(fired),
      ...(isPast ? [] : (coming.data?.runs ?? [])).filter(run => Date.parse(run.at) < untilMs).map(toCome),
    ],
    [past.data, coming.data, isPast, untilMs],
  );
  return {
    fires,
    changes: (isPast ? [] : (coming.data?.clock_changes ?? [])).filter(
      change => Date.parse(change.at) < untilMs,
    ),
    isPending: (past.isPending && past.isEnabled) || (coming.isPending && coming.isEnabled),
    error: past.error ?? coming.error,
    isPastCut: past.data?.isCut === true,
    /** Up to when all that is to come is there; null where that is to the end of the week. */
    comingUntilMs: completeMs < untilMs ? completeMs : null,
    retry: () => {
      void past.refetch();
      void coming.refetch();
    },
  };
}

/**
 * Both answers are long, and working out what is to come is dear: they are fetched again a moment after what they tell of
 * has changed, not with every run.
 */
function useRefetching(about: 'fire' | 'job'): void {
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const fetchAgain = () => {
      timer = undefined;
      const queryKey = about === 'fire' ? api.fires.list.key({ type: 'query' }) : api.fires.simulate.key();
      void queryClient.refetchQueries({ queryKey, type: 'active' });
    };
    const stop = onChange(({ topic }) => {
      if (topic === about) timer ??= setTimeout(fetchAgain, gatherMs);
    });
    return () => {
      stop();
      clearTimeout(timer);
    };
  }, [about]);
}

function fired(fire: Fire): WeekFire {
  return {
    atMs: Date.parse(fire.nominal_at),
    job: fire.job,
    jobId: fire.job_id,
    look: fire.outcome,
    run: fire.run,
    note: null,
    count: fire.count,
  };
}

function toCome(run: Simulation['runs'][number]): WeekFire {
  return {
    atMs: Date.parse(run.at),
    job: run.job,
    jobId: run.job_id,
    look: 'coming',
    run: null,
    note: run.note ?? (run.after === null ? null : `after ${run.after}`),
    count: 1,
  };
}
