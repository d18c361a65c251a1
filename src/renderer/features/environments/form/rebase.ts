import { overtakingBy, type Rebasing, rebasedFields } from '../edit/rebasing.ts';
import { definitionOf, type EnvironmentForm, nextKey } from './environment-form.ts';
import { formChanges } from './form-changes.ts';

/** What `theirs` changed of `base`, and where that meets what `mine` changed. */
export const overtakingOf = overtakingBy<EnvironmentForm>((from, to) =>
  formChanges(definitionOf(from), definitionOf(to)),
);

/** The edits that made `mine` of `base`, upon what has been saved since: fields that were not edited follow what was saved. */
export function rebased(
  base: EnvironmentForm,
  mine: EnvironmentForm,
  theirs: EnvironmentForm,
): EnvironmentForm {
  return {
    ...rebasedFields(base, mine, theirs),
    mapping: rebasedRows(base.mapping, mine.mapping, theirs.mapping, ({ from }) => from),
    variables: rebasedRows(base.variables, mine.variables, theirs.variables, ({ name }) => name),
  };
}

export const environmentRebasing: Rebasing<EnvironmentForm> = { rebased, overtakingOf };

/**
 * The same for rows. They are told apart by their names; those that were edited, added or removed in `mine` stay so.
 */
export function rebasedRows<Row extends { key: number }>(
  base: readonly Row[],
  mine: readonly Row[],
  theirs: readonly Row[],
  nameOf: (row: Row) => string,
): Row[] {
  const find = (rows: readonly Row[], row: Row) =>
    rows.find(other => nameOf(other).trim() === nameOf(row).trim());
  const sameRow = (a: Row | undefined, b: Row | undefined) =>
    same(a && { ...a, key: 0 }, b && { ...b, key: 0 });
  const rows = mine.flatMap(row => {
    const before = find(base, row);
    if (!before || !sameRow(before, row)) return [row];
    const after = find(theirs, row);
    return after ? [{ ...after, key: row.key }] : [];
  });
  for (const row of theirs) {
    const removedHere = find(base, row) !== undefined;
    if (!find(rows, row) && !removedHere) rows.push({ ...row, key: nextKey(rows) });
  }
  return rows;
}

const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);
