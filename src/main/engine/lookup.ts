import { SlipwayError } from '../../shared/domain/errors.ts';
import { closest, parseRef } from '../../shared/domain/names.ts';

interface Named {
  id: number;
  name: string;
}

/** Finds a thing by name or id, or says what there is instead. */
export function lookup<Row extends Named>(
  kind: string,
  ref: string,
  find: { byId(id: number): Row | undefined; byName(name: string): Row | undefined; names(): Named[] },
): Row {
  const parsed = parseRef(ref);
  const row = 'id' in parsed ? find.byId(parsed.id) : find.byName(parsed.name);
  if (row) return row;
  if ('id' in parsed) throw new SlipwayError('not_found', `There is no ${kind} with id ${parsed.id}`);
  throw new SlipwayError('not_found', `There is no ${kind} named "${parsed.name}"`, {
    hint: suggestion(kind, parsed.name, find.names()),
  });
}

/** The one of this name that is written last, and so stays. */
export function lastNamed<T extends { name: string }>(things: readonly T[], name: string): T | undefined {
  return things.findLast(thing => thing.name.toLowerCase() === name.toLowerCase());
}

function suggestion(kind: string, name: string, existing: Named[]): string {
  const names = existing.map(thing => thing.name);
  if (names.length === 0) return `This workspace has no ${kind}s yet`;
  const near = closest(name, names);
  if (near !== undefined) return `Did you mean "${near}"?`;
  const shown = names.slice(0, 8).join(', ');
  return names.length > 8 ? `There are ${names.length}, such as ${shown}` : `There are: ${shown}`;
}

/** Refuses a change that was made upon a state that is not there any more; `based` is undefined where nobody asked. */
export function refuseOutdated(
  thing: { name: string; revision: number } | undefined,
  based: number | undefined,
): void {
  if (thing === undefined || based === undefined || thing.revision === based) return;
  throw new SlipwayError(
    'conflict',
    `"${thing.name}" was changed elsewhere (revision ${thing.revision}; yours started from ${based})`,
    { hint: 'Look at it as it is now, then save again' },
  );
}

/** The number that the `next` of a page is; `start` for the first page. Throws `validation` for anything else. */
export function numberAfter(after: string | undefined, start: number): number {
  if (after === undefined) return start;
  if (/^\d{1,15}$/.test(after)) return Number(after);
  throw noPlace(after);
}

/** The one error for an `after` that no page ended with. */
export function noPlace(after: string): SlipwayError {
  return new SlipwayError('validation', `"${after}" is no place in this list`, {
    problems: [{ path: 'after', message: 'must be the "next" of the page before, with the same filters' }],
  });
}

/** The one error for a name that is taken; `name` as the one who has it writes it. */
export function nameTaken(kind: string, name: string): SlipwayError {
  return new SlipwayError('conflict', `There is already a ${kind} named "${name}"`, {
    problems: [{ path: 'name', message: 'is taken' }],
  });
}
