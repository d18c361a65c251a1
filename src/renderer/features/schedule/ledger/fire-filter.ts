import { type FireOutcome, fireOutcomes } from '../../../../shared/domain/fires.ts';

const dayMs = 86_400_000;

/** Spans of time that end now, by the word that stands for them in the address. */
export const spans = {
  '24h': { label: 'Last 24 hours', ms: dayMs },
  '7d': { label: 'Last 7 days', ms: 7 * dayMs },
  '30d': { label: 'Last 30 days', ms: 30 * dayMs },
} as const;
type Span = keyof typeof spans;

export interface FireFilter {
  /** Id or name. */
  job: string | null;
  outcomes: readonly FireOutcome[];
  span: Span | null;
}

export const noFireFilter = { job: null, outcome: null, since: null };

/** The filter in an address; what it does not understand is left out. */
export function readFireFilter(search: URLSearchParams): FireFilter {
  const job = search.get('job')?.trim() ?? '';
  const wanted = (search.get('outcome') ?? '').split(',');
  const since = search.get('since') ?? '';
  return {
    job: job === '' ? null : job,
    outcomes: fireOutcomes.filter(outcome => wanted.includes(outcome)),
    span: Object.hasOwn(spans, since) ? (since as Span) : null,
  };
}

/** What `fires.list` takes of it; spans are counted back from `nowMs`. */
export function fireListInput({ job, outcomes, span }: FireFilter, nowMs: number) {
  return {
    ...(job === null ? {} : { job }),
    ...(outcomes.length === 0 ? {} : { outcome: [...outcomes] }),
    ...(span === null ? {} : { since: new Date(nowMs - spans[span].ms).toISOString() }),
  };
}
