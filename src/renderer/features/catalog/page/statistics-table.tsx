import { useMemo } from 'react';
import type { ColumnStatistics, TableStatistics } from '../../../../shared/contract/catalog.ts';
import { displayName } from '../../../../shared/domain/relation.ts';
import { formatCount } from '../../../ui/numbers.ts';
import { type ObjectColumn, ObjectTable } from '../../../ui/object-table.tsx';
import classes from '../catalog.module.css';
import { Histogram } from './histogram.tsx';
import { computedText, shareText, valueShown } from './statistics-words.ts';

type Column = ObjectColumn<ColumnStatistics>;

const computed = (value: number | null) => (value === null ? '' : computedText(value));

function bound(key: 'min' | 'max', title: string): Column {
  return {
    key,
    title,
    width: '1.5fr',
    align: 'end',
    render: statistics => {
      const text = valueShown(statistics[key]);
      return (
        <span className={`${classes.cell} ${classes.mono}`} title={text}>
          {statistics[key] === '' ? <span className={classes.dim}>empty</span> : text}
        </span>
      );
    },
  };
}

function columnsFor({ rows, columns }: TableStatistics): readonly Column[] {
  const all: Column[] = [
    {
      key: 'name',
      title: 'Column',
      width: '1.6fr',
      sortBy: ({ name }) => name,
      render: ({ name, type }) => (
        <span className={classes.cell} title={`${name} ${type}`}>
          {displayName(name)} <span className={classes.dim}>{type}</span>
        </span>
      ),
    },
    {
      key: 'nulls',
      title: 'NULL',
      width: '7rem',
      align: 'end',
      sortBy: ({ nulls }) => nulls,
      render: ({ nulls }) => <Share part={nulls} of={rows} />,
    },
    {
      key: 'nan',
      title: 'NaN',
      width: '4rem',
      align: 'end',
      fromWidth: 1_060,
      sortBy: ({ nan }) => nan,
      render: ({ nan }) => (nan === null ? '' : formatCount(nan)),
    },
    {
      key: 'complete',
      title: 'Complete',
      width: '5rem',
      align: 'end',
      fromWidth: 980,
      sortBy: ({ completeness }) => completeness,
      render: ({ completeness }) => (completeness === null ? '' : shareText(completeness)),
    },
    {
      key: 'distinct',
      title: 'Distinct ≈',
      width: '6rem',
      align: 'end',
      sortBy: ({ distinct }) => distinct,
      render: ({ distinct }) => (distinct === null ? '' : formatCount(distinct)),
    },
    bound('min', 'Least'),
    bound('max', 'Greatest'),
    {
      key: 'mean',
      title: 'Mean',
      width: '6rem',
      align: 'end',
      fromWidth: 760,
      sortBy: ({ mean }) => mean,
      render: ({ mean }) => computed(mean),
    },
    {
      key: 'deviation',
      title: 'Deviation',
      width: '6rem',
      align: 'end',
      fromWidth: 900,
      sortBy: ({ deviation }) => deviation,
      render: ({ deviation }) => computed(deviation),
    },
    {
      key: 'histogram',
      title: 'Histogram',
      width: '9rem',
      fromWidth: 620,
      render: ({ histogram, min_length: least, max_length: most }) =>
        histogram ? (
          <Histogram bins={histogram} />
        ) : (
          least !== null && (
            <span className={classes.dim}>
              {least === most ? `${least} characters` : `${least} to ${most} characters`}
            </span>
          )
        ),
    },
  ];
  // Most tables have no column that could hold one.
  return columns.some(({ nan }) => nan !== null) ? all : all.filter(({ key }) => key !== 'nan');
}

export function StatisticsTable({ statistics }: { statistics: TableStatistics }) {
  const columns = useMemo(() => columnsFor(statistics), [statistics]);
  return (
    <ObjectTable
      label={`Statistics of ${statistics.name}`}
      columns={columns}
      rows={statistics.columns}
      keyOf={column => column.name}
    />
  );
}

function Share({ part, of }: { part: number; of: number }) {
  if (of === 0) return <span className={classes.dim}>no rows</span>;
  return (
    <span className={classes.share} title={`${formatCount(part)} of ${formatCount(of)}`}>
      {part > 0 && (
        <span className={classes.shareBar} aria-hidden>
          <span style={{ width: `${Math.max(4, (part / of) * 100)}%` }} />
        </span>
      )}
      {shareText(part / of)}
    </span>
  );
}
