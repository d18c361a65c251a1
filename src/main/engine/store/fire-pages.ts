import type { Statement } from 'better-sqlite3';
import { fireOutcomeCodes } from './codes.ts';
import type { FireRow } from './fire-rows.ts';
import type { Db } from './open.ts';

export interface FireFilter {
  job: number | null;
  /** Codes; null for all. */
  outcomes: readonly number[] | null;
  since: number | null;
  until: number | null;
}

export interface FirePage extends FireFilter {
  /** The key after which the page begins. */
  at: number;
  id: number;
  limit: number;
}

type Values = Record<'at' | 'id' | 'since' | 'limit' | 'job', number>;

const newestFirst = 'ORDER BY nominal_at_ms DESC, id DESC';

/**
 * The statements of a page of the ledger. `page` has what fires from `since` on: one walk for each outcome, merged by key,
 * SQLite takes from each only as much as the page needs. `spans` has what fires before and reaches beyond `since`, which
 * only rows do that stand for several fires; each of these comes after all of the others.
 */
export function firePageSql({ job, outcomes, since }: FireFilter): { page: string; spans: string | null } {
  const wanted = codesOf(outcomes);
  const ofJob = job === null ? '' : 'job_id = @job AND';
  const walks = wanted.map(
    code => `SELECT id, nominal_at_ms FROM fires INDEXED BY ${job === null ? 'fires_by_outcome' : 'fires_by_job'}
      WHERE ${ofJob} outcome = ${code} AND nominal_at_ms >= @since AND (nominal_at_ms, id) < (@at, @id)`,
  );
  const spans = `SELECT id, nominal_at_ms FROM fires INDEXED BY ${job === null ? 'spans_by_end' : 'spans_by_job'}
      WHERE ${ofJob} count > 1 AND last_at_ms >= @since AND nominal_at_ms < @since
        AND (nominal_at_ms, id) < (@at, @id) AND outcome IN (${wanted.join(', ')})`;
  return {
    page: rowsOf(walks.join(' UNION ALL ')),
    spans: since === null ? null : rowsOf(spans),
  };
}

/** CROSS JOIN keeps the walk in the outer loop: rows come in its order. */
function rowsOf(walk: string): string {
  return `SELECT f.*, j.name AS job_name, t.kind FROM (${walk} ${newestFirst} LIMIT @limit) AS walk
    CROSS JOIN fires f ON f.id = walk.id CROSS JOIN jobs j ON j.id = f.job_id CROSS JOIN triggers t ON t.id = f.trigger_id`;
}

/** Each once, in one order: the same question has the same statement. */
function codesOf(outcomes: readonly number[] | null): number[] {
  return fireOutcomeCodes.flatMap((_, code) => (outcomes?.includes(code) === false ? [] : [code]));
}

/** Pages of the ledger, newest first, by key: (nominal time, id). Statements are prepared once per combination. */
export function firePages(db: Db) {
  const prepared = new Map<string, Statement<[Values], FireRow>>();
  const ask = (source: string): Statement<[Values], FireRow> => {
    let statement = prepared.get(source);
    if (!statement) prepared.set(source, (statement = db.prepare(source)));
    return statement;
  };

  return (filter: FirePage): FireRow[] => {
    const { page, spans } = firePageSql(filter);
    // What is before `until` is what comes after its key: ids begin with 1.
    const from = filter.until === null || filter.until > filter.at ? filter : { at: filter.until, id: 0 };
    const values: Values = {
      at: from.at,
      id: from.id,
      since: filter.since ?? Number.MIN_SAFE_INTEGER,
      limit: filter.limit,
      job: filter.job ?? 0,
    };
    const rows = ask(page).all(values);
    if (spans !== null && rows.length < filter.limit) {
      rows.push(...ask(spans).all({ ...values, limit: filter.limit - rows.length }));
    }
    return rows;
  };
}
