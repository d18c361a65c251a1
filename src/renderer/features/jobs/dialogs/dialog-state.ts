import { create } from 'zustand';
import type { Job, JobDefinition, JobSummary, JobVersion } from '../../../../shared/contract/jobs.ts';

/** The dialog about jobs that is open; opened from pages, menus and the palette alike. */
export type JobDialog =
  | { kind: 'publish'; job: Job; definition: JobDefinition }
  | { kind: 'activate'; job: Job; version: JobVersion }
  | {
      kind: 'backfill';
      job: JobSummary;
      range?: { from: string; to: string } | undefined;
      restate?: boolean;
    };

export const useJobDialog = create<{ dialog: JobDialog | null }>(() => ({ dialog: null }));

export function openJobDialog(dialog: JobDialog): void {
  useJobDialog.setState({ dialog });
}

export function closeJobDialog(): void {
  useJobDialog.setState({ dialog: null });
}
