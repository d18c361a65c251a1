import { type KeyboardEvent, useState } from 'react';

/** A place in the grid as it is shown: sorted rows, pinned columns first. */
export interface Place {
  row: number;
  column: number;
}

export interface Area {
  rows: [first: number, last: number];
  columns: [first: number, last: number];
}

interface Extent {
  rows: number;
  columns: number;
  /** Rows that fit in the view. */
  page: number;
}

/** The active cell and the rectangle selected from `anchor` to it. */
export function useGridSelection(extent: Extent, onMove: (to: Place) => void) {
  const [state, setState] = useState<{ active: Place; anchor: Place }>({
    active: { row: 0, column: 0 },
    anchor: { row: 0, column: 0 },
  });
  const active = within(state.active, extent);
  const anchor = within(state.anchor, extent);

  const moveTo = (place: Place, extend: boolean) => {
    const next = within(place, extent);
    setState({ active: next, anchor: extend ? anchor : next });
    onMove(next);
  };

  return {
    active,
    area: areaOf(anchor, active),
    moveTo,
    selectAll: () =>
      setState({
        anchor: { row: 0, column: 0 },
        active: { row: extent.rows - 1, column: extent.columns - 1 },
      }),
    selectRow: (row: number, extend: boolean) =>
      setState({
        anchor: { row: extend ? anchor.row : row, column: 0 },
        active: { row, column: extent.columns - 1 },
      }),
    /** Moves for a key; false when it means nothing here. */
    onKey: (event: KeyboardEvent): boolean => {
      const to = destination(event, active, extent);
      if (!to) return false;
      moveTo(to, event.shiftKey);
      return true;
    },
  };
}

export function areaOf(a: Place, b: Place): Area {
  return {
    rows: [Math.min(a.row, b.row), Math.max(a.row, b.row)],
    columns: [Math.min(a.column, b.column), Math.max(a.column, b.column)],
  };
}

export function contains(area: Area, row: number, column: number): boolean {
  return row >= area.rows[0] && row <= area.rows[1] && column >= area.columns[0] && column <= area.columns[1];
}

function within(place: Place, extent: Extent): Place {
  return {
    row: Math.max(0, Math.min(place.row, extent.rows - 1)),
    column: Math.max(0, Math.min(place.column, extent.columns - 1)),
  };
}

type KeyPress = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey'>;

/** Where a key leads from `from`, as grids on the web do it (ARIA Authoring Practices, "Grid"). */
export function destination(event: KeyPress, from: Place, extent: Extent): Place | undefined {
  if (event.altKey) return undefined;
  const far = event.ctrlKey || event.metaKey;
  const lastRow = extent.rows - 1;
  const lastColumn = extent.columns - 1;
  switch (event.key) {
    case 'ArrowUp':
      return { ...from, row: far ? 0 : from.row - 1 };
    case 'ArrowDown':
      return { ...from, row: far ? lastRow : from.row + 1 };
    case 'ArrowLeft':
      return { ...from, column: far ? 0 : from.column - 1 };
    case 'ArrowRight':
      return { ...from, column: far ? lastColumn : from.column + 1 };
    case 'PageUp':
      return { ...from, row: from.row - extent.page };
    case 'PageDown':
      return { ...from, row: from.row + extent.page };
    case 'Home':
      return { row: far ? 0 : from.row, column: 0 };
    case 'End':
      return { row: far ? lastRow : from.row, column: lastColumn };
    default:
      return undefined;
  }
}
