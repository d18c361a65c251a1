import type { Column } from '../../../../../shared/contract/common.ts';
import type { Incremental } from '../../../../../shared/contract/materialization.ts';
import { parseDuration } from '../../../../../shared/domain/duration.ts';
import {
  displayName,
  displayRelation,
  parseName,
  quoteRelation,
  relationKey,
} from '../../../../../shared/domain/relation.ts';
import { inOrder } from '../../../canonical.ts';
import { sameColumn } from '../../../column-changes.ts';
import type { Context } from '../../../context.ts';
import { dialects } from '../../../dialects/index.ts';
import type { ColumnKind } from '../../../dialects/statistics.ts';
import type { CatalogEntry, QueryTag } from '../../../ports.ts';
import { frozenSpec } from '../../../runs/frozen-spec.ts';
import { findPlaceholders } from '../../../sql/variables.ts';
import { ownVariables } from '../../../sql/own-variables.ts';
import type { FrozenSpec, Work } from '../../kind.ts';
import type { Window } from '../../window.ts';
import { askAgain } from '../ask.ts';
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
  refuseOwnCut(run, incremental);
  refuseInputFormats(run);
  if (standing === null) return full('the target is not there yet');
  const before = lastBuild(run, context, standing);
  if (run.spec.deferred.length > 0) return full('it reads tables of another environment');
  if (before.deferred.length > 0) return full('the last run read tables of another environment');
  refuseOverrides(run);
  tellChanges(run, before, standing);
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

/** Values of the watermark travel as text, in the form that a session takes of its own accord. */
function refuseInputFormats({ session }: Work): void {
  const set = Object.entries(session.parameters ?? {}).find(
    ([name, value]) => /^(DATE|TIMESTAMP)_INPUT_FORMAT$/.test(name) && String(value).toUpperCase() !== 'AUTO',
  );
  if (!set) return;
  throw refusal(
    'input_format',
    `The environment sets ${set[0]} to ${String(set[1])}: where new rows begin could be misread`,
    'Take it out of the session parameters of the environment and its compute profile',
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

/**
 * What was run when the target was built last. Only what this job itself has built may be added to: nobody knows what is
 * missing in a table of others.
 */
function lastBuild({ jobId, spec }: Work, { store }: Context, standing: CatalogEntry): FrozenSpec {
  const name = displayRelation(standing);
  const hint = 'Run it with a full refresh, which replaces what stands there; or choose another target';
  if (standing.type === 'view') {
    throw refusal('target_is_view', `${name} is a view: rows cannot be added to it`, hint);
  }
  const { runs, documents, jobs } = store.sql;
  const last = jobId === null ? undefined : runs.lastCompletedOfJob.get({ job: jobId });
  const before = last === undefined ? null : frozenSpec(documents, last.frozen_id);
  const { engine, connection_id: connection } = spec.environment;
  const same =
    before?.target &&
    before.environment.connection_id === connection &&
    relationKey(before.target, engine) === relationKey(standing, engine);
  if (!last || !same) {
    throw refusal('target_not_built', `${name} is there, and this job has not built it`, hint);
  }
  const others = jobs.writersOf.all({ target: quoteRelation(standing), connection, except: jobId ?? 0 });
  for (const other of others) {
    const theirs = runs.lastCompletedOfJob.get({ job: other.id });
    if (theirs && theirs.id > last.id) {
      throw refusal('target_not_built', `${name} was built last by ${other.name} (run #${theirs.id})`, hint);
    }
  }
  return before;
}

/** Rows that a run leaves out for a value of its own would never come: the watermark moves past them. */
function refuseOverrides({ spec }: Work): void {
  const own = (spec.resolved ?? []).filter(({ layer }) => layer === 'run').map(({ name }) => name);
  if (own.length === 0) return;
  throw refusal(
    'run_override',
    `Variables of this run alone (${own.join(', ')}) cannot decide about rows that stay: what they leave out would never come`,
    'Give them to the job, or run it with a full refresh',
  );
}

/** Rows that are there were made by what ran before. */
function tellChanges(run: Work, before: FrozenSpec, standing: CatalogEntry): void {
  const { spec } = run;
  const differs = (part: (of: FrozenSpec) => unknown) =>
    JSON.stringify(inOrder(part(before))) !== JSON.stringify(inOrder(part(spec)));
  const changed = [
    ...(before.hash === spec.hash ? [] : ['text']),
    ...(differs(of => of.variables) ? ['variables'] : []),
    ...(differs(of => [of.definition.source_mapping ?? {}, of.environment.source_mapping])
      ? ['source mapping']
      : []),
  ];
  if (changed.length === 0) return;
  run.log(
    'warn',
    `Other than in the last run: ${changed.join(', ')}. Rows that are in ${displayRelation(standing)} stay as they are; a full refresh makes them anew`,
  );
}

function findWatermark({ spec }: Work, written: string, standing: CatalogEntry): Column | null {
  const wanted = parseName(written) ?? written;
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
  const [row = []] = await askAgain(run, context, tag, dialect.watermark(standing, watermark, lookBackMs));
  const [latest, start, ahead] = row;
  if (typeof latest !== 'string' || typeof start !== 'string') {
    return { mode: 'new', reason: 'the target is there, and is empty', watermark, start: null };
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
  return { mode: 'new', reason: `the highest ${name} in the target is ${latest}${back}`, watermark, start };
}

/** What grows is a time or a number. Throws `ExecutionError` for a column of another type. */
export function refuseType({ name, type }: Column, kind: ColumnKind, lookBack: string | undefined): void {
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
