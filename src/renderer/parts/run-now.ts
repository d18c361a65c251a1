import { create } from 'zustand';
import type { Run } from '../../shared/contract/runs.ts';

/** What somebody wants to run: a job, or any job while `jobId` is null. */
export interface RunNowRequest {
  jobId: number | null;
  /** The run that is to be done again: what differs from it is told. */
  again?: Run;
}

/** The job to be run now, asked for by any screen; the dialog belongs to the jobs. */
export const useRunNowRequest = create<{ request: RunNowRequest | null }>(() => ({ request: null }));

export function openRunNow(request: RunNowRequest): void {
  useRunNowRequest.setState({ request });
}

export function closeRunNow(): void {
  useRunNowRequest.setState({ request: null });
}
