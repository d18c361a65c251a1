import type { Call, Expression, Node, Query, SelectItem } from '../syntax/tree.ts';
import { childrenOf } from '../syntax/walk.ts';
import { aggregateFunctions } from '../translate/functions/aggregates.ts';
import { outputName } from '../translate/names.ts';
import {
  type Column,
  type ColumnKind,
  type Doubt,
  type Frame,
  isOpen,
  type Item,
  maxDoubts,
  type Origin,
  type Resolving,
  strongest,
} from './model.ts';
import { resolveName } from './names.ts';
import { everything } from './open.ts';
import { starItems } from './stars.ts';

const aggregates = new Set([
  ...Object.keys(aggregateFunctions),
  ...'BITMAP_CONSTRUCT_AGG BITMAP_OR_AGG HLL HLL_ACCUMULATE HLL_COMBINE APPROX_TOP_K APPROX_PERCENTILE_ACCUMULATE MINHASH'.split(
    ' ',
  ),
]);

/** What an expression has its values from, gathered. */
interface Gathered {
  kinds: Set<ColumnKind>;
  origins: Map<string, Origin>;
  doubts: Set<Doubt>;
  /** Whether any column is used. */
  used: boolean;
}

/** One column of the list. */
export function itemColumn(item: SelectItem, frame: Frame, resolving: Resolving): Column {
  const name = outputName(item, resolving);
  return { ...expressionColumn(item.value, frame, resolving), name };
}

/** An expression as a column: its type, how it comes about, and from where. */
export function expressionColumn(node: Expression, frame: Frame, resolving: Resolving): Column {
  const inner = withoutParentheses(node);
  if (inner.kind === 'column') {
    const column = resolveName(inner.parts, frame, resolving);
    // Functions such as CURRENT_DATE are written like columns.
    return column.kind === 'constant' && column.type === null
      ? { ...column, ...resolving.typeOf(inner, frame) }
      : column;
  }
  const gathered: Gathered = { kinds: new Set(), origins: new Map(), doubts: new Set(), used: false };
  const value = inner.kind === 'subquery' && inner.prefix === null ? inner.query : null;
  const items = value === null ? null : resolving.query(value, frame.names, frame);
  if (items === null) gather(inner, frame, gathered, resolving);
  else addItems(items, gathered);
  const [only] = items ?? [];
  if (gathered.used) gathered.kinds.add('derived');
  return {
    kind: strongest([...gathered.kinds]),
    name: '',
    ...(only === undefined || isOpen(only)
      ? resolving.typeOf(inner, frame)
      : { type: only.type, sqlType: only.sqlType }),
    origins: gathered.origins,
    doubts: gathered.doubts,
  };
}

function withoutParentheses(node: Expression): Expression {
  const [only] = node.kind === 'parens' ? node.items : [];
  return node.kind === 'parens' && node.items.length === 1 && only !== undefined
    ? withoutParentheses(only)
    : node;
}

function gather(node: Node, frame: Frame, into: Gathered, resolving: Resolving): void {
  switch (node.kind) {
    case 'column':
      add(resolveName(node.parts, frame, resolving), into);
      return;
    case 'star':
      addAll(everything(starItems(node, frame, resolving)), into);
      return;
    case 'call':
      return gatherCall(node, frame, into, resolving);
    case 'window': {
      const base = node.name === null ? undefined : frame.windows.get(node.name.name);
      if (base !== undefined && base !== node) gather(base, frame, into, resolving);
      break;
    }
    case 'subquery':
      return gatherQuery(node.query, node.prefix === 'EXISTS', frame, into, resolving);
    case 'lambda': {
      const parameters = new Set([...frame.parameters, ...node.parameters.map(({ name }) => name)]);
      return gather(node.body, { ...frame, parameters }, into, resolving);
    }
  }
  for (const child of childrenOf(node)) gather(child, frame, into, resolving);
}

function gatherCall(call: Call, frame: Frame, into: Gathered, resolving: Resolving): void {
  const name = call.name.at(-1)?.name ?? '';
  if (call.over !== null) into.kinds.add('windowed');
  else if (aggregates.has(name)) into.kinds.add('aggregated');
  for (const child of childrenOf(call)) {
    // Rows are counted, whatever is in them.
    if (name === 'COUNT' && child.kind === 'argument' && child.value.kind === 'star') continue;
    gather(child, frame, into, resolving);
  }
}

/** A query as a value: its columns; of EXISTS, what decides whether it has rows. */
function gatherQuery(
  query: Query,
  exists: boolean,
  frame: Frame,
  into: Gathered,
  resolving: Resolving,
): void {
  if (exists && query.body.kind === 'select') {
    const inside = resolving.inside(query, frame.names, frame);
    for (const condition of [query.body.where, query.body.having, query.body.qualify]) {
      if (condition !== null) gather(condition, inside, into, resolving);
    }
    return;
  }
  addItems(resolving.query(query, frame.names, frame), into);
}

function addItems(items: readonly Item[], into: Gathered): void {
  for (const item of items) {
    if (isOpen(item)) addAll(everything([item]), into);
    else add(item, into);
  }
}

function add(column: Column, into: Gathered): void {
  into.kinds.add(column.kind);
  if (column.kind !== 'constant') into.used = true;
  for (const [key, origin] of column.origins) {
    if (!into.origins.get(key)?.certain) into.origins.set(key, origin);
  }
  addDoubts(column.doubts, into);
}

function addAll({ origins, doubts }: Pick<Column, 'origins' | 'doubts'>, into: Gathered): void {
  into.used = true;
  for (const [key, origin] of origins) if (!into.origins.get(key)?.certain) into.origins.set(key, origin);
  addDoubts(doubts, into);
}

function addDoubts(doubts: ReadonlySet<Doubt>, into: Gathered): void {
  for (const doubt of doubts) if (into.doubts.size < maxDoubts) into.doubts.add(doubt);
}
