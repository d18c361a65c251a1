import type { Environment } from '../../../../shared/contract/environments.ts';
import type { JobDefinition } from '../../../../shared/contract/jobs.ts';
import { type Problem, SlipwayError } from '../../../../shared/domain/errors.ts';
import { displayRelation } from '../../../../shared/domain/relation.ts';
import type { Context } from '../../context.ts';
import type { Models } from '../../models/models.ts';
import type { Versions } from '../../models/versions.ts';
import { mapSources, refuseSelfReference } from '../../sql/compile.ts';
import { requireQuery } from '../../sql/query.ts';
import { maskVariables } from '../../sql/variables.ts';
import type { JobKind } from '../kind.ts';
import { executeModel } from './execute.ts';
import { targetOf, targetProblems } from './target.ts';

/** Creates or replaces a view or table from a version of a model. */
export function createModelKind(context: Context, models: Models, versions: Versions): JobKind {
  /** The text the definition runs by default: its tag, or the latest version. */
  const textOf = (definition: JobDefinition, modelId: number | null, version?: string) =>
    versions.text(models.row(String(modelId)), version ?? definition.tag ?? 'latest');

  async function selfReference(
    definition: JobDefinition,
    environment: Environment,
    modelId: number | null,
  ): Promise<Problem[]> {
    const target = targetOf(definition, environment);
    if (!target) return [];
    const masked = maskVariables(textOf(definition, modelId).sql);
    const query = await requireQuery(context.analysis, masked);
    const sources = mapSources(query, masked, {
      database: environment.database,
      schema: environment.schema,
      sourceMapping: environment.source_mapping,
      jobMapping: definition.source_mapping ?? {},
    });
    refuseSelfReference(sources, target);
    return [];
  }

  return {
    async check(definition, environment, modelId) {
      const problems = targetProblems(definition, environment);
      if (definition.track === 'latest' && environment.protected) {
        problems.push({
          path: 'track',
          message: `"${environment.name}" is protected: its jobs run a tag, which promotions change`,
        });
      }
      try {
        textOf(definition, modelId);
        if (problems.length === 0) return await selfReference(definition, environment, modelId);
      } catch (cause) {
        if (!(cause instanceof SlipwayError)) throw cause;
        if (cause.code === 'not_found') {
          const hint = cause.details.hint ? ` (${cause.details.hint})` : '';
          problems.push({ path: definition.tag === undefined ? 'model' : 'tag', message: `${cause.message}${hint}` });
        } else {
          problems.push(...(cause.details.problems ?? [{ path: 'model', message: cause.message }]));
        }
      }
      return problems;
    },

    target: targetOf,

    freeze(definition, environment, modelId, overrides) {
      const target = targetOf(definition, environment);
      if (!target) {
        throw new SlipwayError('precondition', `Job "${definition.name}" has no complete target in "${environment.name}"`, {
          hint: "Give the environment a default database and schema, or name them in the job's target",
        });
      }
      if (environment.protected && overrides.version !== undefined) {
        throw new SlipwayError(
          'precondition',
          `"${environment.name}" is protected: ${displayRelation(target)} is built from the promoted version only`,
          { hint: 'Promote the version first, or run it in another environment' },
        );
      }
      const text = textOf(definition, modelId, overrides.version);
      const tag = overrides.version === undefined ? (definition.tag ?? null) : text.tag;
      return { sql: text.sql, hash: text.hash, version: text.version, tag, target };
    },

    execute: executeModel,
  };
}
