import { useVirtualizer } from '@tanstack/react-virtual';
import { type RefObject, useEffect } from 'react';
import { sizes } from '../theme.ts';
import type { GridTable, GridTableColumn } from './use-grid-table.ts';

export interface ShownColumn {
  column: GridTableColumn;
  /** Position among all columns as shown. */
  position: number;
  width: number;
  /** Pixels from the start where a pinned column sticks; undefined for the others. */
  stickAt: number | undefined;
}

export interface ShownColumns {
  /** All columns in the order shown, pinned ones first. */
  all: GridTableColumn[];
  /** Pinned columns and those in view. */
  inView: ShownColumn[];
  /** Pixels left out before and after the columns in view. */
  before: number;
  after: number;
  totalWidth: number;
  /** Scrolls until the column at this position is in view. */
  reveal: (position: number) => void;
}

/** Which columns of a wide grid have to exist now. */
export function useShownColumns(
  table: GridTable,
  scroller: RefObject<HTMLDivElement | null>,
  gutter: number,
  viewWidth: number,
): ShownColumns {
  const pinned = table.getStartVisibleLeafColumns();
  const loose = table.getCenterVisibleLeafColumns();
  const pinnedWidth = pinned.reduce((sum, column) => sum + column.getSize(), 0);
  // oxlint-disable-next-line react/incompatible-library -- the React Compiler is not used
  const virtual = useVirtualizer({
    horizontal: true,
    count: loose.length,
    getScrollElement: () => scroller.current,
    estimateSize: index => loose[index]?.getSize() ?? sizes.column,
    scrollPaddingStart: gutter + pinnedWidth,
    overscan: 3,
  });
  const looseWidths = loose.map(column => column.getSize()).join(' ');
  useEffect(() => virtual.measure(), [virtual, looseWidths]);

  const items = virtual.getVirtualItems();
  const first = items[0];
  const last = items.at(-1);
  let at = gutter;
  const stuck = pinned.map((column, position): ShownColumn => {
    const shown = { column, position, width: column.getSize(), stickAt: at };
    at += column.getSize();
    return shown;
  });
  const moving = items.flatMap((item): ShownColumn[] => {
    const column = loose[item.index];
    return column
      ? [{ column, position: pinned.length + item.index, width: column.getSize(), stickAt: undefined }]
      : [];
  });
  const looseWidth = virtual.getTotalSize();
  return {
    all: [...pinned, ...loose],
    inView: [...stuck, ...moving],
    before: first?.start ?? 0,
    after: looseWidth - (last?.end ?? 0),
    totalWidth: Math.max(gutter + pinnedWidth + looseWidth, viewWidth),
    reveal(position) {
      if (position >= pinned.length) virtual.scrollToIndex(position - pinned.length);
    },
  };
}
