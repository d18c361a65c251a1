import type { Docs } from '../../../../shared/contract/docs.ts';
import type { Materialization } from '../../../../shared/contract/materialization.ts';
import { matchColumns, noDocs } from '../../../../shared/domain/docs.ts';
import type { EngineName } from '../../../../shared/domain/engines.ts';
import { keyOfQuoted } from '../../../../shared/domain/relation.ts';
import { textOf } from '../../catalog/records.ts';
import type { Comments, Increment } from '../../dialects/dialect.ts';
import { type CatalogEntry, ExecutionError, isExecutorGone } from '../../ports.ts';
import { frozenSpec } from '../../runs/frozen-spec.ts';
import type { FrozenSpec } from '../kind.ts';
import { askRecords } from './ask.ts';
import { dialectOf, type ModelWork } from './model-run.ts';

/** In characters, as of what a job itself says of its target. */
const longest = 2_000;
/** So many columns are named in one line of the log. */
const maxNamed = 10;

/** What decides what a target is described with. */
export interface Described {
  docs: Docs;
  materialization: Materialization;
  engine: EngineName;
}

/**
 * What is written of a target into the warehouse, `names` being the columns of its result; null where nothing is. What is
 * documented of columns that the result lacks is left out.
 */
export function commentsOf(
  { docs, materialization, engine }: Described,
  names: readonly string[],
): Comments | null {
  const keys = names.map(name => keyOfQuoted(name, engine));
  // An engine gives all but the first of them other names.
  const isOnly = (index: number) => keys.indexOf(keys[index] ?? '') === keys.lastIndexOf(keys[index] ?? '');
  const matched = matchColumns(names, docs.columns).columns ?? [];
  const columns = matched.map(({ name, description }, index) => ({
    name,
    text: description === '' || !isOnly(index) ? null : commentText(description),
  }));
  const isOwn = materialization.comment !== undefined;
  return saying({
    target: isOwn || docs.description === '' ? null : commentText(docs.description),
    columns,
  });
}

/** The same of a run, which is told what is left out. */
export function commentsOfRun({ run }: ModelWork, names: readonly string[]): Comments | null {
  const described = describedBy(run.spec);
  const unknown = matchColumns(names, described.docs.columns).unknown.map(({ name }) => name);
  if (unknown.length > 0) {
    const more = unknown.length > maxNamed ? ` and ${unknown.length - maxNamed} more` : '';
    run.log(
      'info',
      `Documented, but no columns of the result: ${unknown.slice(0, maxNamed).join(', ')}${more}. What is written about them stays here`,
    );
  }
  return commentsOf(described, names);
}

/**
 * What of it a target that stays where it is does not say yet: each comment is a change of the table, and others may look at
 * when that was. What the last build wrote and the docs do not say any more is taken away.
 */
export async function newComments(
  model: ModelWork,
  { columns: names }: Increment,
  standing: CatalogEntry,
): Promise<Comments | null> {
  const before = commentsOf(lastDescribed(model), names);
  const wanted = commentsOfRun(model, names);
  if (wanted === null && before === null) return null;
  const there = await commentsThere(model, standing);
  const textOfColumn = (comments: Comments | null, index: number) => comments?.columns[index]?.text ?? null;
  const isOwn = model.run.spec.definition.materialization.comment !== undefined;
  return saying({
    target: isOwn ? null : changed(wanted?.target ?? null, before?.target ?? null, standing.comment ?? null),
    columns: names.map((name, index) => ({
      name,
      text: changed(textOfColumn(wanted, index), textOfColumn(before, index), there?.get(name) ?? null),
    })),
  });
}

/** What is to be written where `now` stands; null where that is right, or for others to say. */
function changed(wanted: string | null, before: string | null, now: string | null): string | null {
  if (wanted !== null) return wanted === now ? null : wanted;
  return before !== null && before === now ? '' : null;
}

function saying(comments: Comments): Comments | null {
  return comments.target === null && comments.columns.every(({ text }) => text === null) ? null : comments;
}

function describedBy({ docs = noDocs, definition, environment }: FrozenSpec): Described {
  return { docs, materialization: definition.materialization, engine: environment.engine };
}

/** What the job's last build went by. */
function lastDescribed({ run, context }: ModelWork): Described {
  const { runs, documents } = context.store.sql;
  const last = run.jobId === null ? undefined : runs.lastCompletedOfJob.get({ job: run.jobId });
  return last === undefined
    ? { ...describedBy(run.spec), docs: noDocs }
    : describedBy(frozenSpec(documents, last.frozen_id));
}

/** The comments on the columns of a table by their names; null where they cannot be told: then all are written. */
async function commentsThere(
  model: ModelWork,
  standing: CatalogEntry,
): Promise<Map<string, string | null> | null> {
  const { run, context } = model;
  try {
    const sql = dialectOf(model).catalog.describe(standing, 'table');
    const records = await askRecords(run, context, undefined, sql);
    return new Map(records.map(record => [textOf(record['name']) ?? '', textOf(record['comment'])]));
  } catch (cause) {
    if (!(cause instanceof ExecutionError) || isExecutorGone(cause) || run.signal.aborted) throw cause;
    run.log('warn', `The comments on the columns could not be looked at: ${cause.message}`);
    return null;
  }
}

/** What a warehouse takes of a description. */
function commentText(description: string): string {
  // Behind a NUL, DuckDB reads no further.
  const characters = Array.from(description.replaceAll('\0', ''));
  return characters.length <= longest ? characters.join('') : `${characters.slice(0, longest - 1).join('')}…`;
}
