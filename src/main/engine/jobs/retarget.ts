import type { Environment } from '../../../shared/contract/environments.ts';
import type { JobDefinition } from '../../../shared/contract/jobs.ts';
import { SlipwayError } from '../../../shared/domain/errors.ts';
import { displayRelation, quoteRelation } from '../../../shared/domain/relation.ts';
import { targetOf } from '../kinds/targets.ts';
import type { Actor } from '../actor.ts';
import type { Sql, Tx } from '../store/store.ts';
import { recordDeployment } from './deployments.ts';
import { runsOf } from './running.ts';
import { refuseTakeover } from './takeover.ts';

/**
 * Lets what an environment's jobs write follow its new defaults, in the transaction that changed them. Throws where a
 * job would be left without a target, would write what another job writes, or what a protected environment built.
 */
export function retarget(sql: Sql, tx: Tx, actor: Actor, before: Environment, after: Environment): void {
  const moved = sql.jobs.ofEnvironment.all(after.id).flatMap(job => {
    if (job.live_json === null) return [];
    const target = targetOf(JSON.parse(job.live_json) as JobDefinition, after);
    const quoted = target && quoteRelation(target);
    if (quoted === job.target && before.connection_id === after.connection_id) return [];
    return [{ job, target, quoted }];
  });
  const incomplete = moved.filter(({ target }) => target === null);
  if (incomplete.length > 0) {
    const names = incomplete.map(({ job }) => job.name).join(', ');
    throw new SlipwayError(
      'precondition',
      `"${after.name}" needs its default database and schema: ${names} would have no complete target without`,
      { hint: 'Name database and schema in the target of these jobs first' },
    );
  }
  // All first: jobs that trade their targets with the change do not collide.
  for (const { job, quoted } of moved) sql.jobs.setTarget.run(quoted, job.id);
  for (const { job, target, quoted } of moved) {
    if (target === null || quoted === null) continue;
    const others = sql.jobs.writersOf.all({
      target: quoted,
      connection: after.connection_id,
      except: job.id,
    });
    // Those that shared a target before, which somebody confirmed, may go on to share one.
    const sharedBefore = new Set(moved.filter(other => other.job.target === job.target).map(m => m.job.id));
    const other = others.find(writer => !sharedBefore.has(writer.id));
    if (other) {
      throw new SlipwayError(
        'conflict',
        `With these defaults "${job.name}" would write ${displayRelation(target)}, as "${other.name}" does`,
        { hint: 'Give one of them a target of its own first' },
      );
    }
    const definition = JSON.parse(job.live_json ?? '{}') as JobDefinition;
    const { version } = runsOf(sql, job);
    refuseTakeover(sql, { definition, modelId: job.model_id, version, environment: after, target }, job.id);
    tx.changed('job', job.id);
  }
  // Only then: what one of them is refused does not depend on the others.
  for (const { job, quoted } of after.protected ? moved : []) {
    const { version, tag } = runsOf(sql, job);
    if (version === null) continue;
    const live = { version, tag };
    const origin = { cause: 'publish', promotionId: null } as const;
    recordDeployment(sql, tx, actor, { ...job, target: quoted }, live, origin);
  }
}
