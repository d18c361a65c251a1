import { useMemo } from 'react';
import type { Environment } from '../../../../shared/contract/environments.ts';
import { discardUnsaved, useUnsavedKeys } from '../../../ui/ui-state.ts';
import { useRebasingEdit } from '../edit/rebasing-edit.ts';
import { formOf } from './environment-form.ts';
import { environmentRebasing } from './rebase.ts';

const remembered = 'environments.edited/';

/** Ids of the environments with edits that were not saved. */
export function useEditedEnvironments(): ReadonlySet<string> {
  return useUnsavedKeys(remembered);
}

/** The environment as it is being edited. */
export function useEnvironmentEdit(environment: Environment) {
  const saved = useMemo(() => formOf(environment), [environment]);
  return useRebasingEdit(remembered + environment.id, environmentRebasing, saved, environment.updated_at);
}

export function discardEdit(id: number): void {
  discardUnsaved(remembered + id);
}
