import { rangeText } from '../../../../shared/domain/intervals.ts';
import { sameRelation } from '../../../../shared/domain/relation.ts';
import { iso } from '../../context.ts';
import type { QueryTag } from '../../ports.ts';
import { compile } from '../../sql/compile.ts';
import type { Work } from '../kind.ts';
import type { IntervalWindow, Window } from '../window.ts';
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
  const window = await decideWindow(run, context, materialization, standing, tag);
  tellWindow(run, window);
  return await compileFor(model, window);
}

/** Says in the log of a run what it builds, and why. */
export function tellWindow(run: Work, { mode, reason, intervals }: Window): void {
  const what = mode === 'full' ? 'Builds all' : 'Builds what is new';
  run.log('info', `${what}${intervals === null ? '' : `, ${stretchText(intervals)}`}: ${reason}`);
}

function stretchText({ from, to, time_zone: zone }: IntervalWindow): string {
  return `${rangeText({ from: iso(from), to: iso(to) }, zone)} (${zone})`;
}

/** The text for all rows, or for the new ones. */
export async function compileFor(model: ModelWork, window: Window | undefined): Promise<CompiledText> {
  const { run, context, target } = model;
  const { spec, executor, session } = run;
  const { watermark = null, start = null, end = null } = window ?? {};
  const { resolved, sql, warnings, sources } = await compile(context.analysis, {
    sql: spec.sql ?? '',
    engine: spec.environment.engine,
    variables: spec.variables,
    asked: watermark === null || start === null ? null : { type: watermark.type, start, end },
    ...(window && { isIncremental: window.mode === 'new' }),
    lookUp: async relations => {
      model.looked = await executor.catalog({ session, relations: [...relations, target] });
      return model.looked.filter(entry => !sameRelation(entry, target));
    },
    target,
    surroundings: surroundingsOf(spec),
  });
  return { compiled: { resolved, sql, warnings }, sources, ...(window && { window }) };
}
