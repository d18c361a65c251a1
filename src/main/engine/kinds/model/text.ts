import type { QueryTag } from '../../ports.ts';
import { compile } from '../../sql/compile.ts';
import type { Window } from '../window.ts';
import { decideWindow } from './incremental/window.ts';
import type { CompiledText, ModelWork } from './model-run.ts';
import { surroundingsOf } from './surroundings.ts';

/** The text as it is to be run now: of an incremental job for all rows, or for those that are new. */
export async function compileNow(model: ModelWork, tag?: QueryTag): Promise<CompiledText> {
  const { run, context, target } = model;
  const { executor, session, spec } = run;
  const { materialization } = spec.definition;
  if (materialization.type !== 'incremental') return await compileFor(model, undefined);
  const [standing = null] = await executor.catalog({ session, ...(tag && { tag }), relations: [target] });
  return await compileFor(model, await decideWindow(run, context, materialization, standing, tag));
}

/** The text for all rows, or for the new ones. */
export async function compileFor(
  { run, context, target }: ModelWork,
  window: Window | undefined,
): Promise<CompiledText> {
  const { spec, executor, session } = run;
  if (window)
    run.log('info', `${window.mode === 'full' ? 'Builds all' : 'Builds what is new'}: ${window.reason}`);
  const { watermark = null, start = null } = window ?? {};
  const { resolved, sql, warnings, sources } = await compile(context.analysis, {
    sql: spec.sql ?? '',
    engine: spec.environment.engine,
    variables: spec.variables,
    asked: watermark === null || start === null ? null : { type: watermark.type, start },
    ...(window && { isIncremental: window.mode === 'new' }),
    lookUp: relations => executor.catalog({ session, relations }),
    target,
    surroundings: surroundingsOf(spec),
  });
  return { compiled: { resolved, sql, warnings }, sources, ...(window && { window }) };
}
