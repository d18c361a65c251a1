import { create } from 'zustand';
import type { Docs } from '../../../../shared/contract/docs.ts';
import type { ModelSummary } from '../../../../shared/contract/models.ts';

/** What a new model starts from. */
export interface StartFrom {
  name: string;
  sql: string;
  docs?: Docs;
  onCreated: () => void;
}

/** The dialog about models that is open; opened from lists, menus, the palette and the editor alike. */
export type ModelDialog =
  | { kind: 'create'; from?: StartFrom }
  | { kind: 'details'; model: ModelSummary }
  | { kind: 'publish'; modelId: number }
  | { kind: 'origin'; model: ModelSummary; path: string }
  | { kind: 'tag'; modelId: number; version: number };

export const useModelDialog = create<{ dialog: ModelDialog | null }>(() => ({ dialog: null }));

export function openModelDialog(dialog: ModelDialog): void {
  useModelDialog.setState({ dialog });
}

export function closeModelDialog(): void {
  useModelDialog.setState({ dialog: null });
}

export const openCreateModel = () => openModelDialog({ kind: 'create' });
