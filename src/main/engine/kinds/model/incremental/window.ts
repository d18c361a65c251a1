import type { Column } from '../../../../../shared/contract/common.ts';
import type { Incremental } from '../../../../../shared/contract/materialization.ts';
import { parseDuration } from '../../../../../shared/domain/duration.ts';
import { displayName, displayRelation } from '../../../../../shared/domain/relation.ts';
import { ownVariables } from '../../../../../shared/domain/variables.ts';
import type { Context } from '../../../context.ts';
import { dialects } from '../../../dialects/index.ts';
import { intervalsOfRun } from '../../../intervals/settings.ts';
import type { CatalogEntry, QueryTag } from '../../../ports.ts';
import { findPlaceholders } from '../../../sql/variables.ts';
import type { Work } from '../../kind.ts';
import type { Window } from '../../window.ts';
import { askAgain } from '../ask.ts';
import type { Basis } from './basis.ts';
import { refusal } from './failures.ts';
import {
  findWatermark,
  lastBuild,
  refuseInputFormats,
  refuseOverrides,
  refuseType,
  unlikeBefore,
} from './guards.ts';
import { type Asking, intervalWindow } from './interval-window.ts';

/** Looks at the target, and decides. Reads, and writes nothing. Throws `ExecutionError` where it is not to be touched. */
export async function decideWindow(
  run: Work,
  context: Context,
  incremental: Incremental,
  standing: CatalogEntry | null,
  tag: QueryTag | undefined,
): Promise<Window> {
  const basis = basisOf(run, context, incremental, standing);
  const settings = intervalsOfRun(run.spec);
  const window = settings
    ? await intervalWindow({ run, context, settings, incremental, tag }, basis)
    : await newRows({ run, context, incremental, tag }, basis);
  const unlike = basis.build === 'on' && window.mode === 'new' ? basis.unlike : [];
  return unlike.length === 0 ? window : { ...window, unlike };
}

/** What is new by the target's own highest value of the watermark. */
async function newRows(
  { run, context, incremental, tag }: Omit<Asking, 'settings'>,
  basis: Basis,
): Promise<Window> {
  const all = { start: null, end: null, intervals: null };
  if (basis.build !== 'on') return { ...all, mode: 'full', reason: basis.reason, watermark: null };
  const { watermark, standing } = basis;
  if (watermark === null) {
    const reason = 'the target is there; without a watermark all rows are read';
    return { ...all, mode: 'new', reason, watermark };
  }
  const found = await lookAt(run, context, incremental, standing, watermark, tag);
  return { ...all, ...found, mode: 'new', watermark };
}

/** Whether the target can be gone on with. Throws `ExecutionError` where it is not to be touched. */
function basisOf(
  run: Work,
  context: Context,
  incremental: Incremental,
  standing: CatalogEntry | null,
): Basis {
  const full = (reason: string): Basis => ({ build: 'anew', reason });
  if (run.spec.full_refresh) return full('a full refresh was asked for');
  refuseOwnCut(run, incremental);
  refuseInputFormats(run);
  if (standing === null) return { build: 'first', reason: 'the target is not there yet' };
  const before = lastBuild(run, context, standing);
  if (run.spec.deferred.length > 0) return full('it reads tables of another environment');
  if (before.deferred.length > 0) return full('the last run read tables of another environment');
  refuseOverrides(run);
  const on = { build: 'on', standing, unlike: unlikeBefore(run, before) } as const;
  if (incremental.watermark === undefined) return { ...on, watermark: null };
  const watermark = findWatermark(run, incremental.watermark, standing);
  if (watermark) return { ...on, watermark };
  if (incremental.on_schema_change === 'full_refresh') return full('the target lacks the watermark');
  throw refusal(
    'watermark_missing',
    `${displayRelation(standing)} has no column ${incremental.watermark}, which is to tell what is new`,
    'Run it with a full refresh, or choose another watermark',
  );
}

/** A key is replaced whole by what the query returns of it: a text that leaves rows of it out by itself would lose them. */
function refuseOwnCut({ spec }: Work, { strategy, unique_key: key }: Incremental): void {
  if (strategy !== 'delete_insert' || key === undefined) return;
  const named = findPlaceholders(spec.sql ?? '').placeholders.find(({ name }) =>
    ownVariables.some(own => own === name),
  );
  if (!named) return;
  throw refusal(
    'key_cut',
    `The text names {{ ${named.name} }}, and all rows of a key are replaced: those that the text leaves out would be lost`,
    'Let the text return all rows, it is narrowed from outside; or replace by the time of the watermark, without a key',
  );
}

/** From where on rows are new, by what the target has. */
async function lookAt(
  run: Work,
  context: Context,
  { look_back: lookBack }: Incremental,
  standing: CatalogEntry,
  watermark: Column,
  tag: QueryTag | undefined,
): Promise<Pick<Window, 'reason' | 'start'>> {
  const dialect = dialects[run.spec.environment.engine];
  refuseType(watermark, dialect.catalog.kindOf(watermark.type), lookBack);
  const lookBackMs = lookBack === undefined ? null : (parseDuration(lookBack) ?? null);
  const [row = []] = await askAgain(run, context, tag, dialect.watermark(standing, watermark, lookBackMs));
  const [latest, start, ahead] = row;
  if (typeof latest !== 'string' || typeof start !== 'string') {
    return { reason: 'the target is there, and is empty', start: null };
  }
  const name = displayName(watermark.name);
  if (/infinity/i.test(latest)) {
    throw refusal(
      'watermark_infinite',
      `The highest ${name} in the target is ${latest}: nothing could ever be new`,
      'Leave such rows out in the model, and run it with a full refresh',
    );
  }
  if (ahead === true) {
    run.log(
      'warn',
      `The highest ${name} in the target, ${latest}, is later than the warehouse's clock: rows that come with less are not taken as new`,
    );
  }
  const back = lookBack === undefined ? '' : `, and ${lookBack} before`;
  return { reason: `the highest ${name} in the target is ${latest}${back}`, start };
}
