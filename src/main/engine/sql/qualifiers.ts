/** Whether two dotted names may mean the same: the shorter one is the end of the other. */
export function sameEnd(a: readonly string[], b: readonly string[]): boolean {
  const length = Math.min(a.length, b.length);
  return length > 0 && a.slice(-length).every((part, index) => part === b.slice(-length)[index]);
}
