/** What every side of the row is asked for. */
export interface MountedTable {
  /** Scrolls so that this row is in view. */
  jump(row: number): void;
  /** Shows other rows instead. */
  replace(rows: TableRow[]): void;
  unmount(): void;
}
export type TableRow = (string | number)[];

export const columnNames = Array.from({ length: 8 }, (_, column) => `COLUMN_${column}`);
const rowCount = 100_000;

export function sampleRows(): TableRow[] {
  return Array.from({ length: rowCount }, (_, row) =>
    columnNames.map((_, column) => (column === 0 ? row : `value ${row}.${column}`)),
  );
}

/** Rows that come before the others. */
export const prepended: TableRow[] = Array.from({ length: 100 }, (_, row) =>
  columnNames.map((_, column) => (column === 0 ? -row : `new ${row}.${column}`)),
);
