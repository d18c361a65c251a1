import type { BuildWindow } from '../contract/job-plans.ts';

/** What of an incremental target is built, and why: `what is new: the highest DAY in the target is …, from … on`. */
export function windowWords({ mode, reason, start, end }: BuildWindow): string {
  const from = start === null ? '' : `, from ${start} ${end === null ? 'on' : `up to ${end}`}`;
  return `${mode === 'full' ? 'all' : 'what is new'}: ${reason}${from}`;
}
