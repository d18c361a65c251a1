import type { Board, BoardCell } from '../../../shared/contract/promotion.ts';
import { iso } from '../context.ts';
import type { Environments } from '../environments/environments.ts';
import type { Jobs } from '../jobs/jobs.ts';
import type { Models } from '../models/models.ts';
import { decode, encode, runStateCodes } from '../store/codes.ts';
import type { JobRow } from '../store/jobs.ts';
import type { Sql } from '../store/store.ts';

/** How far back the last completed run is looked for. */
const recentRuns = 50;
const everything = { limit: 100_000 };

/** Models × environments: what each job runs, and how that compares with what was published and what ran. */
export function boardOf(sql: Sql, environments: Environments, models: Models, jobs: Jobs): Board {
  const all = environments.list();
  const names = new Map(all.map(environment => [environment.id, environment.name]));
  const position = new Map(all.map((environment, index) => [environment.id, index]));
  return {
    environments: all.map(({ id, name, colour, protected: guarded }) => ({
      id,
      name,
      colour,
      protected: guarded,
    })),
    models: models.list(everything).models.map(model => ({
      id: model.id,
      name: model.name,
      latest_version: model.latest_version,
      draft_modified: model.draft_modified,
      tags: model.tags,
      cells: sql.jobs.ofModel
        .all(model.id)
        .filter(job => job.live_version !== null)
        .sort((a, b) => (position.get(a.environment_id) ?? 0) - (position.get(b.environment_id) ?? 0))
        .map(job => cellOf(sql, jobs, job, names.get(job.environment_id) ?? '', model.latest_version ?? 0)),
    })),
  };
}

function cellOf(sql: Sql, jobs: Jobs, job: JobRow, environment: string, latest: number): BoardCell {
  const now = jobs.runsOf(job);
  const tracking = (JSON.parse(job.live_json ?? '{}') as { track?: string }).track === 'latest';
  const runs = sql.runs.lastOfJob.all(job.id, recentRuns);
  const [last] = runs;
  const good = runs.find(run => run.state === encode(runStateCodes, 'completed'));
  const behind = now.version === null ? 0 : latest - now.version;
  const [pending] = sql.promotions.openOfJob.all(job.id).filter(promotion => promotion.state !== 'planned');
  const applied = sql.promotions.lastAppliedOfJob.get(job.id);
  const meaning = (tag: string | null) =>
    tag === null || tag === 'latest' ? latest : sql.models.tag.get(job.model_id ?? 0, tag)?.version;
  return {
    environment,
    job: job.name,
    job_id: job.id,
    runs: { tag: tracking ? 'latest' : now.tag, version: now.version },
    drift: driftOf({ tracking, good: good?.model_version ?? null, version: now.version, behind }),
    behind_by: behind,
    last_run: last
      ? {
          id: last.id,
          state: decode(runStateCodes, last.state),
          version: last.model_version,
          ended_at: iso(last.ended_at_ms),
        }
      : null,
    pending: pending
      ? {
          id: pending.id,
          state: pending.state,
          to: { tag: pending.to_tag, version: pending.to_version },
        }
      : null,
    rollback_of:
      applied !== undefined &&
      applied.from_version !== null &&
      applied.to_version === now.version &&
      applied.to_tag === (tracking ? 'latest' : now.tag) &&
      applied.from_version === meaning(applied.from_tag)
        ? applied.id
        : null,
  };
}

function driftOf(facts: {
  tracking: boolean;
  good: number | null;
  version: number | null;
  behind: number;
}): BoardCell['drift'] {
  if (facts.good === null) return 'never_ran';
  if (facts.good !== facts.version) return 'not_run_yet';
  if (facts.behind > 0) return 'behind';
  return facts.tracking ? 'untagged' : 'none';
}
