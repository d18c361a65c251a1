import { overtakingBy, type Rebasing, rebasedFields } from '../edit/rebasing.ts';
import { rebasedRows } from '../form/rebase.ts';
import { profileChanges } from './profile-changes.ts';
import { definitionOf, type ProfileForm } from './profile-form.ts';

export const profileRebasing: Rebasing<ProfileForm> = {
  rebased: (base, mine, theirs) => ({
    ...rebasedFields(base, mine, theirs),
    parameters: rebasedRows(base.parameters, mine.parameters, theirs.parameters, ({ name }) => name),
  }),
  overtakingOf: overtakingBy((from, to) => profileChanges(definitionOf(from), definitionOf(to))),
};
