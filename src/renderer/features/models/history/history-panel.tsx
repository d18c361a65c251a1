import { SegmentedControl, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { PastQuery } from '../../../../shared/contract/queries.ts';
import { queryStates } from '../../../../shared/domain/run-state.ts';
import { formatDuration } from '../../../../shared/domain/duration.ts';
import { api } from '../../../api.ts';
import { troubleOf } from '../../../call-error.ts';
import { EnvironmentChip } from '../../../parts/environment-chip.tsx';
import { RunStateChip } from '../../../parts/run-state.tsx';
import { ChoiceFilter } from '../../../ui/choice-filter.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { Failed } from '../../../ui/failed.tsx';
import { counted, formatCount } from '../../../ui/numbers.ts';
import { type ObjectColumn, ObjectTable } from '../../../ui/object-table.tsx';
import { Split } from '../../../ui/split.tsx';
import { sizes } from '../../../ui/theme.ts';
import { RelativeTime } from '../../../ui/time-text.tsx';
import { useScopedState } from '../../../ui/ui-state.ts';
import { Waiting } from '../../../ui/waiting.tsx';
import results from '../results/results.module.css';
import { useModelPage } from '../workbench.ts';
import { HistoryEntry } from './history-entry.tsx';
import classes from './history.module.css';

const pageSize = 100;
const keyOf = ({ id }: PastQuery) => String(id);
const stateChoices = queryStates.map(state => ({ value: state, label: state }));
const searchAfterMs = 250;

const columns: readonly ObjectColumn<PastQuery>[] = [
  { key: 'state', title: 'State', width: '6.5rem', render: ({ state }) => <RunStateChip state={state} /> },
  {
    key: 'at',
    title: 'Started',
    width: '6.5rem',
    render: ({ started_at }) => <RelativeTime at={started_at} />,
  },
  {
    key: 'took',
    title: 'Took',
    width: '5.5rem',
    align: 'end',
    render: ({ elapsed_ms }) => formatDuration(elapsed_ms),
  },
  {
    key: 'rows',
    title: 'Rows',
    width: '5.5rem',
    align: 'end',
    render: ({ rows, truncated }) => rows !== null && `${formatCount(rows)}${truncated ? '+' : ''}`,
  },
  {
    key: 'model',
    title: 'Of',
    width: '1fr',
    fromWidth: 620,
    render: query => <span title={ofText(query)}>{ofText(query)}</span>,
  },
  {
    key: 'sql',
    title: 'SQL',
    width: '3fr',
    render: ({ excerpt }) => <code className={classes.sql}>{excerpt.replaceAll(/\s+/g, ' ')}</code>,
  },
];

/** `daily_delays v2`, or who ran a text that is of no model. */
export function ofText({ model, version, actor }: PastQuery): string {
  if (model === null) return actor;
  return version === null ? model : `${model} v${version}`.replace(/ vv/, ' v');
}

/** What was run by hand in the environment, newest first, to be looked at and taken up again. */
export function HistoryPanel() {
  const { model, environment } = useModelPage();
  const [whose, setWhose] = useScopedState<'all' | 'model'>('models.history.whose', 'all');
  const [search, setSearch] = useState('');
  const [searched] = useDebouncedValue(search.trim(), searchAfterMs);
  const [states, setStates] = useState<string[]>([]);
  const [chosen, setChosen] = useState<number | null>(null);
  const input = {
    environment: environment && String(environment.id),
    model: whose === 'model' ? String(model.id) : undefined,
    search: searched === '' ? undefined : searched,
    state: states[0] as PastQuery['state'] | undefined,
  };
  const list = useInfiniteQuery({
    ...api.queries.list.infiniteOptions({
      input: (after: string | undefined) => ({ ...input, limit: pageSize, after }),
      initialPageParam: undefined,
      getNextPageParam: page => page.next ?? undefined,
      placeholderData: before => before,
    }),
    enabled: environment !== undefined,
  });
  if (!environment)
    return <EmptyState>There is no environment yet that queries could have run in.</EmptyState>;
  const rows = list.data?.pages.flatMap(page => page.queries) ?? [];
  const shown = rows.find(({ id }) => id === chosen);
  const isFiltered = searched !== '' || states.length > 0 || whose === 'model';
  return (
    <div className={results.results} data-hue={environment.colour}>
      <div className={results.facts}>
        <EnvironmentChip environment={environment} />
        <TextInput
          className={classes.search}
          aria-label="Search the history"
          placeholder="Search SQL and models"
          leftSection={<IconSearch size={sizes.iconSmall} aria-hidden />}
          value={search}
          onChange={event => setSearch(event.currentTarget.value)}
          spellCheck={false}
        />
        <ChoiceFilter label="State" choices={stateChoices} value={states} onChange={setStates} single />
        <SegmentedControl
          aria-label="Whose queries"
          data={[
            { value: 'all', label: 'All' },
            { value: 'model', label: 'This model' },
          ]}
          value={whose}
          onChange={setWhose}
        />
        <span className={results.gap} />
        {rows.length > 0 && (
          <span>
            {list.hasNextPage ? 'newest ' : ''}
            {counted(rows.length, 'query', 'queries')}
          </span>
        )}
      </div>
      {list.error && rows.length === 0 ? (
        <Failed
          trouble={troubleOf(list.error, 'The history could not be read')}
          onRetry={() => void list.refetch()}
        />
      ) : list.isPending ? (
        <Waiting label="Loading the history" />
      ) : rows.length === 0 ? (
        <EmptyState>
          {isFiltered
            ? 'No query of the history is like this.'
            : `Nothing was run by hand in ${environment.name} yet. Previews come here, without their rows.`}
        </EmptyState>
      ) : (
        <div className={results.grid}>
          <Split
            name="models.history"
            label="Width of the query"
            fixed="second"
            size={420}
            min={280}
            max={800}
            open={shown !== undefined}
            first={
              <ObjectTable
                label="Queries run by hand"
                columns={columns}
                rows={rows}
                keyOf={keyOf}
                onOpen={({ id }) => setChosen(id === chosen ? null : id)}
                onEnd={() => {
                  if (list.hasNextPage && !list.isFetchingNextPage) void list.fetchNextPage();
                }}
                newAbove={count => counted(count, 'new query', 'new queries')}
              />
            }
            second={shown && <HistoryEntry query={shown} onClose={() => setChosen(null)} />}
          />
        </div>
      )}
    </div>
  );
}
