import type { JobDefinition } from '../../../shared/contract/jobs.ts';
import { SlipwayError } from '../../../shared/domain/errors.ts';
import { displayRelation, quoteRelation } from '../../../shared/domain/relation.ts';
import type { Environments } from '../environments/environments.ts';
import { targetOf } from '../kinds/targets.ts';
import type { JobRow } from '../store/jobs.ts';
import type { Sql } from '../store/store.ts';
import type { LinkedDefinition } from './definition.ts';
import { refuseTakeover } from './takeover.ts';

/** What keeps a definition from becoming live, given what other jobs write and what is protected. */
export function createGuards(sql: Sql, environments: Environments) {
  /** Another live job that writes the same relation through the same connection. */
  function refuseSharedTarget(job: JobRow, linked: LinkedDefinition): void {
    const environment = environments.get(String(linked.environmentId));
    const target = targetOf(linked.definition, environment);
    if (!target) return;
    const [other] = sql.jobs.writersOf.all({
      target: quoteRelation(target),
      connection: environment.connection_id,
      except: job.id,
    });
    if (!other) return;
    throw new SlipwayError(
      'conflict',
      `${displayRelation(target)} is written by job "${other.name}" already`,
      {
        problems: [{ path: 'target', message: `is the target of "${other.name}"` }],
        hint: 'Choose another target, or confirm that both jobs write it',
      },
    );
  }

  /**
   * What a protected environment's tables are built from changes by promotion only (docs/decisions/0005): neither by
   * another tag in the job, nor by another job, or one created anew, that writes the same table.
   */
  function refuseUnpromoted(job: JobRow, linked: LinkedDefinition, version: number | null): void {
    const environment = environments.get(String(linked.environmentId));
    const { definition } = linked;
    const live = job.live_json === null ? null : (JSON.parse(job.live_json) as JobDefinition);
    const stays = job.environment_id === linked.environmentId;
    const unchanged =
      live !== null &&
      live.tag === definition.tag &&
      live.track === definition.track &&
      stays &&
      job.model_id === linked.modelId;
    if (environment.protected && live !== null && stays && !unchanged) {
      throw new SlipwayError(
        'precondition',
        `"${environment.name}" is protected: what "${job.name}" runs there changes by promotion only`,
        { hint: `Plan a promotion of tag "${definition.tag ?? 'latest'}" to "${environment.name}"` },
      );
    }
    const target = targetOf(definition, environment);
    if (target === null || (unchanged && job.target === quoteRelation(target))) return;
    // A job that moves to another environment leaves what it built behind, like one that is deleted.
    const builder = { definition, modelId: linked.modelId, version, environment, target };
    refuseTakeover(sql, builder, stays ? job.id : 0);
  }

  return { refuseSharedTarget, refuseUnpromoted };
}
