import type { SetOperation } from '../syntax/tree.ts';
import { commonType } from '../translate/functions/conditions.ts';
import {
  type Column,
  type Doubt,
  isComplete,
  isOpen,
  type Item,
  type Open,
  opensOf,
  type Resolving,
  strongest,
  uncertain,
  union,
  unionDoubts,
} from './model.ts';
import { columnOfOpen, everything, lookUp } from './open.ts';

/** The columns of queries joined by UNION, INTERSECT and EXCEPT, which Snowflake joins from left to right. */
export function setItems(
  set: SetOperation,
  operands: readonly (readonly Item[])[],
  resolving: Resolving,
): readonly Item[] {
  const [first = [], ...others] = operands;
  let items = first;
  others.forEach((right, index) => {
    const operator = set.operators[index];
    // What EXCEPT takes away gives no values.
    if (operator === undefined || /^(?:EXCEPT|MINUS)/.test(operator.words)) return;
    const open = !isComplete(items) || !isComplete(right);
    const byNames = operator.words.includes('BY NAME');
    const doubt = open
      ? resolving.doubt(
          byNames
            ? `Which columns both sides of ${operator.words} have is not known`
            : `Which columns ${operator.words} puts together is not known: they go by their places, and a star stands for some`,
          operator,
        )
      : null;
    items = byNames ? byName(items, right, doubt) : byPlace(items, right, doubt);
  });
  return items;
}

function byPlace(left: readonly Item[], right: readonly Item[], doubt: Doubt | null): Item[] {
  const firstOpen = Math.min(
    ...[left, right].map(items => {
      const at = items.findIndex(isOpen);
      return at < 0 ? Number.POSITIVE_INFINITY : at;
    }),
  );
  const rest = right.slice(firstOpen);
  const doubts = doubt === null ? new Set<Doubt>() : new Set([doubt]);
  return left.map((item, index): Item => {
    const other = right[index];
    if (index < firstOpen) {
      return isOpen(item) || other === undefined || isOpen(other) ? item : merge(item, other);
    }
    if (isOpen(item)) {
      return {
        ...item,
        others: [...item.others, ...opensOf(rest)],
        doubts: unionDoubts([item.doubts, doubts]),
      };
    }
    const possible = everything(rest);
    return {
      ...item,
      type: null,
      origins: union([item.origins, uncertain(possible.origins)]),
      doubts: unionDoubts([item.doubts, possible.doubts, doubts]),
    };
  });
}

function byName(left: readonly Item[], right: readonly Item[], doubt: Doubt | null): Item[] {
  const doubts = doubt === null ? new Set<Doubt>() : new Set([doubt]);
  const withDoubt = (column: Column): Column => ({
    ...column,
    doubts: unionDoubts([column.doubts, doubts]),
  });
  const both = left.map((item): Item => {
    if (isOpen(item)) return item;
    const found = lookUp(right, item.name);
    const [certain] = found.columns;
    if (certain !== undefined) return merge(item, certain);
    if (found.possible.length === 0) return item;
    const origins = uncertain(union(found.possible.map(column => column.origins)));
    return withDoubt({ ...item, type: null, origins: union([item.origins, origins]) });
  });
  const names = new Set(left.filter(item => !isOpen(item)).map(item => item.name));
  const leftOpens = opensOf(left);
  const added = right.flatMap((item): Item[] => {
    if (isOpen(item)) return leftOpens.length > 0 ? [] : [exclude(item, names, doubts)];
    if (names.has(item.name)) return [];
    const possible = leftOpens.map(open => columnOfOpen(open, item.name)).filter(column => column !== null);
    if (possible.length === 0) return [item];
    const origins = uncertain(union(possible.map(column => column.origins)));
    return [withDoubt({ ...item, type: null, origins: union([item.origins, origins]) })];
  });
  const addedNames = new Set(added.filter(item => !isOpen(item)).map(item => item.name));
  const rightOpens = opensOf(right);
  return [
    ...both.map(item =>
      isOpen(item) ? { ...exclude(item, addedNames, doubts), others: [...item.others, ...rightOpens] } : item,
    ),
    ...added,
  ];
}

function exclude(open: Open, names: ReadonlySet<string>, doubts: ReadonlySet<Doubt>): Open {
  return {
    ...open,
    excluded: new Set([...open.excluded, ...names]),
    doubts: unionDoubts([open.doubts, doubts]),
  };
}

/** One column whose values come from two; it has the name of the first. */
export function merge(a: Column, b: Column): Column {
  return {
    kind: strongest([a.kind, b.kind]),
    name: a.name,
    // A NULL takes the type of the other side.
    type: a.sqlType === 'null' ? b.type : b.sqlType === 'null' || a.type === b.type ? a.type : null,
    sqlType: commonType([a.sqlType, b.sqlType]),
    origins: union([a.origins, b.origins]),
    doubts: unionDoubts([a.doubts, b.doubts]),
  };
}
