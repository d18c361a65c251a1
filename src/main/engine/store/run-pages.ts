import type { Statement } from 'better-sqlite3';
import { noPlace } from '../lookup.ts';
import { encode, endStateCodes, runStateCodes } from './codes.ts';
import type { Db } from './open.ts';
import { type RunListRow, runListColumns, runListJoins } from './run-rows.ts';

export interface RunFilter {
  jobId?: number | undefined;
  environmentId?: number | undefined;
  modelId?: number | undefined;
  /** State codes. */
  states?: number[] | undefined;
  triggerKind?: number | undefined;
  draft: boolean;
  sinceMs?: number | undefined;
  untilMs?: number | undefined;
  /** LIKE pattern over names, cause and failure. */
  pattern?: string | undefined;
}

export interface RunPage {
  rows: RunListRow[];
  /** Where the next page starts; null at the end. A page can be short, even empty, and still have a next one. */
  next: string | null;
}

/**
 * Rows looked at for one page where conditions are left that no index serves. Keeps a search over millions of runs
 * from blocking the engine; the page's `next` goes on where it stopped.
 */
const defaultScanLimit = 20_000;

type Values = Record<string, number | string>;

interface Walk {
  /** Yields ids in the order of the list; `{limit}` stands for how many. */
  ids: string;
  /** Conditions on the rows that the walk does not settle. */
  residual: string[];
}

/**
 * Pages of the run list, newest first, by key. The filter's most selective column has an index that yields rows in
 * list order and drives the walk; the others are checked row by row. Statements are prepared once per combination.
 */
export function runPages(db: Db, scanLimit = defaultScanLimit) {
  const prepared = new Map<string, Statement<[Values], RunListRow>>();
  const stops = new Map<string, Statement<[Values], { id: number; created_at_ms: number }>>();

  return (filter: RunFilter, after: string | undefined, limit: number): RunPage => {
    const byTime = filter.sinceMs !== undefined || filter.untilMs !== undefined;
    const walk = planWalk(filter, byTime);
    const values: Values = { ...filterValues(filter), ...parseCursor(after, byTime), limit: limit + 1 };
    const order = byTime ? 'r.created_at_ms DESC, r.id DESC' : 'r.id DESC';
    const key = `${walk.ids}|${walk.residual.join('|')}`;

    const bounded = walk.residual.length > 0;
    let page = prepared.get(key);
    if (!page) {
      // CROSS JOIN keeps the walk in the outer loop, so rows come in its order and the statement stops at its limit;
      // an ORDER BY here would make SQLite finish the walk first.
      const ids = walk.ids.replaceAll('{limit}', bounded ? String(scanLimit) : '@limit');
      page = db.prepare(
        `SELECT ${runListColumns} FROM (${ids}) AS walk CROSS JOIN runs r ON r.id = walk.id ${runListJoins}
         ${bounded ? `WHERE ${walk.residual.join(' AND ')}` : ''} LIMIT @limit`,
      );
      prepared.set(key, page);
    }
    const rows = page.all(values);
    if (rows.length > limit) {
      const last = rows[limit - 1];
      return { rows: rows.slice(0, limit), next: last ? writeCursor(last, byTime) : null };
    }
    if (!bounded) return { rows, next: null };

    // The walk may have ended at its limit rather than at the last row.
    let stop = stops.get(key);
    if (!stop) {
      const ids = walk.ids.replaceAll('{limit}', String(scanLimit));
      stop = db.prepare(
        `SELECT r.id, r.created_at_ms FROM (${ids}) AS walk JOIN runs r ON r.id = walk.id
         ORDER BY ${order} LIMIT 1 OFFSET ${scanLimit - 1}`,
      );
      stops.set(key, stop);
    }
    const last = stop.get(values);
    return { rows, next: last ? writeCursor(last, byTime) : null };
  };
}

/** States that are few beside `completed`: an index on them is worth more than one on the environment. */
const commonState = encode(runStateCodes, 'completed');

function planWalk(filter: RunFilter, byTime: boolean): Walk {
  const residual = new Map<string, string>();
  if (filter.jobId !== undefined) residual.set('job', 'r.job_id = @job');
  if (filter.modelId !== undefined) residual.set('model', 'r.model_id = @model');
  if (filter.environmentId !== undefined) residual.set('environment', 'r.environment_id = @environment');
  if (filter.triggerKind !== undefined) residual.set('trigger', 'r.trigger_kind = @trigger');
  if (filter.states)
    residual.set('states', `r.state IN (${filter.states.map((_, i) => `@state${i}`).join(', ')})`);
  if (filter.pattern !== undefined) {
    residual.set(
      'pattern',
      `(j.name LIKE @pattern ESCAPE '\\' OR m.name LIKE @pattern ESCAPE '\\' OR r.cause LIKE @pattern ESCAPE '\\'
        OR EXISTS (SELECT 1 FROM run_failures f WHERE f.run_id = r.id AND f.message LIKE @pattern ESCAPE '\\'))`,
    );
  }
  const drive = (ids: string, ...settled: string[]): Walk => {
    for (const name of settled) residual.delete(name);
    return { ids, residual: [...residual.values()] };
  };

  if (byTime) {
    const range = ['draft = @draft', '(created_at_ms, id) < (@atMs, @id)'];
    if (filter.sinceMs !== undefined) range.push('created_at_ms >= @since');
    if (filter.untilMs !== undefined) range.push('created_at_ms < @until');
    return drive(
      `SELECT id FROM runs INDEXED BY runs_by_created WHERE ${range.join(' AND ')} ORDER BY created_at_ms DESC, id DESC LIMIT {limit}`,
    );
  }
  const rareStates = filter.states !== undefined && !filter.states.includes(commonState);
  if (filter.jobId !== undefined)
    return drive(merged(filter, 'runs_by_job', 'job_id = @job'), 'job', 'states');
  if (filter.modelId !== undefined) {
    return drive(merged(filter, 'runs_by_model', 'model_id = @model'), 'model', 'states');
  }
  if (filter.environmentId !== undefined) {
    return drive(
      merged(filter, 'runs_by_environment', 'environment_id = @environment'),
      'environment',
      'states',
    );
  }
  if (filter.triggerKind !== undefined && !rareStates) {
    return drive(
      'SELECT id FROM runs INDEXED BY runs_by_trigger WHERE trigger_kind = @trigger AND draft = @draft AND id < @id ORDER BY id DESC LIMIT {limit}',
      'trigger',
    );
  }
  if (filter.states) return drive(merged(filter, 'runs_by_state', '1'), 'states');
  if (filter.draft) {
    return drive(
      'SELECT id FROM runs INDEXED BY draft_runs WHERE draft = 1 AND id < @id ORDER BY id DESC LIMIT {limit}',
    );
  }
  return drive('SELECT id FROM runs WHERE draft = 0 AND id < @id ORDER BY id DESC LIMIT {limit}');
}

/**
 * One walk for each state a run can end in and one for the runs under way, merged by id: SQLite takes from each only as
 * much as the page needs.
 */
function merged(filter: RunFilter, index: string, condition: string): string {
  const wanted = filter.states ?? endStateCodes;
  const ended = wanted.flatMap((code, i) =>
    endStateCodes.includes(code)
      ? [
          `SELECT id FROM runs INDEXED BY ${index} WHERE ${condition} AND state = ${filter.states ? `@state${i}` : code}
           AND draft = @draft AND ended_at_ms IS NOT NULL AND id < @id`,
        ]
      : [],
  );
  const states = filter.states
    ? `AND state IN (${filter.states.map((_, i) => `@state${i}`).join(', ')})`
    : '';
  const active = filter.states?.every(code => endStateCodes.includes(code))
    ? []
    : [
        `SELECT id FROM runs INDEXED BY active_runs WHERE ${condition} ${states}
         AND draft = @draft AND ended_at_ms IS NULL AND id < @id`,
      ];
  return `${[...ended, ...active].join(' UNION ALL ')} ORDER BY id DESC LIMIT {limit}`;
}

function filterValues(filter: RunFilter): Values {
  const values: Values = { draft: filter.draft ? 1 : 0 };
  if (filter.jobId !== undefined) values.job = filter.jobId;
  if (filter.modelId !== undefined) values.model = filter.modelId;
  if (filter.environmentId !== undefined) values.environment = filter.environmentId;
  if (filter.triggerKind !== undefined) values.trigger = filter.triggerKind;
  if (filter.sinceMs !== undefined) values.since = filter.sinceMs;
  if (filter.untilMs !== undefined) values.until = filter.untilMs;
  if (filter.pattern !== undefined) values.pattern = filter.pattern;
  for (const [index, state] of (filter.states ?? []).entries()) values[`state${index}`] = state;
  return values;
}

function writeCursor(row: { id: number; created_at_ms: number }, byTime: boolean): string {
  return byTime ? `${row.created_at_ms}.${row.id}` : String(row.id);
}

function parseCursor(after: string | undefined, byTime: boolean): { id: number; atMs: number } {
  if (after === undefined) return { id: Number.MAX_SAFE_INTEGER, atMs: Number.MAX_SAFE_INTEGER };
  const match = (byTime ? /^(\d{1,15})\.(\d{1,15})$/ : /^()(\d{1,15})$/).exec(after);
  if (!match) {
    throw noPlace(after);
  }
  return { atMs: Number(match[1]), id: Number(match[2]) };
}
