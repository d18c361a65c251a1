/** The items with the one at `from` put where the one at `to` is. */
export function moveItem<T>(items: readonly T[], from: number, to: number): T[] {
  const rest = items.filter((_, index) => index !== from);
  const moved = items.slice(from, from + 1);
  return [...rest.slice(0, to), ...moved, ...rest.slice(to)];
}

/** The place an item from `from` gets when it is let go in the gap before the item at `gap`. */
export function placeAfterDrop(from: number, gap: number): number {
  return gap > from ? gap - 1 : gap;
}
