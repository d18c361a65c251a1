import type { StatisticsCost } from '../../../../shared/contract/catalog.ts';
import type { Cell } from '../../../../shared/contract/common.ts';
import { counted, formatBytes } from '../../../ui/numbers.ts';

/** `12.5 %`; a little is never nothing, and nearly all never all. */
export function shareText(share: number): string {
  if (share === 0 || share === 1) return `${share * 100} %`;
  const percent = share * 100;
  if (percent < 0.1) return '<0.1 %';
  if (percent > 99.9) return '>99.9 %';
  return `${percent.toFixed(1)} %`;
}

const digits = new Intl.NumberFormat('en-US', { maximumSignificantDigits: 6 });

/** A number that was computed: to six digits, and with an exponent where it would be long. */
export function computedText(value: number): string {
  const size = Math.abs(value);
  return size !== 0 && (size >= 1e12 || size < 1e-4) ? value.toExponential(3) : digits.format(value);
}

/** A value of the table: never rounded. */
export function valueShown(value: Cell): string {
  if (value === null) return '';
  if (typeof value === 'object') return JSON.stringify(value);
  if (typeof value !== 'string') return String(value);
  return value.replace(/^(\d{4,}-\d\d-\d\d)T00:00:00(\.0+)?$/, '$1').replace(/^(\d{4,}-\d\d-\d\d)T/, '$1 ');
}

/** Where a bin of a histogram begins or ends. */
export function edgeText(edge: Cell): string {
  return typeof edge === 'number' ? computedText(edge) : valueShown(edge);
}

/** `Reads all of it: 12,000,000 rows, 3.2 GB, in one query.` */
export function costSentence({ rows, bytes }: StatisticsCost): string {
  const known = [
    ...(rows === null ? [] : [counted(rows, 'row')]),
    ...(bytes === null ? [] : [formatBytes(bytes)]),
  ];
  return known.length === 0
    ? 'Reads all of it in one query; how much that is, the warehouse does not tell.'
    : `Reads all of it in one query: ${known.join(', ')}.`;
}
