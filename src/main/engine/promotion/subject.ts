import type { Variables } from '../../../shared/contract/common.ts';
import type { Environment } from '../../../shared/contract/environments.ts';
import type { JobDefinition } from '../../../shared/contract/jobs.ts';
import type { Plan, Running } from '../../../shared/contract/promotion.ts';
import { SlipwayError } from '../../../shared/domain/errors.ts';
import type { Relation } from '../../../shared/domain/relation.ts';
import type { Environments } from '../environments/environments.ts';
import { environmentFacts } from '../environments/facts.ts';
import type { Jobs } from '../jobs/jobs.ts';
import { requireVariables } from '../sql/layers.ts';
import { runsOf } from '../jobs/running.ts';
import { targetOf } from '../kinds/targets.ts';
import type { Models } from '../models/models.ts';
import type { ModelText, Versions } from '../models/versions.ts';
import type { JobRow } from '../store/jobs.ts';
import type { PromotionRow } from '../store/promotions.ts';
import type { RunRow } from '../store/run-rows.ts';
import type { Sql } from '../store/store.ts';
import { downstreamOf } from './downstream.ts';

/** Past runs that say how long the next one may take. */
const recentRuns = 20;

/** What is to be promoted where; the job where several of the environment build the model. */
export interface Choice {
  model: string;
  environment: string;
  job?: string | undefined;
}

/** Everything a plan takes from the store, gathered at one moment: nothing of it is read again while planning. */
export interface PlanSubject {
  kind: 'promotion' | 'rollback';
  model: { id: number; name: string };
  environment: Environment;
  job: JobRow;
  definition: JobDefinition;
  target: Relation;
  from: Running;
  to: Running;
  fromText: ModelText | null;
  toText: ModelText;
  /** Those of workspace, environment and job. */
  variables: Variables;
  downstream: Plan['downstream'];
  /** Newest first. */
  lastRuns: RunRow[];
}

export interface PromotionAreas {
  environments: Environments;
  models: Models;
  versions: Versions;
  jobs: Jobs;
}

/** Finds what a promotion is about. */
export function createSubjects(sql: Sql, areas: PromotionAreas) {
  const { environments, models, versions, jobs } = areas;

  /** The one job of the environment that builds the model. */
  function jobOf(choice: Choice): JobRow {
    const model = models.row(choice.model);
    const environment = environments.row(choice.environment);
    const candidates = sql.jobs.ofModel
      .all(model.id)
      .filter(job => job.environment_id === environment.id && job.live_version !== null);
    if (choice.job !== undefined) {
      const wanted = jobs.row(choice.job);
      if (candidates.some(job => job.id === wanted.id)) return wanted;
      throw new SlipwayError(
        'precondition',
        `Job "${wanted.name}" does not build "${model.name}" in "${environment.name}"`,
      );
    }
    const [only, another] = candidates;
    if (!only) {
      throw new SlipwayError(
        'precondition',
        `No published job builds "${model.name}" in "${environment.name}"`,
        { hint: 'Create and publish one first: a promotion changes the tag of a job that exists' },
      );
    }
    if (another) {
      throw new SlipwayError(
        'conflict',
        `Several jobs build "${model.name}" in "${environment.name}": ${candidates.map(job => job.name).join(', ')}`,
        { hint: 'Name the job to promote' },
      );
    }
    return only;
  }

  function subjectOf(kind: PlanSubject['kind'], job: JobRow, to: Running): PlanSubject {
    const model = models.row(String(job.model_id));
    const environment = environments.get(String(job.environment_id));
    const definition = JSON.parse(job.live_json ?? '{}') as JobDefinition;
    const target = targetOf(definition, environment);
    if (environment.protected && (to.tag ?? 'latest') === 'latest') {
      throw new SlipwayError(
        'precondition',
        `"${environment.name}" is protected: its jobs run a tag, and "${job.name}" would follow the latest version`,
        { hint: `Tag v${to.version} of "${model.name}", then plan a promotion of that` },
      );
    }
    if (!target)
      throw new SlipwayError('precondition', `"${job.name}" has no complete target in "${environment.name}"`);
    const now = runsOf(sql, job);
    const from: Running = { tag: definition.track === 'latest' ? 'latest' : now.tag, version: now.version };
    return {
      kind,
      model,
      environment,
      job,
      definition,
      target,
      from,
      to,
      fromText: from.version === null ? null : versions.text(model, from.tag ?? String(from.version)),
      toText: versions.text(model, to.tag ?? 'latest'),
      variables: requireVariables(sql, environment, definition.variables ?? {}, {}).variables,
      downstream: downstreamOf(sql, environment, target),
      lastRuns: sql.runs.lastOfJob.all({ job: job.id, limit: recentRuns }),
    };
  }

  /** What "latest" or a tag of the model means today. */
  function meaningOf(model: { id: number; name: string }, tag: string): Running {
    if (tag === 'latest') return { tag, version: models.row(String(model.id)).latest_version };
    const found = sql.models.tag.get(model.id, tag);
    if (found) return { tag: found.name, version: found.version };
    throw new SlipwayError('precondition', `Tag "${tag}" of "${model.name}" no longer exists`, {
      hint: 'Plan a promotion of another tag',
    });
  }

  return {
    jobOf,
    subjectOf,

    /** What a promotion that was planned is about, as all of it is today. */
    ofPlanned(promotion: PromotionRow): PlanSubject {
      const model = { id: promotion.model_id, name: promotion.model_name };
      return subjectOf(
        promotion.kind,
        jobs.row(String(promotion.job_id)),
        meaningOf(model, promotion.to_tag),
      );
    },

    /** What rolling back `last`, the newest promotion applied to the job, is about. Throws where it cannot be done. */
    ofRollback(job: JobRow, last: PromotionRow): PlanSubject {
      const now = runsOf(sql, job);
      if (now.version !== last.to_version || (now.tag ?? 'latest') !== last.to_tag) {
        throw new SlipwayError(
          'precondition',
          `"${job.name}" no longer runs what promotion #${last.id} set (${last.to_tag})`,
          { hint: 'Plan a promotion of the tag you want' },
        );
      }
      if (last.from_version === null) {
        throw new SlipwayError('precondition', `Before promotion #${last.id} nothing ran`);
      }
      const model = { id: last.model_id, name: last.model_name };
      const to = meaningOf(model, last.from_tag ?? 'latest');
      // A job runs a tag, and nobody approved what that tag has come to mean since.
      if (to.version !== last.from_version) {
        throw new SlipwayError(
          'precondition',
          `Before promotion #${last.id} "${job.name}" ran v${last.from_version}, but "${to.tag}" names v${to.version} now`,
          { hint: `Tag v${last.from_version} with a name of its own, then plan a promotion of that` },
        );
      }
      return subjectOf('rollback', job, to);
    },
  };
}

/**
 * All that a plan takes from the store and that decides what promoting does, as one comparable text. Names, colours and
 * past runs do not decide.
 */
export function factsOf(subject: PlanSubject): string {
  const { environment } = subject;
  return JSON.stringify({
    kind: subject.kind,
    model: subject.model.id,
    job: subject.job.id,
    definition: subject.definition,
    from: subject.from,
    to: subject.to,
    texts: [subject.fromText?.hash, subject.toText.hash],
    variables: subject.variables,
    downstream: subject.downstream,
    place: [environment.id, environment.connection_id],
    environment: environmentFacts(environment),
  });
}
