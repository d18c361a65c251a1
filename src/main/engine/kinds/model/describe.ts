import { displayRelation, quoteRelation, type Relation } from '../../../../shared/domain/relation.ts';
import type { Context } from '../../context.ts';
import { ExecutionError, isExecutorGone } from '../../ports.ts';
import { toFailure } from '../../runs/failures.ts';
import type { RunControl, StepControl } from '../kind.ts';

/** Once more when the executor was lost, and no further: what kills it when it is read kills the work of others too. */
const tries = 2;

/**
 * Notes the columns of the target and counts its rows. It is built by then, so what goes wrong here does not fail the
 * run: a view that cannot be read, say, is there all the same. Throws only what the next start of the engine mends.
 */
export async function describeTarget(
  run: RunControl,
  context: Context,
  target: Relation,
  step: StepControl,
): Promise<void> {
  const name = displayRelation(target);
  let described = false;
  for (let left = tries - 1; ; left--) {
    try {
      const [entry] = await run.executor.catalog({ session: run.session, relations: [target] });
      const columns = entry?.columns ?? [];
      run.recordColumns(columns);
      described = true;
      const rows = await countRows(run, context, target);
      run.recordResult({ rows, bytes: null });
      step.report({ rows, message: `${columns.length} columns` });
      const known =
        rows === null
          ? 'was not counted: the run was asked to stop'
          : `has ${rows.toLocaleString('en')} rows`;
      run.log('info', `${name} ${known}`);
      return;
    } catch (cause) {
      const gone = isExecutorGone(cause);
      if (gone && context.closing.aborted) throw cause;
      const why = toFailure(cause, context.redact).message;
      if (gone && left > 0 && !run.signal.aborted) {
        run.log('warn', `${why}; describing ${name} once more`);
        continue;
      }
      if (!(cause instanceof ExecutionError)) {
        context.log.write('error', 'describing failed inside Slipway', { run: run.id, cause: String(cause) });
      }
      const message = `${name} was built, but not ${described ? 'counted' : 'described'}: ${why}`;
      run.log('warn', message);
      step.report({ message });
      return;
    }
  }
}

/** Null when the run was asked to stop meanwhile: the target is built, and counting a view can take long. */
async function countRows(run: RunControl, context: Context, target: Relation): Promise<number | null> {
  const sql = `SELECT count(*) FROM ${quoteRelation(target)}`;
  const request = { queryId: context.ids.uuid(), session: run.session, sql, pageRows: 1 };
  try {
    for await (const page of run.executor.query(request, run.signal)) return Number(page.rows[0]?.[0]);
    return null;
  } catch (cause) {
    if (run.signal.aborted) return null;
    throw cause;
  }
}
