import type { Docs } from '../../../../shared/contract/docs.ts';
import type { Environment } from '../../../../shared/contract/environments.ts';
import type { JobDefinition } from '../../../../shared/contract/jobs.ts';
import { kindOf, overlapOf } from '../../../../shared/contract/triggers.ts';
import { type Problem, SlipwayError } from '../../../../shared/domain/errors.ts';
import { displayRelation, type Relation } from '../../../../shared/domain/relation.ts';
import type { Context } from '../../context.ts';
import { clusteringProblems } from '../../dialects/clustering.ts';
import { dialects } from '../../dialects/index.ts';
import { intervalProblems } from '../../intervals/settings.ts';
import type { Models } from '../../models/models.ts';
import type { Versions } from '../../models/versions.ts';
import { mapSources, refuseSelfReference } from '../../sql/compile.ts';
import { requireQuery } from '../../sql/query.ts';
import { maskVariables } from '../../sql/variables.ts';
import type { CompiledSpec, JobKind } from '../kind.ts';
import { isAudited } from './audit.ts';
import { executeModel } from './execute.ts';
import { planModel } from './plan.ts';
import { qualityProblems } from './quality-problems.ts';
import { targetOf, targetProblems } from './target.ts';

/** Creates or replaces a view or table from a version of a model. */
export function createModelKind(context: Context, models: Models, versions: Versions): JobKind {
  /** The text the definition runs by default: its tag, or the latest version. */
  const textOf = (definition: JobDefinition, modelId: number | null, version?: string) =>
    versions.text(models.row(String(modelId)), version ?? definition.tag ?? 'latest');

  return {
    steps(definition, compiled) {
      const build = compiled?.build.map(step => step.name) ?? [];
      const isIncremental = definition.materialization.type === 'incremental';
      const usual =
        isIncremental || isAudited(definition)
          ? [
              'shadow',
              ...(isIncremental ? ['inspect'] : []),
              ...(isAudited(definition) ? ['audit'] : []),
              ...['publish', 'cleanup'],
            ]
          : ['build'];
      return [
        ...(definition.conditions === undefined ? [] : ['gate']),
        ...['compile', 'sources', ...(build.length > 0 ? build : usual), 'describe'],
      ];
    },

    again(step, compiled, spec) {
      if (step === 'gate') return 'its sources may have changed since';
      const isIncremental = compiled?.window !== undefined;
      if (isIncremental && (step === 'compile' || step === 'sources'))
        return 'what is new is looked for again';
      const beside = compiled?.build.some(({ purpose }) => purpose === 'shadow') ?? false;
      // What describes columns names them as the sources had them then.
      if (step === 'compile' || !(beside || isIncremental || spec.docs)) return null;
      // Those that were decided on name what was built there.
      const isDecision = step === 'sources' || purposeOf(step, compiled) === 'prepare';
      return isDecision
        ? 'the steps are decided on anew'
        : 'what was built beside the target is gone with its run';
    },

    async check(definition, environment, sql, workspace) {
      const problems = [
        ...targetProblems(definition, environment),
        ...clusteringProblems(definition.materialization),
        ...overlapProblems(definition),
        ...intervalProblems(definition),
      ];
      if (definition.track === 'latest' && environment.protected) {
        problems.push({
          path: 'track',
          message: `"${environment.name}" is protected: its jobs run a tag, which promotions change`,
        });
      }
      const target = targetOf(definition, environment);
      if (target) problems.push(...dialects[environment.engine].problems(target, definition.materialization));
      problems.push(...(await qualityProblems(context, definition, environment, workspace)));
      if (sql === null || target === null || problems.length > 0) return problems;
      return await sourceProblems(context, definition, environment, sql, target);
    },

    freeze(definition, environment, modelId, overrides) {
      const target = targetOf(definition, environment);
      if (!target) {
        throw new SlipwayError(
          'precondition',
          `Job "${definition.name}" has no complete target in "${environment.name}"`,
          {
            hint: "Give the environment a default database and schema, or name them in the job's target",
          },
        );
      }
      if (environment.protected && overrides.version !== undefined) {
        throw new SlipwayError(
          'precondition',
          `"${environment.name}" is protected: ${displayRelation(target)} is built from the promoted version only`,
          { hint: 'Promote the version first, or run it in another environment' },
        );
      }
      if (overrides.full_refresh && definition.materialization.type !== 'incremental') {
        throw new SlipwayError(
          'precondition',
          `"${definition.name}" builds a ${definition.materialization.type}: every run of it is a full one`,
          { hint: 'Run it without a full refresh' },
        );
      }
      if (overrides.ignore_conditions && definition.conditions === undefined) {
        throw new SlipwayError('precondition', `"${definition.name}" has no conditions to ignore`, {
          hint: 'Run it without ignoring them',
        });
      }
      const text = textOf(definition, modelId, overrides.version);
      const tag = overrides.version === undefined ? (definition.tag ?? null) : text.tag;
      return {
        sql: text.sql,
        hash: text.hash,
        ...(saysSomething(text.docs) && { docs: text.docs }),
        version: text.version,
        tag,
        target,
        ...(overrides.full_refresh && { full_refresh: true }),
        ...(overrides.range && { range: overrides.range }),
        ...(overrides.ignore_conditions && { ignore_conditions: true }),
      };
    },

    plan: planModel,

    execute: executeModel,
  };
}

function saysSomething({ description, columns }: Docs): boolean {
  return description !== '' || columns.length > 0;
}

function purposeOf(step: string, compiled: CompiledSpec | null) {
  return compiled?.build.find(({ name }) => name === step)?.purpose;
}

/** Two runs that gather the same new rows at the same time would both bring them in. */
function overlapProblems({ materialization, triggers = [] }: JobDefinition): Problem[] {
  if (materialization.type !== 'incremental') return [];
  return triggers.flatMap((trigger, index) =>
    overlapOf(trigger) === 'allow'
      ? [
          {
            path: `triggers[${index}].${kindOf(trigger)}.overlap`,
            message: 'must not be "allow": runs of an incremental job come one after the other',
          },
        ]
      : [],
  );
}

/** What can be told of the sources before any run: each has a full name, and none is the target. */
async function sourceProblems(
  context: Context,
  definition: JobDefinition,
  environment: Environment,
  sql: string,
  target: Relation,
): Promise<Problem[]> {
  try {
    const masked = maskVariables(sql);
    const query = await requireQuery(context.analysis, masked);
    const sources = mapSources(query, masked, {
      database: environment.database,
      schema: environment.schema,
      sourceMapping: environment.source_mapping,
      jobMapping: definition.source_mapping ?? {},
    });
    refuseSelfReference(sources, target, environment.engine);
    return [];
  } catch (cause) {
    if (!(cause instanceof SlipwayError) || cause.code !== 'validation') throw cause;
    return (cause.details.problems ?? []).map(problem =>
      problem.path === 'sql' ? { ...problem, path: 'model' } : { ...problem, message: cause.message },
    );
  }
}
