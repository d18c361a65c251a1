import type { RunSummary } from '../../../../shared/contract/runs.ts';
import { type RunState, runStates } from '../../../../shared/domain/run-state.ts';

export type TriggerKind = RunSummary['trigger']['kind'];
export const triggerKinds: readonly TriggerKind[] = ['manual', 'api', 'schedule', 'job', 'deployment'];

/** Spans of time that end now, by the word that stands for them in the address. */
export const spans = {
  '1h': { label: 'Last hour', ms: 3_600_000 },
  '24h': { label: 'Last 24 hours', ms: 86_400_000 },
  '7d': { label: 'Last 7 days', ms: 7 * 86_400_000 },
  '30d': { label: 'Last 30 days', ms: 30 * 86_400_000 },
} as const;
export type Span = keyof typeof spans;
const isSpan = (text: string): text is Span => Object.hasOwn(spans, text);

/** What the list of runs shows. Jobs, environments and models by id or name, as the address has them. */
export interface RunFilter {
  text: string;
  states: readonly RunState[];
  job: string | null;
  environment: string | null;
  model: string | null;
  trigger: TriggerKind | null;
  span: Span | null;
  /** UTC, ISO 8601; both null unless a range was given by hand. */
  since: string | null;
  until: string | null;
  /** Draft runs instead of all others. */
  drafts: boolean;
}

/** What `runs.list` takes of it. */
export interface RunListInput {
  job?: string;
  environment?: string;
  model?: string;
  state?: RunState[];
  trigger?: TriggerKind;
  draft?: boolean;
  since?: string;
  until?: string;
  search?: string;
}

const keys = ['q', 'state', 'job', 'environment', 'model', 'trigger', 'since', 'until', 'drafts'] as const;

/** The filter in an address; what it does not understand is left out. */
export function readRunFilter(search: URLSearchParams): RunFilter {
  const one = (key: (typeof keys)[number]) => {
    const value = search.get(key)?.trim() ?? '';
    return value === '' ? null : value;
  };
  const since = search.get('since') ?? '';
  const wanted = (search.get('state') ?? '').split(',');
  return {
    text: search.get('q') ?? '',
    states: runStates.filter(state => wanted.includes(state)),
    job: one('job'),
    environment: one('environment'),
    model: one('model'),
    trigger: triggerKinds.find(kind => kind === search.get('trigger')) ?? null,
    span: isSpan(since) ? since : null,
    since: isSpan(since) ? null : instant(since),
    until: instant(search.get('until') ?? ''),
    drafts: search.get('drafts') === '1',
  };
}

/** What an address asks for that cannot be: a sentence each. What is left out of the list must not look as if it were not there. */
export function runFilterProblems(search: URLSearchParams): string[] {
  const quoted = (words: readonly string[]) => words.map(word => `"${word}"`).join(', ');
  const problems: string[] = [];
  const states = (search.get('state') ?? '').split(',').filter(Boolean);
  const unknown = states.filter(state => !runStates.some(known => known === state));
  if (unknown.length > 0)
    problems.push(`state: no run is ${quoted(unknown)}; there are ${quoted(runStates)}`);
  const trigger = search.get('trigger') ?? '';
  if (trigger !== '' && !triggerKinds.some(kind => kind === trigger)) {
    problems.push(`trigger: there is no ${quoted([trigger])}; there are ${quoted(triggerKinds)}`);
  }
  for (const key of ['since', 'until'] as const) {
    const time = search.get(key) ?? '';

    if (time === '' || (key === 'since' && isSpan(time)) || instant(time) !== null) continue;
    const allowed =
      key === 'since' ? `a date, a time, or one of ${quoted(Object.keys(spans))}` : 'a date or a time';
    problems.push(`${key}: ${quoted([time])} is not ${allowed}`);
  }
  return problems;
}

/** Changes of a filter as changes of the address (`changeSearch`). */
export function runFilterSearch(changes: Partial<RunFilter>): Record<string, string | null> {
  const search: Record<string, string | null> = {};
  if (changes.text !== undefined) search.q = changes.text;
  if (changes.states) search.state = changes.states.join(',');
  if (changes.job !== undefined) search.job = changes.job;
  if (changes.environment !== undefined) search.environment = changes.environment;
  if (changes.model !== undefined) search.model = changes.model;
  if (changes.trigger !== undefined) search.trigger = changes.trigger;
  if (changes.since !== undefined) search.since = changes.since;
  if (changes.until !== undefined) search.until = changes.until;
  if (changes.span) {
    search.since = changes.span;
    search.until = null;
  }
  if (changes.drafts !== undefined) search.drafts = changes.drafts ? '1' : null;
  return search;
}

/** The address without any filter. */
export const noRunFilter: Record<string, null> = Object.fromEntries(keys.map(key => [key, null]));

export function isFiltered(filter: RunFilter): boolean {
  return Object.values(runFilterSearch({ ...filter, span: null })).some(Boolean) || filter.span !== null;
}

/** What to ask the engine for; spans of time are counted back from `nowMs`. */
export function runListInput(filter: RunFilter, nowMs: number): RunListInput {
  const { job, environment, model } = filter;
  const since = filter.span === null ? filter.since : new Date(nowMs - spans[filter.span].ms).toISOString();
  const search = filter.text.trim().slice(0, 200);
  return {
    ...(job === null ? {} : { job }),
    ...(environment === null ? {} : { environment }),
    ...(model === null ? {} : { model }),
    ...(filter.states.length === 0 ? {} : { state: [...filter.states] }),
    ...(filter.trigger === null ? {} : { trigger: filter.trigger }),
    ...(filter.drafts ? { draft: true } : {}),
    ...(since === null ? {} : { since }),
    ...(filter.until === null ? {} : { until: filter.until }),
    ...(search === '' ? {} : { search }),
  };
}

/** An instant as the API takes it; null for what is none. */
function instant(text: string): string | null {
  const ms = text === '' ? Number.NaN : Date.parse(text);
  return Number.isNaN(ms) ? null : new Date(ms).toISOString();
}

/** `2026-11-21T06:30`, as a field for date and time wants it, on this machine's clock. */
export function localInput(iso: string | null): string {
  if (iso === null) return '';
  const date = new Date(iso);
  const local = new Date(date.getTime() - date.getTimezoneOffset() * 60_000);
  return local.toISOString().slice(0, 16);
}

/** The instant that a field for date and time says; null while it is empty. */
export function fromLocalInput(value: string): string | null {
  return instant(value);
}
