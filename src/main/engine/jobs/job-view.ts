import type { Job, JobSummary } from '../../../shared/contract/jobs.ts';
import { displayRelation } from '../../../shared/domain/relation.ts';
import { iso } from '../context.ts';
import type { Environments } from '../environments/environments.ts';
import { targetOf } from '../kinds/targets.ts';
import { decode, runStateCodes } from '../store/codes.ts';
import type { JobRow } from '../store/jobs.ts';
import type { Sql } from '../store/store.ts';
import { followersOf } from './chains.ts';
import { intervalOf } from '../../../shared/contract/materialization.ts';
import { named } from './definition.ts';
import { pausedOf } from './paused.ts';
import { runsOf } from './running.ts';

/** Jobs as the contract shows them. */
export function createJobView(sql: Sql, environments: Environments) {
  function summary(job: JobRow): JobSummary {
    const json = job.live_json ?? job.draft_json;
    const definition = json === null ? null : named(json, job.name, sql);
    const environment = environments.get(String(job.environment_id));
    const target = definition && targetOf(definition, environment);
    const last = sql.runs.lastOfJob.get({ job: job.id, limit: 1 });
    return {
      id: job.id,
      name: job.name,
      kind: job.kind as JobSummary['kind'],
      description: definition?.description ?? '',
      environment: environment.name,
      environment_id: environment.id,
      model: definition?.model ?? null,
      model_id: job.model_id,
      runs: definition ? (definition.tag ?? 'latest') : null,
      runs_version: runsOf(sql, job).version,
      target: target ? displayRelation(target) : null,
      materialization: definition?.materialization.type ?? null,
      interval: (definition && intervalOf(definition.materialization)) ?? null,
      version: job.live_version,
      revision: job.revision,
      has_draft: job.draft_json !== null,
      last_run: last
        ? {
            id: last.id,
            state: decode(runStateCodes, last.state),
            created_at: iso(last.created_at_ms),
            ended_at: iso(last.ended_at_ms),
          }
        : null,
      paused: pausedOf(sql, job.id),
      next_fire_at: iso(sql.triggers.nextDueOfJob.get(job.id) ?? null),
      updated_at: iso(job.updated_at_ms),
    };
  }

  function whole(job: JobRow): Job {
    const definition = job.live_json === null ? null : named(job.live_json, job.name, sql);
    const draft = job.draft_json === null ? null : named(job.draft_json, job.name, sql);
    const starts = followersOf(sql, job.id).map(({ id, name }) => ({ job: name, job_id: id }));
    return { ...summary(job), definition, draft, starts, created_at: iso(job.created_at_ms) };
  }

  return { summary, whole };
}
