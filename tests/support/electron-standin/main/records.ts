/** What the application asked of the desktop that the stand-in only notes down. */
const records = new Map<string, unknown[]>();

export function record(kind: string, entry: unknown): void {
  const list = records.get(kind) ?? [];
  list.push(entry);
  records.set(kind, list);
}

/** All entries of a kind, oldest first; the kinds are listed in the README. */
export function recorded(kind: string): unknown[] {
  return [...(records.get(kind) ?? [])];
}
