import { Button, Group } from '@mantine/core';
import { IconChartHistogram, IconPlayerStop, IconRefresh } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useEffectEvent, useRef, useState } from 'react';
import type { StatisticsCost } from '../../../../shared/contract/catalog.ts';
import type { Environment } from '../../../../shared/contract/environments.ts';
import { hasWarehouses } from '../../../../shared/domain/engines.ts';
import type { Relation } from '../../../../shared/domain/relation.ts';
import { api, client } from '../../../api.ts';
import { isCancelled, troubleOf } from '../../../call-error.ts';
import { AsOf } from '../../../parts/as-of.tsx';
import { announce } from '../../../ui/announcer.tsx';
import { Failed } from '../../../ui/failed.tsx';
import { counted } from '../../../ui/numbers.ts';
import { sizes } from '../../../ui/theme.ts';
import { Duration, RunningDuration } from '../../../ui/time-text.tsx';
import { Waiting } from '../../../ui/waiting.tsx';
import classes from '../catalog.module.css';
import { tableInput } from '../catalog-data.ts';
import { StatisticsTable } from './statistics-table.tsx';
import { costSentence } from './statistics-words.ts';

/** Where nobody pays for it and it is done in a moment, nobody is asked. */
const unaskedRows = 1_000_000;

type Computing =
  | { status: 'idle' }
  /** Somebody wants them anew, and is told first what that reads. */
  | { status: 'asking' }
  | { status: 'running'; since: string; stop: () => void }
  | { status: 'failed'; error: unknown };

/** Statistics of all columns: as they were computed last, or what computing them would read. */
export function StatisticsTab({ environment, relation }: { environment: Environment; relation: Relation }) {
  const input = tableInput(environment, relation);
  const known = useQuery(api.catalog.statistics.queryOptions({ input, retry: false }));
  const [computing, setComputing] = useState<Computing>({ status: 'idle' });
  const running = useRef<AbortController>(null);
  useEffect(() => () => running.current?.abort(), []);

  const compute = async (cost: StatisticsCost) => {
    const abort = new AbortController();
    running.current?.abort();
    running.current = abort;
    setComputing({ status: 'running', since: new Date().toISOString(), stop: () => abort.abort() });
    try {
      await client.catalog.computeStatistics(
        { ...input, confirm_large: cost.large },
        { signal: abort.signal },
      );
      await known.refetch();
      announce('The statistics are there');
      setComputing({ status: 'idle' });
    } catch (error) {
      if (running.current === abort) {
        setComputing(isCancelled(error) ? { status: 'idle' } : { status: 'failed', error });
      }
    }
  };

  const free = !hasWarehouses[environment.engine];
  const cost = known.data?.cost;
  const unasked =
    free && known.data?.statistics === null && cost?.rows !== null && (cost?.rows ?? Infinity) <= unaskedRows;
  const begin = useEffectEvent(() => cost && void compute(cost));
  useEffect(() => {
    // oxlint-disable-next-line react/set-state-in-effect -- a call to the engine is begun; the state says that it runs
    if (unasked) begin();
  }, [unasked]);

  if (known.error) {
    return (
      <Failed
        trouble={troubleOf(known.error, 'The statistics could not be had')}
        onRetry={() => void known.refetch()}
      />
    );
  }
  if (!known.data || !cost) return <Waiting lines={8} label="Looking for statistics" />;
  if (computing.status === 'failed') {
    return (
      <Failed
        trouble={troubleOf(computing.error, 'The statistics were not computed')}
        onRetry={() => void compute(cost)}
      />
    );
  }
  const { statistics } = known.data;
  if (computing.status === 'running' && (!unasked || statistics !== null)) {
    return (
      <div className={classes.ask}>
        <p>
          Computing statistics of all columns… <RunningDuration since={computing.since} />
        </p>
        <Button
          variant="default"
          leftSection={<IconPlayerStop size={sizes.iconSmall} aria-hidden />}
          onClick={computing.stop}
        >
          Cancel
        </Button>
      </div>
    );
  }
  if (statistics === null || computing.status === 'asking') {
    if (computing.status === 'running') return <Waiting lines={8} label="Computing statistics" />;
    return (
      <div className={classes.ask}>
        <p>
          {costSentence(cost)}
          {!free && ' The warehouse is paid for as long as it takes.'}
        </p>
        <Group gap="xs">
          <Button
            leftSection={<IconChartHistogram size={sizes.iconSmall} aria-hidden />}
            onClick={() => void compute(cost)}
          >
            Compute statistics
          </Button>
          {statistics !== null && (
            <Button variant="default" onClick={() => setComputing({ status: 'idle' })}>
              Keep those of before
            </Button>
          )}
        </Group>
      </div>
    );
  }
  return (
    <>
      <div className={classes.facts}>
        <span>{counted(statistics.rows, 'row')}</span>
        <Duration ms={statistics.elapsed_ms} />
        <AsOf atMs={Date.parse(statistics.computed_at)} />
        {statistics.left_out.length > 0 && (
          <span title={statistics.left_out.join(', ')}>
            {counted(statistics.left_out.length, 'column')} left out
          </span>
        )}
        <span className={classes.gap} />
        <Button
          variant="subtle"
          color="gray"
          size="compact-sm"
          title={costSentence(cost)}
          leftSection={<IconRefresh size={sizes.iconSmall} aria-hidden />}
          onClick={() => (free && !cost.large ? void compute(cost) : setComputing({ status: 'asking' }))}
        >
          Compute again
        </Button>
      </div>
      <StatisticsTable statistics={statistics} />
    </>
  );
}
