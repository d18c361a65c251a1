import { createHash } from 'node:crypto';
import type { Evidence } from '../../../../shared/contract/conditions.ts';
import { inOrder } from '../../canonical.ts';
import { isMet, lookAtConditions, unmetInWords } from '../../conditions/gate.ts';
import type { Context } from '../../context.ts';
import { type FrozenSpec, GateUnmet, type RunControl } from '../kind.ts';
import { lookerOf } from './audit.ts';

/**
 * Looks at the conditions of a job, once in a run: a further attempt, or the engine after a restart, takes what was found
 * before. Throws `GateUnmet` where the run is to be skipped; never where it is to ignore what is found.
 */
export async function passGate(run: RunControl, context: Context): Promise<void> {
  const { conditions: all = [], freshness_when: when = 'all' } = run.spec.definition;
  // What was is built again whether or not its sources have changed since: their quality is asked for alone.
  const conditions = run.spec.range === undefined ? all : all.filter(({ quality }) => quality !== undefined);
  const ignored = run.spec.ignore_conditions === true;
  if (conditions.length === 0) return;
  const before = context.store.sql.conditions.ofRun.all(run.id);
  const evidence =
    before.length > 0
      ? before.map(row => JSON.parse(row.evidence_json) as Evidence)
      : await run.step('gate', async step => {
          const gate = {
            looker: lookerOf(run, context, step),
            run: run.id,
            connectionId: run.spec.environment.connection_id,
            built: builtOf(run.spec),
            anyway: await builtAnyway(run),
            ignored,
            log: run.log.bind(run),
          };
          const looked = await lookAtConditions(gate, conditions, when);
          for (const { evidence } of looked) {
            const { source, words, met, message } = evidence;
            run.log(met ? 'info' : 'warn', `${source}, ${words}: ${met ? '' : 'unmet, '}${message}`);
          }
          run.recordConditions(looked);
          const met = looked.filter(({ evidence }) => evidence.met).length;
          const all = conditions.length === 1 ? '1 condition' : `${conditions.length} conditions`;
          const passes = !ignored || isMet(looked, when);
          step.report({ message: `${met} of ${all} met${passes ? '' : '; ignored, as was asked for'}` });
          return looked.map(({ evidence }) => evidence);
        });
  const asFound = evidence.map(one => ({ evidence: one }));
  if (!ignored && !isMet(asFound, when)) throw new GateUnmet(unmetInWords(evidence));
}

/** Why a source that has not changed is no reason to build nothing; null where it is. */
async function builtAnyway({ spec, executor, session }: RunControl): Promise<string | null> {
  const { conditions = [] } = spec.definition;
  const asksForChange = conditions.some(({ freshness }) => freshness?.changed_since_last_success);
  if (!asksForChange || spec.target === null) return null;
  if (spec.full_refresh) return 'a full refresh was asked for';
  const [standing] = await executor.catalog({ session, relations: [spec.target] });
  return standing ? null : 'the target is not there';
}

/** Of all that decides what is built: with another of it, a source that has not changed is no reason to build nothing. */
function builtOf({ sql, target, variables, definition, environment }: FrozenSpec): string {
  const { materialization, source_mapping: mapping = {}, checks = [] } = definition;
  const decisive = [sql, target, variables, materialization, mapping, environment.source_mapping, checks];
  return createHash('sha256')
    .update(JSON.stringify(inOrder(decisive)))
    .digest('hex');
}
