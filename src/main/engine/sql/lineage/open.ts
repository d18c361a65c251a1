import { displayName } from '../../../../shared/domain/relation.ts';
import {
  type Column,
  isOpen,
  type Item,
  noOrigins,
  type Open,
  originOf,
  uncertain,
  union,
  unionDoubts,
} from './model.ts';

/** The column of this name that an unknown table would have; null where it cannot come from there. */
export function columnOfOpen(open: Open, name: string): Column | null {
  if (open.excluded.has(name) || (open.like !== null && !open.like.test(name))) return null;
  const own = open.table === null ? noOrigins : originOf(open.table, name);
  const others = open.others
    .map(other => columnOfOpen(other, name))
    .filter(column => column !== null)
    .map(column => uncertain(column.origins));
  return {
    kind: open.table === null ? 'unknown' : 'identity',
    name,
    type: null,
    sqlType: 'unknown',
    origins: union([own, ...others]),
    doubts: open.doubts,
  };
}

/** Lists are never changed. */
const byName = new WeakMap<readonly Item[], { columns: Map<string, Column[]>; opens: Open[] }>();

function indexOf(items: readonly Item[]): { columns: Map<string, Column[]>; opens: Open[] } {
  let index = byName.get(items);
  if (index === undefined) {
    index = { columns: new Map(), opens: [] };
    for (const item of items) {
      if (isOpen(item)) {
        index.opens.push(item);
        continue;
      }
      const same = index.columns.get(item.name);
      if (same === undefined) index.columns.set(item.name, [item]);
      else same.push(item);
    }
    byName.set(items, index);
  }
  return index;
}

/** A column of a list of columns by its name: those that are there, else those that may be. */
export function lookUp(items: readonly Item[], name: string): { columns: Column[]; possible: Column[] } {
  const { columns, opens } = indexOf(items);
  const found = columns.get(name);
  if (found !== undefined) return { columns: found, possible: [] };
  const possible = opens.map(open => columnOfOpen(open, name)).filter(column => column !== null);
  return { columns: [], possible };
}

/** Everything that a list of columns has its values from; `*` of tables whose columns are not known. */
export function everything(items: readonly Item[]): Pick<Column, 'origins' | 'doubts'> {
  return {
    origins: union(
      items.map(item =>
        isOpen(item) ? (item.table === null ? noOrigins : originOf(item.table, '*')) : item.origins,
      ),
    ),
    doubts: unionDoubts(items.map(item => item.doubts)),
  };
}

/** The same columns under other names; where some are not known, what they are called is. */
export function renamedItems(items: readonly Item[], names: readonly string[]): readonly Item[] {
  if (names.length === 0) return items;
  const known = items.findIndex(isOpen);
  const end = known < 0 ? items.length : known;
  return names.map((name, index): Item => {
    const item = index < end ? items[index] : undefined;
    if (item !== undefined && !isOpen(item)) return { ...item, name };
    const rest = everything(items.slice(end));
    return {
      kind: 'unknown',
      name,
      type: null,
      sqlType: 'unknown',
      origins: uncertain(rest.origins),
      doubts: rest.doubts,
    };
  });
}

export function tableWords(parts: readonly string[]): string {
  return parts.map(displayName).join('.');
}
