import { SlipwayError } from '../../../../shared/domain/errors.ts';
import { displayRelation, type Relation, sameRelation } from '../../../../shared/domain/relation.ts';
import type { Context } from '../../context.ts';
import { ExecutionError, type ScriptResult } from '../../ports.ts';
import { compile } from '../../sql/compile.ts';
import { missingSources } from '../../sql/missing-sources.ts';
import type { CompiledSpec, FrozenSpec, RunControl, StepControl } from '../kind.ts';
import { describeTarget } from './describe.ts';
import { buildStatements } from './statements.ts';

/** How often a target may change between a table and a view just before it is built. */
const maxChanges = 5;

export const modelSteps = ['compile', 'sources', 'build', 'describe'] as const;

/**
 * compile → sources → build → describe. Nothing is written before the sources were looked at; once the target is built,
 * nothing fails the run any more.
 */
export async function executeModel(run: RunControl, context: Context): Promise<void> {
  const { target } = run.spec;
  if (!target) throw new SlipwayError('internal', 'A model run has no target');
  const { type } = run.spec.definition.materialization;

  if (!run.hasCompleted('build')) {
    const compiled = await compiledOf(run, context, target);
    const statementsFor = (existing: 'table' | 'view' | null) => {
      const statements = buildStatements(compiled.sql, target, run.spec.definition.materialization, existing);
      run.recordCompiled({ ...compiled.spec, statements });
      return statements;
    };
    const known = run.hasCompleted('sources') ? (run.compiled?.statements ?? []) : [];
    const statements =
      known.length > 0
        ? known
        : await run.step('sources', async step => {
            const existing = await checkSources(run, context, compiled.spec.sources, target);
            const columns = await run.executor.describe({ session: run.session, sql: compiled.sql });
            step.report({ message: `${columns.length} output columns` });
            return statementsFor(existing);
          });

    await run.step('build', async step => {
      run.log('info', `Building ${type} ${displayRelation(target)}`);
      const result = await build(run, step, target, statements, statementsFor);
      step.report({
        rows: result.rows,
        bytes: result.bytes,
        message: `${type} ${displayRelation(target)} replaced`,
      });
    });
  }

  await run.step('describe', step => describeTarget(run, context, target, step));
}

/** Compiles the specification, or takes what was compiled before. */
async function compiledOf(
  run: RunControl,
  context: Context,
  target: Relation,
): Promise<{ sql: string; spec: Omit<CompiledSpec, 'statements'> }> {
  const before = run.hasCompleted('compile') ? run.compiled : null;
  if (before?.compiled)
    return { sql: before.compiled.sql, spec: { compiled: before.compiled, sources: before.sources } };
  const compiled = await run.step('compile', async step => {
    const result = await compileSpec(context, run.spec, target);
    step.report({ message: sourcesInWords(result.sources.length), statement: result.sql });
    return result;
  });
  for (const { written, reads } of compiled.sources) {
    run.log('info', written === reads ? `Reads ${reads}` : `Reads ${reads} (written as ${written})`);
  }
  for (const warning of compiled.warnings) run.log('warn', warning.message);
  const { resolved, sql, warnings, sources } = compiled;
  const spec = { compiled: { resolved, sql, warnings }, sources };
  run.recordCompiled({ ...spec, statements: [] });
  return { sql, spec };
}

function compileSpec(context: Context, spec: FrozenSpec, target: Relation) {
  return compile(context.analysis, {
    sql: spec.sql ?? '',
    variables: spec.variables,
    target,
    surroundings: {
      database: spec.environment.database,
      schema: spec.environment.schema,
      sourceMapping: spec.environment.source_mapping,
      jobMapping: spec.definition.source_mapping ?? {},
    },
  });
}

/**
 * Sends the statements. Another job with the same target may have made a view of a table meanwhile, or a table of a view:
 * then those that fit it are sent. Nothing of the first had taken effect.
 */
async function build(
  run: RunControl,
  step: StepControl,
  target: Relation,
  statements: string[],
  statementsFor: (existing: 'table' | 'view' | null) => string[],
): Promise<ScriptResult> {
  const { type } = run.spec.definition.materialization;
  const rest = { writes: [target.database], target: { relation: target, type } };
  for (let left = maxChanges; ; left--) {
    try {
      return await step.execute({ statements, ...rest });
    } catch (cause) {
      const changed = cause instanceof ExecutionError && cause.failure.code === 'target_changed';
      if (!changed || left === 0) throw cause;
      run.log(
        'warn',
        `Something else built ${displayRelation(target)} meanwhile: ${cause.message}. Once more`,
      );
      const [entry] = await run.executor.catalog({ session: run.session, relations: [target] });
      statements = statementsFor(entry?.type ?? null);
    }
  }
}

/** Every source must be there; tells what the target is now. */
async function checkSources(
  run: RunControl,
  context: Context,
  sources: CompiledSpec['sources'],
  target: Relation,
): Promise<'table' | 'view' | null> {
  const wanted = sources.map(source => source.relation);
  const found = await run.executor.catalog({ session: run.session, relations: [...wanted, target] });
  const place = {
    executor: run.executor,
    session: run.session,
    connectionId: run.spec.environment.connection_id,
  };
  const missing = await missingSources(context.store.sql, place, sources, found);
  if (missing) {
    throw new ExecutionError({
      code: 'source_missing',
      message: missing.message,
      hint: missing.hint,
      sqlstate: '42S02',
      query_id: null,
      retryable: false,
    });
  }
  return found.find(entry => sameRelation(entry, target))?.type ?? null;
}

function sourcesInWords(count: number): string {
  return count === 1 ? '1 source' : `${count} sources`;
}
