import type { Environment } from '../../../shared/contract/environments.ts';
import type { JobDefinition } from '../../../shared/contract/jobs.ts';
import { SlipwayError } from '../../../shared/domain/errors.ts';
import type { Context } from '../context.ts';
import type { Environments } from '../environments/environments.ts';
import { named } from '../jobs/definition.ts';
import type { Jobs } from '../jobs/jobs.ts';
import type { JobKinds } from '../kinds/index.ts';
import type { FrozenSpec, RunOverrides } from '../kinds/kind.ts';
import type { Models } from '../models/models.ts';
import { requireVariables } from '../sql/layers.ts';
import type { JobRow } from '../store/jobs.ts';

/** So many characters of specifications are kept ready; one may hold a model of a million. */
const maxKept = 16_000_000;

function lengthOf(docs: FrozenSpec['docs']): number {
  const texts =
    docs === undefined ? [] : [docs.description, ...docs.columns.map(column => column.description)];
  return texts.reduce((length, text) => length + text.length, 0);
}

/** A job with everything fixed that a run of it works on, and where that is written down. */
export interface Frozen {
  job: JobRow;
  spec: FrozenSpec;
  /** Of the document that holds `spec`. */
  documentId: number;
}

/**
 * Fixes what runs work on. A job dispatched again and again as it is freezes to the same: that is kept until anything
 * is written that it could have been taken from (half the time of a dispatch goes into gathering it).
 */
export function createFreezer(
  context: Context,
  areas: { environments: Environments; models: Models; jobs: Jobs; kinds: JobKinds },
) {
  const { store } = context;
  const { environments, jobs, kinds } = areas;
  const kept = new Map<string, Frozen>();
  let keptLength = 0;
  /** What many jobs have in common. */
  const keptEnvironments = new Map<number, Environment>();
  let revision = store.revision;

  function forgetIfChanged(): void {
    if (revision === store.revision) return;
    revision = store.revision;
    kept.clear();
    keptLength = 0;
    keptEnvironments.clear();
  }

  function environmentOf(id: number): Environment {
    let environment = keptEnvironments.get(id);
    if (!environment) keptEnvironments.set(id, (environment = environments.get(String(id))));
    return environment;
  }

  function specOf(job: JobRow, overrides: RunOverrides): FrozenSpec {
    if (job.live_json === null) {
      throw new SlipwayError('precondition', `"${job.name}" is only a draft`, {
        hint: 'Publish the job first',
      });
    }
    const definition: JobDefinition = named(job.live_json, job.name, store.sql);
    return ofDefinition(definition, job.environment_id, job.model_id, overrides);
  }

  function ofDefinition(
    definition: JobDefinition,
    environmentId: number,
    modelId: number | null,
    overrides: RunOverrides,
  ): FrozenSpec {
    const environment = environmentOf(environmentId);
    const { variables, resolved } = requireVariables(
      store.sql,
      environment,
      definition.variables ?? {},
      overrides.variables,
    );
    const frozen = kinds[definition.kind].freeze(definition, environment, modelId, overrides);
    return { definition, environment, variables, resolved, ...frozen, deferred: overrides.deferred ?? [] };
  }

  return {
    /** What a run of the job would work on now; nothing is written down. */
    peek(job: JobRow, overrides: RunOverrides): FrozenSpec {
      forgetIfChanged();
      return specOf(job, overrides);
    },

    /** The same of a definition that nobody has saved. Throws `not_found` for a model or environment that is not there. */
    peekDefinition(definition: JobDefinition): FrozenSpec {
      forgetIfChanged();
      const environment = environments.row(definition.environment).id;
      const model = areas.models.row(definition.model).id;
      return ofDefinition(definition, environment, model, { variables: {} });
    },

    /** Called inside the transaction that creates the run. The result is shared: not to be changed. */
    freeze(ref: string, overrides: RunOverrides): Frozen {
      forgetIfChanged();
      const asItIs =
        overrides.version === undefined &&
        !overrides.full_refresh &&
        overrides.range === undefined &&
        !overrides.ignore_conditions &&
        Object.keys(overrides.variables).length === 0 &&
        (overrides.deferred ?? []).length === 0;
      const known = asItIs ? kept.get(ref) : undefined;
      if (known) return known;
      const job = jobs.row(ref);
      const spec = specOf(job, overrides);
      const frozen = { job, spec, documentId: store.sql.documents.put(spec) };
      const length = (spec.sql?.length ?? 0) + lengthOf(spec.docs);
      if (asItIs && keptLength + length <= maxKept) {
        kept.set(ref, frozen);
        // What a specification holds beside its text and docs is small.
        keptLength += length + 1_000;
      }
      return frozen;
    },
  };
}
