import type { Change } from '../../environments/form/form-changes.ts';

type Value = string | number | boolean | readonly string[] | undefined;

/** What saving `next` over `saved` changes, in the order of `labels`: the fields as they are called in the form. */
export function definitionChanges<Definition extends object>(
  saved: Definition,
  next: Definition,
  labels: Readonly<Record<string, string>>,
): Change[] {
  const text = (definition: Definition, field: string): string | null => {
    const value = (definition as Record<string, Value>)[field];
    return value === undefined ? null : Array.isArray(value) ? value.join(', ') : String(value);
  };
  return Object.entries(labels).flatMap(([field, what]) => {
    const [from, to] = [text(saved, field), text(next, field)];
    return from === to ? [] : [{ what, from, to }];
  });
}
