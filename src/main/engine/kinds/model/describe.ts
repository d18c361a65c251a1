import { targetTypeOf } from '../../../../shared/contract/materialization.ts';
import { displayRelation, type Relation } from '../../../../shared/domain/relation.ts';
import type { Context } from '../../context.ts';
import { dialects } from '../../dialects/index.ts';
import { ExecutionError, isExecutorGone, type QueryTag } from '../../ports.ts';
import { toFailure } from '../../runs/failures.ts';
import type { RunControl, StepControl } from '../kind.ts';
import { ask } from './ask.ts';

/** Once more when the executor was lost, and no further: what kills it when it is read kills the work of others too. */
const tries = 2;

/**
 * Notes the columns of the target and counts its rows; `written` are those that were changed, where not all were. It is built by then, so what goes wrong here does not fail the
 * run: a view that cannot be read, say, is there all the same. Throws only what the next start of the engine mends.
 */
export async function describeTarget(
  run: RunControl,
  context: Context,
  target: Relation,
  step: StepControl,
  written: number | null,
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
      run.recordResult({ rows: written ?? rows, bytes });
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
  const sql = dialects[environment.engine].countRows(target, targetTypeOf(definition.materialization));
  if (sql === null) return null;
  try {
    const [row] = await ask(run, context, tag, sql);
    return row === undefined ? null : Number(row[0]);
  } catch (cause) {
    if (run.signal.aborted) return null;
    throw cause;
  }
}
