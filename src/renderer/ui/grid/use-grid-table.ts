import {
  columnPinningFeature,
  columnResizingFeature,
  columnSizingFeature,
  columnVisibilityFeature,
  createSortedRowModel,
  type ReactTable,
  rowSortingFeature,
  type TableState,
  tableFeatures,
  useTable,
} from '@tanstack/react-table';
import { useMemo } from 'react';
import { sizes } from '../theme.ts';
import { compareValues, type GridColumn, type GridRow, type GridValue, suitableWidth } from './grid-model.ts';

const features = tableFeatures({
  columnSizingFeature,
  columnResizingFeature,
  columnPinningFeature,
  columnVisibilityFeature,
  rowSortingFeature,
  sortedRowModel: createSortedRowModel(),
});
type Features = typeof features;

export type GridTable = ReactTable<Features, GridRow, TableState<Features>>;
export type GridTableColumn = ReturnType<GridTable['getAllLeafColumns']>[number];

/** Sorting, sizes and pinning of a grid. A column's id is its index: names may occur twice. */
export function useGridTable(columns: readonly GridColumn[], rows: readonly GridRow[]): GridTable {
  const definitions = useMemo(
    () =>
      columns.map((column, index) => ({
        id: String(index),
        header: column.name,
        // What is not there sorts last in either direction, which the table does for undefined.
        accessorFn: (row: GridRow): GridValue | undefined => row[index] ?? undefined,
        sortUndefined: 'last' as const,
        sortFn: (a: { original: GridRow }, b: { original: GridRow }) =>
          compareValues(a.original[index] ?? '', b.original[index] ?? '', column.kind),
        size: suitableWidth(column, rows, index),
        minSize: sizes.columnMin,
        maxSize: 4 * sizes.columnMax,
      })),
    [columns, rows],
  );
  return useTable({
    features,
    columns: definitions,
    data: rows,
    columnResizeMode: 'onChange',
    sortDescFirst: false,
    enableSortingRemoval: true,
  });
}

/** Index of a table column among the grid's columns. */
export function indexOf(column: { id: string }): number {
  return Number(column.id);
}
