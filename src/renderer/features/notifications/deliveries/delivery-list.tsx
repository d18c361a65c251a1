import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Delivery } from '../../../../shared/contract/notifications.ts';
import { api } from '../../../api.ts';
import { troubleOf } from '../../../call-error.ts';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { Failed } from '../../../ui/failed.tsx';
import { counted } from '../../../ui/numbers.ts';
import { type ObjectColumn, ObjectTable } from '../../../ui/object-table.tsx';
import { Split } from '../../../ui/split.tsx';
import { RelativeTime } from '../../../ui/time-text.tsx';
import { Waiting } from '../../../ui/waiting.tsx';
import { DeliveryDetails } from './delivery-details.tsx';
import type { DeliveryFilter } from './delivery-filter.ts';
import { DeliveryStateChip } from './delivery-state.tsx';
import classes from './deliveries.module.css';

const pageSize = 100;
const keyOf = ({ id }: Delivery) => String(id);
const cut = (text: string) => <span title={text}>{text}</span>;

const columns: readonly ObjectColumn<Delivery>[] = [
  {
    key: 'state',
    title: 'State',
    width: '6.5rem',
    render: ({ state, attempts }) => (
      <DeliveryStateChip state={state} again={state === 'pending' && attempts.length > 0} />
    ),
  },
  {
    key: 'created',
    title: 'Written',
    width: '6.5rem',
    render: ({ created_at }) => <RelativeTime at={created_at} />,
  },
  { key: 'message', title: 'Message', width: '3fr', render: ({ message }) => cut(message.message) },
  {
    key: 'channel',
    title: 'Channel',
    width: '1fr',
    render: ({ channel }) => cut(channel),
  },
  {
    key: 'rule',
    title: 'Rule',
    width: '1fr',
    fromWidth: 760,
    render: ({ rule }) => (rule === null ? <span className={classes.dim}>test</span> : cut(rule)),
  },
  {
    key: 'attempts',
    title: 'Attempts',
    width: '5rem',
    align: 'end',
    render: ({ attempts }) => attempts.length,
  },
  {
    key: 'answer',
    title: 'Last answer',
    width: '2fr',
    fromWidth: 900,
    render: delivery => <LastAnswer delivery={delivery} />,
  },
];

/** What the last attempt was answered, or when the first will be. */
function LastAnswer({ delivery: { attempts, next_attempt_at } }: { delivery: Delivery }) {
  const last = attempts.at(-1);
  if (last) return cut(last.message);
  if (next_attempt_at === null) return null;
  return (
    <span className={classes.dim}>
      sent <RelativeTime at={next_attempt_at} />
    </span>
  );
}

interface Props {
  filter: DeliveryFilter;
  empty: string;
  /** Of one channel: its name is left out. */
  oneChannel?: boolean;
}

/** Deliveries with what became of them, newest first; more are fetched as one scrolls. The one that is chosen is shown beside. */
export function DeliveryList({ filter, empty, oneChannel = false }: Props) {
  const [chosen, setChosen] = useState<number | null>(null);
  const list = useInfiniteQuery(
    api.deliveries.list.infiniteOptions({
      input: (after: string | undefined) => ({ ...filter, limit: pageSize, after }),
      initialPageParam: undefined,
      getNextPageParam: page => page.next ?? undefined,
    }),
  );
  const rows = list.data?.pages.flatMap(page => page.deliveries) ?? [];
  if (list.error && rows.length === 0) {
    return (
      <Failed
        trouble={troubleOf(list.error, 'The log of deliveries could not be read')}
        onRetry={() => void list.refetch()}
      />
    );
  }
  if (list.isPending) return <Waiting lines={10} label="Loading the deliveries" />;
  if (rows.length === 0) return <EmptyState>{empty}</EmptyState>;
  const shown = rows.find(({ id }) => id === chosen);
  return (
    <>
      <Split
        name="delivery"
        label="Width of the delivery"
        fixed="second"
        size={380}
        min={280}
        max={640}
        open={shown !== undefined}
        first={
          <ObjectTable
            label="Deliveries"
            columns={oneChannel ? columns.filter(({ key }) => key !== 'channel') : columns}
            rows={rows}
            keyOf={keyOf}
            onOpen={({ id }) => setChosen(id === chosen ? null : id)}
            onEnd={() => {
              if (list.hasNextPage && !list.isFetchingNextPage) void list.fetchNextPage();
            }}
            newAbove={count => counted(count, 'new delivery', 'new deliveries')}
          />
        }
        second={shown && <DeliveryDetails delivery={shown} onClose={() => setChosen(null)} />}
      />
      <div className={classes.foot}>
        {list.hasNextPage
          ? `The newest ${counted(rows.length, 'delivery', 'deliveries')}; scroll for older ones`
          : `${counted(rows.length, 'delivery', 'deliveries')}, that is all`}
      </div>
    </>
  );
}
