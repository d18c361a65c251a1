import type { Relation } from '../../../../shared/domain/relation.ts';
import type { Context } from '../../context.ts';
import { dialects } from '../../dialects/index.ts';
import type { CompiledSpec, RunControl } from '../kind.ts';
import type { Site } from './preflight.ts';

/** The run of a model job, with what every part of it needs. */
export interface ModelRun {
  run: RunControl;
  context: Context;
  target: Relation;
}

/** What a run was compiled to, before it is decided how that is built. */
export type CompiledText = Omit<CompiledSpec, 'build'> & { compiled: NonNullable<CompiledSpec['compiled']> };

export function dialectOf({ run }: ModelRun) {
  return dialects[run.spec.environment.engine];
}

export function orderOf({ run, context, target }: ModelRun) {
  return {
    target,
    materialization: run.spec.definition.materialization,
    owner: `${context.workspaceId.slice(0, 8).toUpperCase()}_${run.id}`,
  };
}

export function siteOf({ run, target }: ModelRun): Site {
  const { executor, session, spec } = run;
  const { environment, definition } = spec;
  return { executor, session, environment, target, materialization: definition.materialization };
}
