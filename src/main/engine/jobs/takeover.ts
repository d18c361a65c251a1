import type { Environment } from '../../../shared/contract/environments.ts';
import type { JobDefinition } from '../../../shared/contract/jobs.ts';
import { SlipwayError } from '../../../shared/domain/errors.ts';
import { displayRelation, quoteRelation, type Relation } from '../../../shared/domain/relation.ts';
import type { Sql } from '../store/store.ts';

/** A job that is to build a table from a version. */
export interface Builder {
  definition: JobDefinition;
  modelId: number | null;
  /** Null where its tag names none. */
  version: number | null;
  environment: Environment;
  target: Relation;
}

/**
 * Refuses a job a table that a protected environment built, unless it goes on with the same version there
 * (docs/decisions/0005). What the job `except` built does not count; 0 for none.
 */
export function refuseTakeover(sql: Sql, builder: Builder, except: number): void {
  const { definition, modelId, version, environment, target } = builder;
  const before = sql.jobs.lastProtectedDeployment.get({
    target: quoteRelation(target),
    connection: environment.connection_id,
    except,
  });
  if (!before) return;
  // Elsewhere it would go on to change without approval, even from the same version.
  const same = before.model_id === modelId && before.version === version;
  if (environment.protected && same && definition.track === undefined) return;
  const by = `"${before.name}"${before.removed === 1 ? ', now deleted,' : ''}`;
  throw new SlipwayError(
    'precondition',
    `"${before.environment}" is protected, and ${by} built ${displayRelation(target)} there from ${before.model} v${before.version}: that changes by promotion only`,
    {
      hint: environment.protected
        ? `Publish it with a tag of ${before.model} v${before.version}, then plan a promotion; or choose another target`
        : 'Choose another target',
    },
  );
}
