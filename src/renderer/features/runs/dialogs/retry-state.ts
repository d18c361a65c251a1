import { create } from 'zustand';
import { client } from '../../../api.ts';
import { troubleOf } from '../../../call-error.ts';
import { explain } from '../../../ui/dialogs.tsx';
import type { Run } from '../../../../shared/contract/runs.ts';

/** The run that is to be done again; asked for by lists, menus, the palette and its page alike. */
export const useRetriedRun = create<{ run: Run | null }>(() => ({ run: null }));

export function openRetry(run: Run): void {
  useRetriedRun.setState({ run });
}

export function closeRetry(): void {
  useRetriedRun.setState({ run: null });
}

/** Offers to do a run again that is known by its number alone. */
export async function runAgain(id: number): Promise<void> {
  try {
    openRetry(await client.runs.get({ run: id }));
  } catch (error) {
    explain(troubleOf(error, `Run #${id} cannot be done again`));
  }
}
