import type { Run, RunSummary } from '../../../../shared/contract/runs.ts';
import type { RunState } from '../../../../shared/domain/run-state.ts';

export interface RunPage {
  runs: RunSummary[];
  next: string | null;
}

/** Of a run's whole record what the list shows, so that the rest is not kept. */
export function summaryOf(run: Run): RunSummary {
  const { steps: _1, failures: _2, frozen: _3, attempts: _4, bytes: _5, query_ids: _6, ...summary } = run;
  return summary;
}

/**
 * The known rows, newest first, with the newest page fetched anew put on top: what the page covers is as the page says,
 * older rows stay. `gap` when there may be runs between the page and the known rows: then only the page is true.
 */
export function withHead(
  known: readonly RunSummary[],
  head: RunPage,
  limit: number,
): { rows: readonly RunSummary[]; gap: boolean } {
  const last = head.runs.at(-1);
  if (head.next === null) return { rows: head.runs, gap: false };
  const newest = known[0];
  const full = head.runs.length >= limit;
  if (full && last && newest && last.id > newest.id) return { rows: head.runs, gap: true };
  // A short page with a next one says nothing of what is older than its last row.
  const coveredFrom = last?.id ?? Number.POSITIVE_INFINITY;
  return { rows: [...head.runs, ...known.filter(run => run.id < coveredFrom)], gap: false };
}

/** The rows with an older page at their end. */
export function withPage(rows: readonly RunSummary[], page: RunPage): readonly RunSummary[] {
  const oldest = rows.at(-1)?.id ?? Number.POSITIVE_INFINITY;
  return [...rows, ...page.runs.filter(run => run.id < oldest)];
}

/** The rows with one of them as it is now; it leaves when it is in none of the states asked for. */
export function withRun(
  rows: readonly RunSummary[],
  run: RunSummary,
  states: readonly RunState[] | undefined,
): readonly RunSummary[] {
  if (states && !states.includes(run.state)) return rows.filter(row => row.id !== run.id);
  return rows.map(row => (row.id === run.id ? run : row));
}
