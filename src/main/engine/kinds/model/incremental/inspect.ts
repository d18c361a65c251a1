import type { Cell } from '../../../../../shared/contract/common.ts';
import { displayName } from '../../../../../shared/domain/relation.ts';
import type { Inspection } from '../../../dialects/dialect.ts';
import { wantedColumns } from '../../../dialects/increments.ts';
import { refusal } from './failures.ts';

/**
 * Judges the answers to the queries of an inspection (`inspections` of the dialects), in their order. Returns how many rows there
 * are; throws what keeps them from being published.
 */
export function judgeInspection(inspection: Inspection, answers: Cell[][][]): number {
  const { watermark, key } = inspection;
  const [[counts = []] = [], duplicates = []] = answers;
  const [rows, ...lacking] = counts.map(Number);
  wantedColumns(inspection).forEach((name, n) => {
    const missing = lacking[n] ?? 0;
    if (missing === 0) return;
    const isWatermark = n === 0 && watermark !== null;
    throw refusal(
      isWatermark ? 'watermark_null' : 'key_null',
      `${inWords(missing, 'row')} of the result ${missing === 1 ? 'has' : 'have'} no ${displayName(name)}, ${
        isWatermark
          ? 'so that nobody could tell whether they are new'
          : 'so that no row could be told to be theirs'
      }. Nothing was written`,
      `Leave such rows out in the model, or give them a value`,
    );
  });
  const [first] = duplicates;
  if (first) throw duplicateKeys(key, duplicates, Number(first.at(-1)));
  return rows ?? 0;
}

function duplicateKeys(key: string[], rows: Cell[][], count: number) {
  const named = rows.map(row => {
    const values = key.map((name, n) => `${displayName(name)} = ${cellText(row[n] ?? null)}`).join(', ');
    return `${values} (${inWords(Number(row[key.length]), 'row')})`;
  });
  const more = count > rows.length ? `, and ${inWords(count - rows.length, 'more key')}` : '';
  return refusal(
    'duplicate_key',
    `The key is not unique: ${named.join('; ')}${more}. Nothing was written`,
    'Keep one row of each key in the model (QUALIFY ROW_NUMBER() OVER (…) = 1), or choose a key that tells them apart',
  );
}

/** Values are data: a long one is cut. */
function cellText(cell: Cell): string {
  const text = typeof cell === 'string' ? `'${cell}'` : JSON.stringify(cell);
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}

function inWords(count: number, what: string): string {
  return `${count.toLocaleString('en')} ${what}${count === 1 ? '' : 's'}`;
}
