import { sameEnd } from '../qualifiers.ts';
import type { Star } from '../syntax/tree.ts';
import {
  type Column,
  type Frame,
  isOpen,
  type Item,
  openTable,
  type Relation,
  type Resolving,
} from './model.ts';
import { columnOfOpen, tableWords } from './open.ts';

/** The columns a star stands for, with EXCLUDE, REPLACE, RENAME and ILIKE. Tables of unknown columns stay open. */
export function starItems(star: Star, frame: Frame, resolving: Resolving): Item[] {
  const { start, end } = star;
  const meant = meantBy(star, frame, resolving).map(item =>
    isOpen(item) ? { ...item, star: { start, end } } : item,
  );
  if (star.ilike === null && star.exclude.length + star.replace.length + star.rename.length === 0) {
    return meant;
  }
  const like = star.ilike === null ? null : likePattern(star.ilike.value);
  const excluded = new Set(star.exclude.map(({ name }) => name));
  const replaced = new Map(
    star.replace.map(({ value, alias }) => [alias?.name ?? '', resolving.column(value, frame)]),
  );
  const renamed = new Map(star.rename.map(({ from, to }) => [from.name, to.name]));
  const touched = new Set<string>();
  const items: Item[] = [];
  for (const item of meant) {
    if (isOpen(item)) {
      items.push({
        ...item,
        excluded: new Set([...item.excluded, ...excluded, ...replaced.keys(), ...renamed.keys()]),
        like: item.like ?? like,
      });
      continue;
    }
    const { name } = item;
    if (excluded.has(name) || (like !== null && !like.test(name))) continue;
    const replacement = replaced.get(name);
    touched.add(name);
    items.push({ ...(replacement ?? item), name: renamed.get(name) ?? name });
  }
  return [...items, ...fromOpen(meant, touched, replaced, renamed)];
}

/** What REPLACE and RENAME say of columns that nobody told: they are there, only not where. */
function fromOpen(
  meant: readonly Item[],
  touched: ReadonlySet<string>,
  replaced: ReadonlyMap<string, Column>,
  renamed: ReadonlyMap<string, string>,
): Column[] {
  const opens = meant.filter(isOpen);
  if (opens.length === 0) return [];
  const names = new Set([...replaced.keys(), ...renamed.keys()].filter(name => !touched.has(name)));
  return [...names].flatMap(name => {
    const replacement = replaced.get(name);
    const [found, second] = opens.map(open => columnOfOpen(open, name)).filter(column => column !== null);
    const column = replacement ?? (second === undefined ? found : undefined);
    if (column === undefined) return [];
    return [{ ...column, name: renamed.get(name) ?? name }];
  });
}

/** All columns of the tables that a star names; what USING joins comes once, and first. */
function meantBy(star: Star, frame: Frame, resolving: Resolving): Item[] {
  const qualifier = star.qualifier.map(({ name }) => name);
  if (qualifier.length > 0) {
    for (let place: Frame | null = frame; place !== null; place = place.outer) {
      const found = place.relations.find(relation => sameEnd(relation.parts, qualifier));
      if (found !== undefined) return [...found.items];
    }
    const words = tableWords(qualifier);
    return [openTable(null, words, resolving.doubt(`There is no table ${words} here`, star))];
  }
  return everyColumn(frame);
}

/** What `*` means. */
export function everyColumn(frame: Pick<Frame, 'relations' | 'merged'>): Item[] {
  const { relations, merged } = frame;
  if (merged.size === 0) return relations.flatMap(relation => relation.items);
  return [...merged.values(), ...relations.flatMap(relation => rest(relation, merged))];
}

function rest(relation: Relation, merged: ReadonlyMap<string, Column>): Item[] {
  return relation.items.flatMap((item): Item[] => {
    if (isOpen(item)) return [{ ...item, excluded: new Set([...item.excluded, ...merged.keys()]) }];
    return merged.has(item.name) ? [] : [item];
  });
}

/** Whatever case; `%` is any text, `_` any character. */
function likePattern(pattern: string): RegExp {
  const source = pattern
    .replaceAll(/[\\^$.*+?()[\]{}|/]/g, '\\$&')
    .replaceAll('%', '.*')
    .replaceAll('_', '.');
  return new RegExp(`^${source}$`, 'isu');
}
