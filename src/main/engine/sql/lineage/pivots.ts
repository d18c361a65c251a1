import type { Pivot, Unpivot } from '../syntax/tree.ts';
import { walk } from '../syntax/walk.ts';
import { expressionColumn } from './expressions.ts';
import {
  type Column,
  type Frame,
  frameOf,
  isOpen,
  type Item,
  noDoubts,
  noOrigins,
  openTable,
  type Resolving,
  union,
  unionDoubts,
} from './model.ts';
import { lookUp } from './open.ts';

/** The columns behind PIVOT: those it does not name, then one for each value, called as the value is written. */
export function pivoted(
  items: readonly Item[],
  pivot: Pivot,
  frame: Frame,
  resolving: Resolving,
): readonly Item[] {
  const inside: Frame = frameOf(frame.names, frame.outer);
  inside.relations.push({ kind: 'query', parts: [], items, table: null, start: pivot.start, end: pivot.end });
  const aggregates = pivot.aggregates.map(({ value }) => expressionColumn(value, inside, resolving));
  const label = expressionColumn(pivot.column, inside, resolving);
  const used = new Set([pivot.column.parts.at(-1)?.name ?? '']);
  for (const { value } of pivot.aggregates) {
    walk(value, node => {
      if (node.kind === 'column') used.add(node.parts.at(-1)?.name ?? '');
      return true;
    });
  }
  const rest = without(items, used);
  const origins = union([...aggregates, label].map(column => column.origins));
  const doubts = unionDoubts([...aggregates, label].map(column => column.doubts));
  const [aggregate, second] = aggregates;
  if (pivot.columns === null || second !== undefined) {
    const doubt = resolving.doubt(
      pivot.columns === null
        ? 'The columns of this PIVOT are values, known only when it runs'
        : 'What the columns of a PIVOT with several aggregates are called is not read',
      pivot,
    );
    return [...rest, { ...openTable(null, 'PIVOT', doubt) }];
  }
  return [
    ...rest,
    ...pivot.columns.map(
      ({ value, alias }): Column => ({
        kind: 'aggregated',
        name: alias?.name ?? resolving.source(value).trim(),
        type: aggregate?.type ?? null,
        sqlType: aggregate?.sqlType ?? 'unknown',
        origins,
        doubts,
      }),
    ),
  ];
}

/** The columns behind UNPIVOT: those it does not name, then the label and the value. */
export function unpivoted(items: readonly Item[], { columns, label, value }: Unpivot): readonly Item[] {
  const found = columns.map(({ column }) => {
    const { columns: known, possible } = lookUp(items, column.name);
    return [...known, ...possible];
  });
  const all = found.flat();
  const [first] = all;
  const sameType = first !== undefined && all.every(({ type }) => type === first.type);
  return [
    ...without(items, new Set(columns.map(({ column }) => column.name))),
    {
      kind: 'constant',
      name: label.name,
      type: 'VARCHAR',
      sqlType: 'text',
      origins: noOrigins,
      doubts: noDoubts,
    },
    {
      kind: 'derived',
      name: value.name,
      type: sameType ? first.type : null,
      sqlType: sameType ? first.sqlType : 'unknown',
      origins: union(all.map(({ origins }) => origins)),
      doubts: unionDoubts(all.map(({ doubts }) => doubts)),
    },
  ];
}

function without(items: readonly Item[], names: ReadonlySet<string>): Item[] {
  return items.flatMap((item): Item[] => {
    if (isOpen(item)) return [{ ...item, excluded: new Set([...item.excluded, ...names]) }];
    return names.has(item.name) ? [] : [item];
  });
}
