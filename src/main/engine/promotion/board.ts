import type { Environment } from '../../../shared/contract/environments.ts';
import type { Board, BoardCell } from '../../../shared/contract/promotion.ts';
import type { PromotionState } from '../../../shared/domain/promotion-state.ts';
import { iso } from '../context.ts';
import type { Environments } from '../environments/environments.ts';
import { toPaused } from '../jobs/paused.ts';
import type { BoardJobRow, BoardRunRow } from '../store/board.ts';
import { decode, runStateCodes } from '../store/codes.ts';
import type { Sql } from '../store/store.ts';

/** Models × environments: what each job runs, and how that compares with what was published and what ran. */
export function boardOf(sql: Sql, environments: Environments): Board {
  const all = environments.list();
  const byId = new Map(all.map(environment => [environment.id, environment]));
  const position = new Map(all.map((environment, index) => [environment.id, index]));
  const tags = Map.groupBy(sql.board.tags.all(), tag => tag.model_id);
  const jobs = Map.groupBy(sql.board.jobs.all(), job => job.model_id);
  const runs = runFactsOf(sql);
  const pauses = new Map(sql.triggers.lastingPauses.all().map(pause => [pause.job_id, toPaused(pause)]));
  const allPaused = pauses.get(null) ?? null;
  return {
    environments: all.map(({ id, name, colour, protected: guarded }) => ({
      id,
      name,
      colour,
      protected: guarded,
    })),
    models: sql.board.models.all().map(({ id, name, latest_version, draft_modified }) => ({
      id,
      name,
      latest_version,
      draft_modified: draft_modified === 1,
      tags: (tags.get(id) ?? []).map(tag => ({ name: tag.name, version: tag.version })),
      cells: (jobs.get(id) ?? [])
        .sort((a, b) => (position.get(a.environment_id) ?? 0) - (position.get(b.environment_id) ?? 0))
        .map(job => ({
          ...cellOf(job, byId.get(job.environment_id), latest_version ?? 0, runs.get(job.id) ?? noRuns),
          paused: pauses.get(job.id) ?? allPaused,
        })),
    })),
  };
}

interface RunFacts {
  last: Pick<BoardRunRow, 'id' | 'state' | 'model_version'> & { ended_at_ms: number | null };
  /** Version of the last run that completed. */
  good: number | null;
}
const noRuns = { last: null, good: null };

/** By job; jobs that never ran are not in it. */
function runFactsOf(sql: Sql): Map<number, RunFacts> {
  const facts = new Map<number, RunFacts>();
  const active = Map.groupBy(sql.board.activeRuns.all(), run => run.job_id);
  for (const run of sql.board.endedRuns.all()) facts.set(run.job_id, { last: run, good: run.good_version });
  for (const [job, [newest]] of active) {
    if (!newest) continue;
    const ended = facts.get(job);
    if (!ended || newest.id > ended.last.id) facts.set(job, { last: newest, good: ended?.good ?? null });
  }
  return facts;
}

function cellOf(
  job: BoardJobRow,
  environment: Environment | undefined,
  latest: number,
  { last, good }: RunFacts | typeof noRuns,
): Omit<BoardCell, 'paused'> {
  const tracking = job.track === 'latest';
  const tag = tracking ? 'latest' : job.tag;
  const behind = job.version === null ? 0 : latest - job.version;
  const cameFrom =
    job.applied_from_tag === null || job.applied_from_tag === 'latest' ? latest : job.from_tag_version;
  return {
    environment: environment?.name ?? '',
    job: job.name,
    job_id: job.id,
    runs: { tag, version: job.version },
    drift: driftOf({ tracking, good, version: job.version, behind }),
    behind_by: behind,
    last_run: last
      ? {
          id: last.id,
          state: decode(runStateCodes, last.state),
          version: last.model_version,
          ended_at: iso(last.ended_at_ms),
        }
      : null,
    pending:
      job.pending_id === null
        ? null
        : {
            id: job.pending_id,
            state: job.pending_state as PromotionState,
            to: { tag: job.pending_tag, version: job.pending_version },
          },
    rollback_of:
      job.applied_from_version !== null &&
      job.applied_to_version === job.version &&
      job.applied_to_tag === tag &&
      job.applied_from_version === cameFrom &&
      // A protected environment never goes back to following the latest version.
      !(environment?.protected === true && (job.applied_from_tag ?? 'latest') === 'latest')
        ? job.applied_id
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
