import type { Relation } from '../../../../shared/domain/relation.ts';
import type { Context } from '../../context.ts';
import { dialects } from '../../dialects/index.ts';
import type { CatalogEntry } from '../../ports.ts';
import type { CompiledSpec, RunControl, Work } from '../kind.ts';
import { isAudited } from './audit.ts';
import type { Site } from './preflight.ts';

/** What a model job works with, with what every part of it needs. */
export interface ModelWork {
  run: Work;
  context: Context;
  target: Relation;
  /** Tells what is built beside the target from what others build there. */
  owner: string;
  /** What compiling found of what is read and of the target, where it looked: that is a moment ago, and asked once. */
  looked?: CatalogEntry[] | undefined;
}

/** The same in a run. */
export interface ModelRun extends ModelWork {
  run: RunControl;
}

/** What a run was compiled to, before it is decided how that is built. */
export type CompiledText = Omit<CompiledSpec, 'build'> & { compiled: NonNullable<CompiledSpec['compiled']> };

export function dialectOf({ run }: ModelWork) {
  return dialects[run.spec.environment.engine];
}

export function orderOf({ run, target, owner }: ModelWork) {
  const { definition } = run.spec;
  const { materialization } = definition;
  return { target, materialization, owner, audited: isAudited(definition) };
}

export function siteOf({ run, target }: ModelWork): Site {
  const { executor, session, spec } = run;
  const { environment, definition } = spec;
  return { executor, session, environment, target, materialization: definition.materialization };
}
