import type { Column } from '../../../../../shared/contract/common.ts';
import type { Incremental } from '../../../../../shared/contract/materialization.ts';
import type { EngineName } from '../../../../../shared/domain/engines.ts';
import { displayName, parseName } from '../../../../../shared/domain/relation.ts';
import { type ColumnChanges, columnChanges, sameColumn } from '../../../column-changes.ts';
import type { Increment, Inspection, Stretch } from '../../../dialects/dialect.ts';
import { literal } from '../../../dialects/increments.ts';
import { refusal } from './failures.ts';
import type { Window } from '../../window.ts';

/** What is to be known of the new rows before they are published, in the names of the query's columns. */
export function inspectionOf(
  { strategy, unique_key: key = [], watermark }: Incremental,
  columns: Column[],
  engine: EngineName,
): Inspection {
  const find = (written: string, code: string, what: string) => {
    const wanted = parseName(written) ?? written;
    const found = columns.find(({ name }) => sameColumn(name, wanted, engine));
    if (found) return found.name;
    throw refusal(
      code,
      `The query has no column ${displayName(wanted)}, which is its ${what}; it has ${columns.map(({ name }) => displayName(name)).join(', ')}`,
      `Choose another ${what}, or add the column to the model`,
    );
  };
  const names = key.map(written => find(written, 'key_missing', 'key'));
  return {
    watermark: watermark === undefined ? null : find(watermark, 'watermark_missing', 'watermark'),
    key: strategy === 'merge' ? names : [],
  };
}

/**
 * How a target that stands is changed; null where its columns demand that it is built anew. Throws `ExecutionError` where
 * they differ from those of the query and nothing was decided for that.
 */
export function incrementOf(
  incremental: Incremental,
  window: Window,
  query: Column[],
  target: Column[],
  engine: EngineName,
): Increment | null {
  const { strategy, unique_key: key = [], on_schema_change: policy = 'fail' } = incremental;
  const changes = columnChanges(target, query, engine);
  const retyped = changes.retyped.filter(({ from, to }) => !fits(to, from));
  const differs = changes.added.length + changes.removed.length + retyped.length > 0;
  if (differs && policy === 'full_refresh') return null;
  const allowed = policy === 'append_columns' && retyped.length === 0;
  if (differs && !allowed) throw schemaChanged({ ...changes, retyped }, policy);
  const asStored = (name: string) =>
    target.find(column => sameColumn(column.name, name, engine))?.name ?? name;
  const named = (written: string) => asStored(parseName(written) ?? written);

  return {
    strategy,
    columns: query.map(({ name }) => asStored(name)),
    added: changes.added,
    key: key.map(named),
    stretch: stretchOf(window),
  };
}

/** The values that a window is of; null without a watermark. */
export function stretchOf({ watermark, start, end }: Window): Stretch | null {
  if (watermark === null) return null;
  const bound = (text: string | null) => (text === null ? null : literal(text, watermark.type));
  return { column: watermark.name, start: bound(start), end: bound(end) };
}

/** Whether values of one type go into a column of another as they are: the same type, with no more digits or characters. */
export function fits(type: string, column: string): boolean {
  const parts = (text: string) => {
    const [, base = text, sizes = ''] = /^(\w[\w ]*?)\s*\(([\d, ]+)\)$/.exec(text) ?? [];
    return { base, sizes: sizes === '' ? [] : sizes.split(',').map(Number) };
  };
  const [from, to] = [parts(type), parts(column)];
  if (from.base !== to.base || from.sizes.length !== to.sizes.length) return false;
  const [size = 0, scale = 0] = from.sizes;
  const [toSize = 0, toScale = 0] = to.sizes;
  return scale <= toScale && size - scale <= toSize - toScale;
}

function schemaChanged({ added, removed, retyped }: ColumnChanges, policy: string) {
  const list = (columns: Column[]) =>
    columns.map(({ name, type }) => `${displayName(name)} ${type}`).join(', ');
  const differences = [
    ...(added.length > 0 ? [`the target lacks ${list(added)}`] : []),
    ...(removed.length > 0 ? [`the query lacks ${list(removed)}`] : []),
    ...retyped.map(
      ({ name, from, to }) => `${displayName(name)} is ${from} in the target and ${to} in the query`,
    ),
  ];
  const hint =
    policy === 'append_columns'
      ? 'Types do not change with "append_columns": cast them in the model, or run it with a full refresh'
      : 'Run it with a full refresh, or let the job append columns ("on_schema_change")';
  return refusal(
    'schema_changed',
    `The columns have changed: ${differences.join('; ')}. Nothing was written`,
    hint,
  );
}
