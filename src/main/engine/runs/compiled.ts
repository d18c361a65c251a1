import { targetTypeOf } from '../../../shared/contract/materialization.ts';
import type { BuildStep } from '../dialects/dialect.ts';
import type { CompiledSpec, FrozenSpec } from '../kinds/kind.ts';
import type { Window } from '../kinds/window.ts';
import type { RunRow } from '../store/run-rows.ts';
import type { Sql } from '../store/store.ts';

/** As runs kept it while every build was a single script. */
interface OneScript {
  build?: undefined;
  statements: string[];
}

/** Before targets were built by intervals, what was built had no end. */
interface Windowed {
  window?: Omit<Window, 'end' | 'intervals'> & Partial<Window>;
}

/** What a run was compiled to; null until then. */
export function compiledOf(
  sql: Sql,
  row: Pick<RunRow, 'compiled_id'>,
  spec: FrozenSpec,
): CompiledSpec | null {
  if (row.compiled_id === null) return null;
  const { window: bounds, ...stored } = sql.documents.get<
    Omit<CompiledSpec, 'build' | 'window'> & Windowed & (Omit<CompiledSpec, 'window'> | OneScript)
  >(row.compiled_id);
  const window = bounds && { end: null, intervals: null, ...bounds };
  if (stored.build !== undefined) return { ...stored, ...(window && { window }) };
  const { statements, ...rest } = stored;
  return { ...rest, build: statements.length === 0 ? [] : [{ ...onlyStep('build', spec), statements }] };
}

/** What a step does that nothing more is known of: it builds the target. */
export function onlyStep(name: string, { target, definition }: FrozenSpec): BuildStep {
  return {
    name,
    purpose: 'build',
    statements: [],
    writes: target === null ? [] : [target.database],
    ...(target && { target: { relation: target, type: targetTypeOf(definition.materialization) } }),
    idempotent: false,
    stoppable: true,
  };
}
