import type { JobIntervals } from '../../../../shared/contract/intervals.ts';
import type { IntervalName } from '../../../../shared/domain/intervals.ts';
import { localMinute } from '../../../parts/interval-text.ts';

/** A backfill as it is being typed. */
export interface BackfillForm {
  /** As a field for dates has it, or for hours one for times of day; of the time zone of the intervals. Empty: the usual. */
  from: string;
  to: string;
  chunk: string;
  restate: boolean;
  cause: string;
}

/** What is asked for, or all that is missing; all there is where nothing is. */
export function backfillFormOf(
  { stretches, begin, until, interval, time_zone }: JobIntervals,
  range: { from: string; to: string } | undefined,
  restate: boolean,
): BackfillForm {
  const missing = stretches.filter(({ built }) => !built);
  const from = range?.from ?? missing[0]?.from ?? begin;
  const to = range?.to ?? missing.at(-1)?.to ?? until;
  const shown = (at: string | null) => (at === null ? '' : inputOf(at, time_zone, interval));
  return { from: shown(from), to: shown(to), chunk: '', restate, cause: '' };
}

/** A moment as a field has it: `2024-01-31`, for hours `2024-01-31T06:00`. */
function inputOf(at: string, zone: string, interval: IntervalName): string {
  const local = localMinute(at, zone);
  return interval === 'hour' ? local.replace(' ', 'T') : local.slice(0, 10);
}

const mostInChunk = 100_000;

/** What is wrong with it as it stands. */
export function chunkProblem(text: string): string | undefined {
  if (text.trim() === '') return undefined;
  const value = Number(text);
  const fits = Number.isInteger(value) && value >= 1 && value <= mostInChunk;
  return fits ? undefined : `A whole number from 1 to ${mostInChunk.toLocaleString('en')}`;
}

/** What the form says, as the engine takes it. */
export function backfillInput(form: Omit<BackfillForm, 'cause'>) {
  return {
    ...(form.from === '' ? {} : { from: form.from }),
    ...(form.to === '' ? {} : { to: form.to }),
    ...(form.chunk.trim() === '' ? {} : { chunk: Number(form.chunk) }),
    restate: form.restate,
  };
}
