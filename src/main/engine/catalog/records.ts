import type { Cell } from '../../../shared/contract/common.ts';

/** Rows by the names of their columns. */
export function recordsOf({ columns, rows }: { columns: { name: string }[]; rows: Cell[][] }) {
  return rows.map(
    (row): Record<string, Cell> =>
      Object.fromEntries(columns.map(({ name }, index) => [name, row[index] ?? null])),
  );
}

/** A cell that says something; null for one that does not. */
export function textOf(cell: Cell | undefined): string | null {
  return typeof cell === 'string' && cell !== '' ? cell : null;
}
