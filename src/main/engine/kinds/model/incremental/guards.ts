import type { Column } from '../../../../../shared/contract/common.ts';
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
import type { ColumnKind } from '../../../dialects/statistics.ts';
import type { CatalogEntry } from '../../../ports.ts';
import { frozenSpec } from '../../../runs/frozen-spec.ts';
import type { FrozenSpec, Work } from '../../kind.ts';
import { refusal } from './failures.ts';

/** Values of the watermark travel as text, in the form that a session takes of its own accord. */
export function refuseInputFormats({ session }: Work): void {
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

/**
 * What was run when the target was built last. Only what this job itself has built may be added to: nobody knows what is
 * missing in a table of others.
 */
export function lastBuild({ jobId, spec }: Work, { store }: Context, standing: CatalogEntry): FrozenSpec {
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
  const refuseOther = (job: string, run: number) =>
    refusal('target_not_built', `${name} was built last by ${job} (run #${run})`, hint);
  const writer = store.sql.writers.of.get(connection, relationKey(standing, engine));
  if (writer && writer.job_id !== jobId) {
    throw refuseOther(jobs.nameById.get(writer.job_id)?.name ?? 'another job', writer.run_id);
  }
  if (writer) return before;
  // Nothing was built there since that is recorded: what the jobs say that write there now.
  const others = jobs.writersOf.all({ target: quoteRelation(standing), connection, except: jobId ?? 0 });
  for (const other of others) {
    const theirs = runs.lastCompletedOfJob.get({ job: other.id });
    if (theirs && theirs.id > last.id) throw refuseOther(other.name, theirs.id);
  }
  return before;
}

/** Rows that a run leaves out for a value of its own would never come: the watermark moves past them. */
export function refuseOverrides({ spec }: Work): void {
  const own = (spec.resolved ?? []).filter(({ layer }) => layer === 'run').map(({ name }) => name);
  if (own.length === 0) return;
  throw refusal(
    'run_override',
    `Variables of this run alone (${own.join(', ')}) cannot decide about rows that stay: what they leave out would never come`,
    'Give them to the job, or run it with a full refresh',
  );
}

/** Rows that are there were made by what ran before: in what it was another one. */
export function unlikeBefore({ spec }: Work, before: FrozenSpec): string[] {
  const differs = (part: (of: FrozenSpec) => unknown) =>
    JSON.stringify(inOrder(part(before))) !== JSON.stringify(inOrder(part(spec)));
  return [
    ...(before.hash === spec.hash ? [] : ['text']),
    ...(differs(of => of.variables) ? ['variables'] : []),
    ...(differs(of => [of.definition.source_mapping ?? {}, of.environment.source_mapping])
      ? ['source mapping']
      : []),
  ];
}

export function findWatermark({ spec }: Work, written: string, standing: CatalogEntry): Column | null {
  const wanted = parseName(written) ?? written;
  return standing.columns.find(({ name }) => sameColumn(name, wanted, spec.environment.engine)) ?? null;
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
