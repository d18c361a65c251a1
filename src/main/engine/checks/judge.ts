import type { Check, CheckOutcome } from '../../../shared/contract/checks.ts';
import { rowsInWords, severityOf } from '../../../shared/domain/checks.ts';

/** What a check counted: bad rows, or the rows there are. */
export interface Counted {
  bad: number | null;
  rows: number | null;
}

/** The last run that completed, and the rows it had; null where they are not known. */
export interface Baseline {
  run: number;
  rows: number | null;
}

export interface Judged {
  outcome: CheckOutcome;
  message: string;
}

/** Whether what was counted is as the check demands. Pure. */
export function judge(check: Check, { bad, rows }: Counted, baseline: Baseline | null): Judged {
  const { ok, message } =
    check.check === 'row_count'
      ? judgeCount(check, rows ?? 0)
      : check.check === 'row_change'
        ? judgeChange(check, rows ?? 0, baseline)
        : { ok: bad === 0, message: badInWords(check, bad ?? 0) };
  if (ok) return { outcome: 'passed', message };
  return { outcome: severityOf(check) === 'warn' ? 'warned' : 'failed', message };
}

function badInWords(check: Check, bad: number): string {
  if (check.check !== 'unique')
    return bad === 0 ? 'no bad rows' : `${bad.toLocaleString('en')} bad ${word(bad, 'row')}`;
  if (bad === 0) return 'no key occurs more than once';
  return `${bad.toLocaleString('en')} ${word(bad, 'key')} ${bad === 1 ? 'occurs' : 'occur'} more than once`;
}

function judgeCount({ min, max }: Extract<Check, { check: 'row_count' }>, rows: number) {
  const has = `it has ${rowsInWords(rows)}`;
  if (min !== undefined && rows < min)
    return { ok: false, message: `${has}, fewer than ${min.toLocaleString('en')}` };
  if (max !== undefined && rows > max)
    return { ok: false, message: `${has}, more than ${max.toLocaleString('en')}` };
  return { ok: true, message: has };
}

function judgeChange(
  check: Extract<Check, { check: 'row_change' }>,
  rows: number,
  baseline: Baseline | null,
) {
  const has = `it has ${rowsInWords(rows)}`;
  if (baseline === null)
    return { ok: true, message: `${has}; no run has completed that it could be compared with` };
  const before = baseline.rows;
  if (before === null) return { ok: true, message: `${has}; how many #${baseline.run} had is not known` };
  const compared = `${has}, #${baseline.run} had ${before.toLocaleString('en')}`;
  const change =
    before === 0 ? (rows === 0 ? 0 : Number.POSITIVE_INFINITY) : ((rows - before) / before) * 100;
  const { max_decrease: decrease, max_increase: increase } = check;
  const ok =
    !(decrease !== undefined && -change > decrease) && !(increase !== undefined && change > increase);
  return { ok, message: change === 0 ? compared : `${compared} (${percentInWords(change)})` };
}

function percentInWords(change: number): string {
  if (!Number.isFinite(change)) return 'from none';
  const percent = Number(Math.abs(change).toPrecision(3)).toLocaleString('en');
  return `${percent} % ${change < 0 ? 'fewer' : 'more'}`;
}

function word(count: number, noun: string): string {
  return count === 1 ? noun : `${noun}s`;
}
