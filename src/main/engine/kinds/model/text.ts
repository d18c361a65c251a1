import type { Incremental } from '../../../../shared/contract/materialization.ts';
import type { QueryTag } from '../../ports.ts';
import { compile } from '../../sql/compile.ts';
import type { Window } from '../window.ts';
import { decideWindow } from './incremental/window.ts';
import type { CompiledText, ModelRun } from './model-run.ts';

/** Compiles the specification, or takes what was compiled before. */
export async function compiledText(model: ModelRun): Promise<CompiledText> {
  const { run } = model;
  const before = run.hasCompleted('compile') ? run.compiled : null;
  if (before?.compiled) return { ...before, compiled: before.compiled };
  const text = await run.step('compile', async step => {
    const { materialization } = run.spec.definition;
    const window =
      materialization.type === 'incremental' ? await windowOf(model, materialization, step.tag) : undefined;
    const result = await compileFor(model, window);
    step.report({ message: sourcesInWords(result.sources.length), statement: result.compiled.sql });
    return result;
  });
  for (const { written, reads } of text.sources) {
    run.log('info', written === reads ? `Reads ${reads}` : `Reads ${reads} (written as ${written})`);
  }
  for (const warning of text.compiled.warnings) run.log('warn', warning.message);
  run.recordCompiled({ ...text, build: [] });
  return text;
}

async function windowOf(
  { run, context, target }: ModelRun,
  incremental: Incremental,
  tag: QueryTag,
): Promise<Window> {
  const { executor, session } = run;
  const [standing = null] = await executor.catalog({ session, tag, relations: [target] });
  return await decideWindow(run, context, incremental, standing, tag);
}

/** The text for all rows, or for the new ones. */
export async function compileFor(
  { run, context, target }: ModelRun,
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
    isIncremental: window?.mode === 'new',
    lookUp: relations => executor.catalog({ session, relations }),
    target,
    surroundings: {
      database: spec.environment.database,
      schema: spec.environment.schema,
      sourceMapping: spec.environment.source_mapping,
      jobMapping: spec.definition.source_mapping ?? {},
    },
  });
  return { compiled: { resolved, sql, warnings }, sources, ...(window && { window }) };
}

function sourcesInWords(count: number): string {
  return count === 1 ? '1 source' : `${count} sources`;
}
