import type { CheckSample } from '../../../shared/contract/checks.ts';
import type { Cell, Column } from '../../../shared/contract/common.ts';
import { sampleRows } from './queries.ts';

/** Bytes of JSON that the rows of a sample may have. */
const maxBytes = 64_000;
/** Characters of a text in a sample. */
const maxText = 2_000;

/** The first rows that fit, with long values cut. */
export function boundedSample(columns: Column[], rows: readonly Cell[][]): CheckSample {
  const kept: Cell[][] = [];
  let bytes = 0;
  for (const row of rows.slice(0, sampleRows)) {
    const cut = row.map(cutCell);
    bytes += Buffer.byteLength(JSON.stringify(cut));
    if (bytes > maxBytes) break;
    kept.push(cut);
  }
  return { columns, rows: kept };
}

function cutCell(cell: Cell): Cell {
  if (typeof cell === 'string') return cell.length <= maxText ? cell : `${cell.slice(0, maxText)}…`;
  if (cell === null || typeof cell !== 'object') return cell;
  const text = JSON.stringify(cell);
  return text.length <= maxText ? cell : `${text.slice(0, maxText)}…`;
}
