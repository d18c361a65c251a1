import type { Cell, Column } from '../../../shared/contract/common.ts';
import { SlipwayError } from '../../../shared/domain/errors.ts';
import { displayRelation, type Relation } from '../../../shared/domain/relation.ts';
import type { Context } from '../context.ts';
import { dialects } from '../dialects/index.ts';
import { ExecutionError } from '../ports.ts';
import { asCallError } from '../sql/call-error.ts';
import { timeoutError } from '../sql/queries.ts';
import { startStatementLimit } from '../sql/statement-limit.ts';
import { catalogStep } from './names.ts';
import type { Place } from './place.ts';

export interface Rows {
  columns: Column[];
  rows: Cell[][];
  queryId: string;
  elapsedMs: number;
}

/**
 * The first rows of one of our own queries about a relation, within the time that the environment gives a statement. Throws
 * `not_found` where the relation has gone, else as a query of a person does.
 */
export async function readRows(
  context: Context,
  place: Place,
  { relation, sql, limit }: { relation: Relation; sql: string; limit: number },
  signal: AbortSignal | undefined,
): Promise<Rows> {
  const { environment, executor, session } = place;
  const queryId = context.ids.uuid();
  const started = context.clock.elapsed();
  const time = startStatementLimit(context.clock, environment, signal);
  let columns: Column[] = [];
  const rows: Cell[][] = [];
  try {
    const pages = executor.query(
      {
        queryId,
        session: dialects[environment.engine].limited(session, limit),
        tag: { workspace: context.workspaceId, step: catalogStep },
        sql,
        pageRows: Math.min(limit, 1_000),
      },
      time.signal,
    );
    for await (const page of pages) {
      columns = page.columns;
      for (const row of page.rows) rows.push(row);
      if (rows.length >= limit) break;
    }
  } catch (cause) {
    if (cause instanceof ExecutionError && cause.failure.code === 'source_missing') {
      throw goneError(relation, cause);
    }
    throw timeoutError(cause, time, signal) ?? asCallError(cause);
  } finally {
    time.end();
  }
  return { columns, rows: rows.slice(0, limit), queryId, elapsedMs: context.clock.elapsed() - started };
}

export function goneError(relation: Relation, cause?: unknown): SlipwayError {
  return new SlipwayError(
    'not_found',
    `${displayRelation(relation)} is not there, or the role may not see it`,
    { hint: 'Refresh the catalogue to see what there is now' },
    cause,
  );
}
