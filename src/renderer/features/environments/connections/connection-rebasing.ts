import { overtakingBy, type Rebasing, rebasedFields } from '../edit/rebasing.ts';
import { connectionChanges } from './connection-changes.ts';
import { type ConnectionForm, definitionOf } from './connection-form.ts';

export const connectionRebasing: Rebasing<ConnectionForm> = {
  rebased: rebasedFields,
  overtakingOf: overtakingBy((from, to) => connectionChanges(definitionOf(from), definitionOf(to))),
};
