import type { Column } from '../../../../../shared/contract/common.ts';
import type { Incremental } from '../../../../../shared/contract/materialization.ts';
import { parseDuration } from '../../../../../shared/domain/duration.ts';
import {
  displayName,
  displayRelation,
  parseNameParts,
  relationKey,
} from '../../../../../shared/domain/relation.ts';
import { sameColumn } from '../../../column-changes.ts';
import type { Context } from '../../../context.ts';
import { dialects } from '../../../dialects/index.ts';
import type { CatalogEntry, QueryTag } from '../../../ports.ts';
import { frozenSpec } from '../../../runs/frozen-spec.ts';
import type { Work } from '../../kind.ts';
import type { Window } from '../../window.ts';
import { ask } from '../ask.ts';
import { refusal } from './failures.ts';

/** Looks at the target, and decides. Reads, and writes nothing. Throws `ExecutionError` where it is not to be touched. */
export async function decideWindow(
  run: Work,
  context: Context,
  incremental: Incremental,
  standing: CatalogEntry | null,
  tag: QueryTag | undefined,
): Promise<Window> {
  const full = (reason: string): Window => ({ mode: 'full', reason, watermark: null, start: null });
  if (run.spec.full_refresh) return full('a full refresh was asked for');
  if (standing === null) return full('the target is not there yet');
  refuseForeign(run, context, standing);
  if (incremental.watermark === undefined) {
    return {
      mode: 'new',
      reason: 'the target is there; without a watermark all rows are read',
      watermark: null,
      start: null,
    };
  }
  const watermark = findWatermark(run, incremental.watermark, standing);
  if (watermark === null) {
    if (incremental.on_schema_change === 'full_refresh') return full('the target lacks the watermark');
    throw refusal(
      'watermark_missing',
      `${displayRelation(standing)} has no column ${incremental.watermark}, which is to tell what is new`,
      'Run it with a full refresh, or choose another watermark',
    );
  }
  return await lookAt(run, context, incremental, standing, watermark, tag);
}

/** Only what this job has built may be added to: nobody knows what is missing in a table of others. */
function refuseForeign(run: Work, { store }: Context, standing: CatalogEntry): void {
  const { jobId, spec } = run;
  const name = displayRelation(standing);
  const hint = 'Run it with a full refresh, which replaces what stands there; or choose another target';
  if (standing.type === 'view') {
    throw refusal('target_is_view', `${name} is a view: rows cannot be added to it`, hint);
  }
  const { runs, documents } = store.sql;
  const last = jobId === null ? undefined : runs.lastCompletedOfJob.get({ job: jobId });
  const before = last === undefined ? null : frozenSpec(documents, last.frozen_id);
  const { engine, connection_id: connection } = spec.environment;
  const same =
    before?.target &&
    before.environment.connection_id === connection &&
    relationKey(before.target, engine) === relationKey(standing, engine);
  if (!same) throw refusal('target_not_built', `${name} is there, and this job has not built it`, hint);
  if (before.hash !== spec.hash) {
    run.log(
      'warn',
      `The text is another than that of the last run: rows that are in ${name} stay as they are. A full refresh makes them anew`,
    );
  }
}

function findWatermark({ spec }: Work, written: string, standing: CatalogEntry): Column | null {
  const [wanted = ''] = parseNameParts(written) ?? [];
  return standing.columns.find(({ name }) => sameColumn(name, wanted, spec.environment.engine)) ?? null;
}

async function lookAt(
  run: Work,
  context: Context,
  { look_back: lookBack }: Incremental,
  standing: CatalogEntry,
  watermark: Column,
  tag: QueryTag | undefined,
): Promise<Window> {
  const dialect = dialects[run.spec.environment.engine];
  refuseType(watermark, dialect.catalog.kindOf(watermark.type), lookBack);
  const lookBackMs = lookBack === undefined ? null : (parseDuration(lookBack) ?? null);
  const [row = []] = await ask(run, context, tag, dialect.watermark(standing, watermark, lookBackMs));
  const [latest, start, ahead] = row;
  if (typeof latest !== 'string' || typeof start !== 'string') {
    return { mode: 'new', reason: 'the target is there, and is empty', watermark, start: null };
  }
  const name = displayName(watermark.name);
  if (ahead === true) {
    run.log(
      'warn',
      `The highest ${name} in the target, ${latest}, is later than the warehouse's clock: rows that come with less are not taken as new`,
    );
  }
  const back = lookBack === undefined ? '' : `, and ${lookBack} before`;
  return { mode: 'new', reason: `the highest ${name} in the target is ${latest}${back}`, watermark, start };
}

/** What grows is a time or a number. */
function refuseType({ name, type }: Column, kind: string, lookBack: string | undefined): void {
  const column = `The watermark ${displayName(name)} is a ${type}`;
  if (kind === 'number' && lookBack !== undefined) {
    throw refusal(
      'watermark_type',
      `${column}: ${lookBack} is no distance between numbers`,
      'Leave the look-back out',
    );
  }
  if (kind === 'time' || kind === 'number') return;
  throw refusal(
    'watermark_type',
    `${column}, and which of two is later cannot be told of that`,
    'Choose a date, a timestamp or a whole number',
  );
}
