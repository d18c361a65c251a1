import { createHash } from 'node:crypto';
import type { Evidence } from '../../../../shared/contract/conditions.ts';
import { inOrder } from '../../canonical.ts';
import { isMet, lookAtConditions, unmetInWords } from '../../conditions/gate.ts';
import type { Context } from '../../context.ts';
import { startOf } from '../../intervals/grid.ts';
import { lastBuilt } from '../../intervals/ledger.ts';
import { intervalsOfRun } from '../../intervals/settings.ts';
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
            anyway: await builtAnyway(run, context),
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
async function builtAnyway(run: RunControl, context: Context): Promise<string | null> {
  const { spec, executor, session } = run;
  const { conditions = [] } = spec.definition;
  const asksForChange = conditions.some(({ freshness }) => freshness?.changed_since_last_success);
  if (!asksForChange || spec.target === null) return null;
  if (spec.full_refresh) return 'a full refresh was asked for';
  const over = overSince(run, context);
  if (over !== null) return over;
  const [standing] = await executor.catalog({ session, relations: [spec.target] });
  return standing ? null : 'the target is not there';
}

/** Rows of an interval may have been there before it was over: what is over since is to be built, whatever its source did. */
function overSince({ spec, jobId }: RunControl, { store, clock }: Context): string | null {
  const settings = intervalsOfRun(spec);
  if (settings === null || jobId === null) return null;
  const { grid, begin } = settings;
  const now = clock.now();
  const last = lastBuilt(store.sql, jobId, settings, now) ?? begin;
  return startOf(grid, now) > last ? `a ${grid.interval} that is over is not built` : null;
}

/** Of all that decides what is built: with another of it, a source that has not changed is no reason to build nothing. */
function builtOf({ sql, target, variables, definition, environment }: FrozenSpec): string {
  const { materialization, source_mapping: mapping = {}, checks = [] } = definition;
  const decisive = [sql, target, variables, materialization, mapping, environment.source_mapping, checks];
  return createHash('sha256')
    .update(JSON.stringify(inOrder(decisive)))
    .digest('hex');
}
