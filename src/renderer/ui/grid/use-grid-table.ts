import {
  columnPinningFeature,
  columnResizingFeature,
  columnSizingFeature,
  columnVisibilityFeature,
  type ReactTable,
  rowSortingFeature,
  type TableState,
  tableFeatures,
  useTable,
} from '@tanstack/react-table';
import { useMemo } from 'react';
import { sizes } from '../theme.ts';
import { type GridColumn, type GridRow, type GridValue, sortRows, suitableWidth } from './grid-model.ts';

const features = tableFeatures({
  columnSizingFeature,
  columnResizingFeature,
  columnPinningFeature,
  columnVisibilityFeature,
  rowSortingFeature,
});
type Features = typeof features;

export type GridTable = ReactTable<Features, GridRow, TableState<Features>>;
export type GridTableColumn = ReturnType<GridTable['getAllLeafColumns']>[number];

/** The table is about columns: an object of its for each of many rows would cost more than all that is drawn. */
const noRows: GridRow[] = [];

/**
 * Sizes, pinning and sorting of a grid, and its rows in the order they are shown. A column's id is its index: names may
 * occur twice.
 */
export function useGridTable(
  columns: readonly GridColumn[],
  rows: readonly GridRow[],
): { table: GridTable; sortedRows: readonly GridRow[] } {
  const definitions = useMemo(
    () =>
      columns.map((column, index) => ({
        id: String(index),
        header: column.name,
        accessorFn: (row: GridRow): GridValue | undefined => row[index],
        size: suitableWidth(column, rows, index),
        minSize: sizes.columnMin,
        maxSize: 4 * sizes.columnMax,
      })),
    [columns, rows],
  );
  const table = useTable({
    features,
    columns: definitions,
    data: noRows,
    columnResizeMode: 'onChange',
    manualSorting: true,
    sortDescFirst: false,
    enableSortingRemoval: true,
  });
  const [sorting] = table.state.sorting;
  const by = sorting === undefined ? undefined : Number(sorting.id);
  const descending = sorting?.desc ?? false;
  const sortedRows = useMemo(
    () => (by === undefined ? rows : sortRows(rows, by, columns[by]?.kind ?? 'text', descending)),
    [rows, columns, by, descending],
  );
  return { table, sortedRows };
}

/** Index of a table column among the grid's columns. */
export function indexOf(column: { id: string }): number {
  return Number(column.id);
}
