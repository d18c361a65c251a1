import { displayRelation, type Relation } from '../../../../shared/domain/relation.ts';
import type { Context } from '../../context.ts';
import { dialects } from '../../dialects/index.ts';
import { ExecutionError, isExecutorGone, type QueryTag } from '../../ports.ts';
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
      const rows = entry?.rows ?? (await countRows(run, context, target, step.tag));
      const bytes = entry?.bytes ?? null;
      run.recordResult({ rows, bytes });
      step.report({ rows, bytes, message: `${columns.length} columns` });
      const known =
        rows === null ? `was not counted: ${whyNot(run)}` : `has ${rows.toLocaleString('en')} rows`;
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

function whyNot({ signal }: RunControl): string {
  return signal.aborted ? 'the run was asked to stop' : 'that takes a run of its query';
}

/**
 * Null where counting costs what reading does, and when the run was asked to stop meanwhile: the target is built, and
 * counting a view can take long.
 */
async function countRows(
  run: RunControl,
  context: Context,
  target: Relation,
  tag: QueryTag,
): Promise<number | null> {
  const { environment, definition } = run.spec;
  const sql = dialects[environment.engine].countRows(target, definition.materialization.type);
  if (sql === null) return null;
  const request = { queryId: context.ids.uuid(), session: run.session, tag, sql, pageRows: 1 };
  try {
    for await (const page of run.executor.query(request, run.signal)) return Number(page.rows[0]?.[0]);
    return null;
  } catch (cause) {
    if (run.signal.aborted) return null;
    throw cause;
  }
}
