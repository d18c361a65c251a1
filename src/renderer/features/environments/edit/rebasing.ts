import type { Change } from '../form/form-changes.ts';

/** What somebody else saved while something was being edited. */
export interface Overtaking {
  /** What that changed. */
  changes: Change[];
  /** Of those, what was edited here too, and otherwise: saving replaces it. */
  both: Change[];
}

/** How edits of a kind of object meet what others saved meanwhile. */
export interface Rebasing<Form> {
  /** The edits that made `mine` of `base`, upon what has been saved since. */
  rebased: (base: Form, mine: Form, theirs: Form) => Form;
  /** What `theirs` changed of `base`, and where that meets what `mine` changed. */
  overtakingOf: (base: Form, mine: Form, theirs: Form) => Overtaking;
}

/** Where changes of a kind of object meet; `changesOf` says what saving its second over its first would change. */
export function overtakingBy<Form>(
  changesOf: (from: Form, to: Form) => Change[],
): Rebasing<Form>['overtakingOf'] {
  return (base, mine, theirs) => {
    const changes = changesOf(base, theirs);
    const own = new Map(changesOf(base, mine).map(one => [one.what, one]));
    return {
      changes,
      both: changes.filter(({ what, to }) => {
        const other = own.get(what);
        return other !== undefined && other.to !== to;
      }),
    };
  };
}

/** `theirs` with the fields that `mine` has otherwise than `base`. */
export function rebasedFields<Form extends object>(base: Form, mine: Form, theirs: Form): Form {
  const edited = Object.entries(mine).filter(
    ([field, value]) => JSON.stringify(value) !== JSON.stringify(base[field as keyof Form]),
  );
  return { ...theirs, ...(Object.fromEntries(edited) as Partial<Form>) };
}
