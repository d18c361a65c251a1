import { IconCircleCheck, IconCircleDashed } from '@tabler/icons-react';
import { useMemo } from 'react';
import type { BuiltInterval } from '../../../../shared/contract/intervals.ts';
import { type IntervalName, intervalsInWords } from '../../../../shared/domain/intervals.ts';
import { navigate } from '../../../location.ts';
import { AreaLink } from '../../../parts/areas.tsx';
import { edgeText } from '../../../parts/interval-text.ts';
import { StateChip } from '../../../ui/chip.tsx';
import { formatCount } from '../../../ui/numbers.ts';
import { type ObjectColumn, ObjectTable } from '../../../ui/object-table.tsx';
import { RelativeTime } from '../../../ui/time-text.tsx';
import classes from './intervals.module.css';

interface Props {
  /** Newest first: those fetched so far. */
  rows: readonly BuiltInterval[];
  zone: string;
  interval: IntervalName;
  /** How many there are. */
  all: number;
  onMissing: (interval: BuiltInterval) => void;
  onEnd: () => void;
}

const keyOf = ({ from }: BuiltInterval) => from;

/** Each interval with what built it. One that is built leads to its run, one that is missing to a backfill. */
export function IntervalTable({ rows, zone, interval, all, onMissing, onEnd }: Props) {
  const columns = useMemo(() => columnsOf(zone, interval), [zone, interval]);
  return (
    <div className={classes.table}>
      <ObjectTable
        label="Intervals"
        columns={columns}
        rows={rows}
        keyOf={keyOf}
        onOpen={row => (row.run === null ? onMissing(row) : navigate(`/runs/${row.run}`))}
        onEnd={onEnd}
      />
      <div className={classes.foot}>
        {rows.length < all
          ? `The newest ${formatCount(rows.length)} of ${intervalsInWords(all, interval)}; scroll for older ones`
          : `${intervalsInWords(all, interval)}, that is all`}
        . Times in {zone}; “to” is the first moment behind it.
      </div>
    </div>
  );
}

function columnsOf(zone: string, interval: IntervalName): readonly ObjectColumn<BuiltInterval>[] {
  const time = (at: string) => <span className={classes.time}>{edgeText(at, zone, interval)}</span>;
  return [
    { key: 'from', title: 'From', width: '1.2fr', render: ({ from }) => time(from) },
    { key: 'to', title: 'To', width: '1.2fr', render: ({ to }) => time(to) },
    {
      key: 'state',
      title: 'State',
      width: '6rem',
      render: ({ run }) =>
        run === null ? (
          <StateChip tone="warning" icon={IconCircleDashed}>
            missing
          </StateChip>
        ) : (
          <StateChip tone="success" icon={IconCircleCheck}>
            built
          </StateChip>
        ),
    },
    {
      key: 'version',
      title: 'Version',
      width: '4rem',
      fromWidth: 480,
      render: ({ version }) => (version === null ? '–' : `v${version}`),
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
          <AreaLink to={`/runs/${run}`} inGrid>
            #{run}
          </AreaLink>
        ),
    },
    {
      key: 'built',
      title: 'Built',
      width: '6.5rem',
      align: 'end',
      render: ({ built_at }) => (built_at === null ? '–' : <RelativeTime at={built_at} />),
    },
  ];
}
