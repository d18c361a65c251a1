import { type KeyboardEvent, useState } from 'react';

/** Where the cursor is: a row by its key, and a column; 0 is the model, 1 the first environment. */
export interface Cursor {
  line: string;
  column: number;
}

interface Size {
  /** Keys of the rows, in their order. */
  lines: readonly string[];
  columns: number;
}

const page = 10;

/** The place in the grid a key leads to; undefined for keys that move nothing. */
export function movedCursor(
  { line, column }: { line: number; column: number },
  size: { lines: number; columns: number },
  event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey'>,
): { line: number; column: number } | undefined {
  const far = event.ctrlKey || event.metaKey;
  const to = (nextLine: number, nextColumn: number) => ({
    line: Math.max(0, Math.min(size.lines - 1, nextLine)),
    column: Math.max(0, Math.min(size.columns - 1, nextColumn)),
  });
  switch (event.key) {
    case 'ArrowDown':
      return to(far ? size.lines : line + 1, column);
    case 'ArrowUp':
      return to(far ? 0 : line - 1, column);
    case 'ArrowRight':
      return to(line, far ? size.columns : column + 1);
    case 'ArrowLeft':
      return to(line, far ? 0 : column - 1);
    case 'PageDown':
      return to(line + page, column);
    case 'PageUp':
      return to(line - page, column);
    case 'Home':
      return to(far ? 0 : line, 0);
    case 'End':
      return to(far ? size.lines : line, size.columns);
    default:
      return undefined;
  }
}

/** A cursor that stays on its row when rows come and go. */
export function useGridCursor({ lines, columns }: Size) {
  const [chosen, setChosen] = useState<Cursor>({ line: '', column: 1 });
  const found = lines.indexOf(chosen.line);
  const line = Math.max(0, found);
  const column = Math.min(chosen.column, columns - 1);
  const put = (nextLine: number, nextColumn: number) =>
    setChosen({ line: lines[nextLine] ?? '', column: nextColumn });
  /** Shows the cursor where it would begin, unless it has been put somewhere already. */
  const begin = () =>
    setChosen(before => (before.line === '' ? { ...before, line: lines[0] ?? '' } : before));
  return { line, column, isPut: chosen.line !== '', put, begin };
}
