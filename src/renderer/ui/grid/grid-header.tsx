/* oxlint-disable jsx-a11y/prefer-tag-over-role -- only what is in view exists, which HTML's own tables cannot do */
import { IconArrowDown, IconArrowUp, IconPinned } from '@tabler/icons-react';
import type { CSSProperties } from 'react';
import { classNames } from '../class-names.ts';
import classes from './data-grid.module.css';
import type { GridColumn } from './grid-model.ts';
import { type GridTable, indexOf } from './use-grid-table.ts';
import type { ShownColumn, ShownColumns } from './use-shown-columns.ts';

interface Props {
  table: GridTable;
  columns: readonly GridColumn[];
  shown: ShownColumns;
  gutter: number;
}

export function GridHeader({ table, columns, shown, gutter }: Props) {
  return (
    <div role="rowgroup" className={classes.head}>
      <div role="row" aria-rowindex={1} className={classes.headRow}>
        <div role="columnheader" aria-colindex={1} className={classes.gutter} style={{ width: gutter }}>
          <span className={classes.hidden}>Row</span>
        </div>
        {shown.inView.map((item, index) => (
          <HeadCell
            key={item.column.id}
            table={table}
            item={item}
            info={columns[indexOf(item.column)]}
            gap={isFirstLoose(shown.inView, index) ? shown.before : 0}
          />
        ))}
      </div>
    </div>
  );
}

/** The room of the columns left out stands before the first one that scrolls. */
export function isFirstLoose(items: readonly ShownColumn[], index: number): boolean {
  return items[index]?.stickAt === undefined && (index === 0 || items[index - 1]?.stickAt !== undefined);
}

export function cellStyle(item: ShownColumn, gap: number): CSSProperties {
  return { width: item.width, insetInlineStart: item.stickAt, marginInlineStart: gap || undefined };
}

interface HeadCellProps {
  table: GridTable;
  item: ShownColumn;
  info: GridColumn | undefined;
  gap: number;
}

function HeadCell({ table, item, info, gap }: HeadCellProps) {
  const { column } = item;
  const header = table.getFlatHeaders().find(candidate => candidate.column.id === column.id);
  const sorted = column.getIsSorted();
  return (
    <div
      role="columnheader"
      aria-colindex={item.position + 2}
      aria-sort={sorted === 'asc' ? 'ascending' : sorted === 'desc' ? 'descending' : 'none'}
      className={classNames(classes.headCell, item.stickAt !== undefined && classes.stuck)}
      data-kind={info?.kind}
      style={cellStyle(item, gap)}
    >
      <button
        type="button"
        tabIndex={-1}
        className={classes.headButton}
        title={`${info?.name ?? ''} (${info?.type ?? ''}): click to sort these rows`}
        onClick={() => column.toggleSorting()}
      >
        {item.stickAt !== undefined && <IconPinned size={12} aria-label="Pinned" />}
        <span className={classes.headName}>{info?.name}</span>
        {sorted === 'asc' && <IconArrowUp size={12} aria-hidden />}
        {sorted === 'desc' && <IconArrowDown size={12} aria-hidden />}
        <span className={classes.headType}>{info?.type}</span>
      </button>
      <div
        aria-hidden
        className={classes.resizer}
        data-active={column.getIsResizing() || undefined}
        onMouseDown={header?.getResizeHandler()}
        onTouchStart={header?.getResizeHandler()}
        onDoubleClick={() => column.resetSize()}
      />
    </div>
  );
}
