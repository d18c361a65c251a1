import { create } from 'zustand';
import type { RunSummary } from '../../../../shared/contract/runs.ts';

type Stopped = Pick<RunSummary, 'id' | 'job' | 'environment' | 'state'>;

/** The run that is to be cancelled; asked for by lists, menus, the palette and its page alike. */
export const useCancelledRun = create<{ run: Stopped | null }>(() => ({ run: null }));

export function openCancelRun(run: Stopped): void {
  useCancelledRun.setState({ run });
}

export function closeCancelRun(): void {
  useCancelledRun.setState({ run: null });
}
