import type { Build, BuildModel, BuildSummary } from '../../../shared/contract/builds.ts';
import type { DeferredSource, Variables } from '../../../shared/contract/common.ts';
import { iso } from '../context.ts';
import type { BuildListRow, BuildModelListRow } from '../store/builds.ts';
import { buildModelStateCodes, buildStateCodes, decode, runStateCodes } from '../store/codes.ts';
import type { Sql } from '../store/store.ts';
import { type BuildStart, countsOf } from './progress.ts';

/** What a build keeps of how it was asked for; names as they were then. */
export interface BuildOptions extends BuildStart {
  defer: string | null;
  against: string | null;
  drafts: boolean;
  jobs: number[];
  variables: Variables;
  full_refresh: boolean;
  ignore_conditions: boolean;
  /** Jobs whose tables count as built here, as a build before completed them. */
  here: number[];
}

/** What builds from before it could be asked for did not do. */
const notAsked = { full_refresh: false, ignore_conditions: false };

export const optionsOf = ({ options_json }: { options_json: string }): BuildOptions => ({
  ...notAsked,
  ...(JSON.parse(options_json) as BuildOptions),
});

export function toBuildSummary(sql: Sql, row: BuildListRow): BuildSummary {
  const { defer, drafts } = optionsOf(row);
  return {
    id: row.id,
    environment: row.environment_name,
    environment_id: row.environment_id,
    colour: row.colour as BuildSummary['colour'],
    protected: row.protected === 1,
    state: decode(buildStateCodes, row.state),
    select: row.selection,
    defer,
    drafts,
    threads: row.threads,
    actor: row.actor,
    cause: row.cause,
    reason: row.reason,
    resumes: row.resumes_id,
    counts: countsOf(sql.builds.counts.all(row.id)),
    created_at: iso(row.created_at_ms),
    ended_at: iso(row.ended_at_ms),
  };
}

/** The whole record of a build. */
export function toBuild(sql: Sql, row: BuildListRow): Build {
  const { against, variables, full_refresh, ignore_conditions } = optionsOf(row);
  const needs = Map.groupBy(sql.builds.needs.all(row.id), need => need.position);
  return {
    ...toBuildSummary(sql, row),
    against,
    variables,
    full_refresh,
    ignore_conditions,
    models: sql.builds.models.all(row.id).map(model =>
      toModel(
        model,
        (needs.get(model.position) ?? []).map(({ needed }) => needed),
      ),
    ),
    resumed_by: sql.builds.resumedBy.all(row.id),
  };
}

function toModel(row: BuildModelListRow, needs: number[]): BuildModel {
  return {
    position: row.position,
    level: row.level,
    model: row.model_name,
    model_id: row.model_id,
    job: row.job_name,
    job_id: row.job_id,
    target: row.target,
    version: row.version,
    tag: row.tag,
    draft: row.draft === 1,
    needs,
    deferred: JSON.parse(row.deferred_json) as DeferredSource[],
    state: stateOf(row),
    run: row.run_id,
    reason: row.reason ?? row.run_reason,
    started_at: iso(row.claimed_at_ms),
    ended_at: iso(row.ended_at_ms),
    rows_affected: row.rows_affected,
  };
}

function stateOf({ state, run_state }: BuildModelListRow): BuildModel['state'] {
  const own = decode(buildModelStateCodes, state);
  if (own !== 'started') return own;
  return run_state === null ? 'running' : decode(runStateCodes, run_state);
}
