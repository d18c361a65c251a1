import type { JobDefinition } from '../../../shared/contract/jobs.ts';
import type { Materialization } from '../../../shared/contract/materialization.ts';
import { type Problem, SlipwayError, validationError } from '../../../shared/domain/errors.ts';
import type { Jobs } from '../jobs/jobs.ts';
import type { Deferral } from '../kinds/kind.ts';
import type { Frozen } from '../runs/freezer.ts';
import type { Runs } from '../runs/runs.ts';
import type { JobRow } from '../store/jobs.ts';
import type { BuildOptions } from './build-view.ts';
import type { Ordered } from './plan.ts';

/** A model that is to be built, with what it reads elsewhere. */
export interface Planned extends Ordered {
  deferred: Deferral[];
}

/**
 * Fixes what the runs of a build work on. Throws `validation` with everything that keeps a model from being built, not only
 * the first. Called inside the transaction that creates the build.
 */
export function freezeModels(
  { jobs, runs }: { jobs: Jobs; runs: Runs },
  models: Planned[],
  { variables, full_refresh: anew, ignore_conditions: ignoring }: BuildOptions,
): { planned: Planned; frozen: Frozen }[] {
  const problems: Problem[] = [];
  const all = models.flatMap(planned => {
    const { job, node, deferred } = planned;
    try {
      const frozen = runs.triggers.freeze(String(job.id), {
        variables,
        version: node.model.text === 'draft' ? 'draft' : undefined,
        deferred,
        full_refresh: anew && materializationOf(planned) === 'incremental',
        ignore_conditions: ignoring && isGated(jobs.row(String(job.id))),
      });
      return [{ planned, frozen }];
    } catch (cause) {
      if (!(cause instanceof SlipwayError)) throw cause;
      problems.push({ path: 'select', message: `"${node.name}": ${cause.message}` });
      return [];
    }
  });
  if (problems.length > 0) throw validationError(problems);
  return all;
}

function isGated({ live_json }: JobRow): boolean {
  return live_json !== null && (JSON.parse(live_json) as JobDefinition).conditions !== undefined;
}

export function materializationOf({ job }: Pick<Planned, 'job'>): Materialization['type'] {
  return (JSON.parse(job.materialization) as Materialization).type;
}
