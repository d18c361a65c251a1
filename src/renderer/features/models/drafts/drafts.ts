import { useEffect, useSyncExternalStore } from 'react';
import { type Docs, docs } from '../../../../shared/contract/docs.ts';
import type { Model } from '../../../../shared/contract/models.ts';
import { noDocs } from '../../../../shared/domain/docs.ts';
import { client, connection } from '../../../api.ts';
import { thisTab } from '../../../ui/tab.ts';
import { isStillThere, type TextPart } from '../parts.ts';
import {
  createDraftDocument,
  type DraftDocument,
  type Journal,
  type JournalEntry,
  type SaveState,
} from './draft-document.ts';

const documents = new Map<number, DraftDocument>();
/** What the models of the documents are called. */
const names = new Map<number, string>();

/** The one document of a model on this page; it outlives the screens that show it. */
export function draftOf(model: Model, scope: string): DraftDocument {
  names.set(model.id, model.name);
  const known = documents.get(model.id);
  if (known) return known;
  const save = (input: Parameters<Parameters<typeof createDraftDocument>[1]>[0]) =>
    client.models.saveDraft({ model: String(model.id), ...input });
  const name = keptName(scope, model.id);
  const document = createDraftDocument(model.draft, save, journalOf(scope, model.id));
  documents.set(model.id, document);
  // What a tab that is gone left of this model, one text at a time.
  void thisTab.takeOver(name, (found, value, keptAtMs) => {
    const entry = found === name && documents.get(model.id) === document ? journalEntry(value) : undefined;
    return entry !== undefined && document.takeUp(entry, keptAtMs);
  });
  return document;
}

/** The document of a model where it has been opened. */
export function openedDraft(modelId: number): DraftDocument | undefined {
  return documents.get(modelId);
}

/** Lets go of a model's document, after saving what is not saved. False when that could not be done: it stays. */
export async function closeDraft(modelId: number): Promise<boolean> {
  const document = documents.get(modelId);
  if (!document) return true;
  await document.flush();
  if (document.state().status !== 'saved') return false;
  documents.delete(modelId);
  return true;
}

/** Forgets a model that is gone, with its text. */
export function forgetDraft(modelId: number, scope: string): void {
  documents.get(modelId)?.discard();
  documents.delete(modelId);
  thisTab.forget(keptName(scope, modelId));
}

export interface LostDraft {
  name: string;
  text: string;
  docs: Docs;
}

/** What this tab still has of a model that is gone. */
export function lostDraft(modelId: number, scope: string): LostDraft | undefined {
  const kept = thisTab.read(keptName(scope, modelId)) as Partial<Kept> | undefined;
  const name = names.get(modelId) ?? kept?.name;
  const entry = journalEntry(kept);
  const draft = documents.get(modelId);
  const text = draft?.text() ?? entry?.text;
  const written = draft?.docs() ?? entry?.docs ?? noDocs;
  return name === undefined || text === undefined ? undefined : { name, text, docs: written };
}

export function useSaveState(document: DraftDocument): SaveState {
  return useSyncExternalStore(document.subscribe, document.state);
}

/** What is written about the draft, as it is being edited. */
export function useDraftDocs(document: DraftDocument): Docs {
  return useSyncExternalStore(document.subscribe, document.docs);
}

export function useIsModified(document: DraftDocument): boolean {
  return useSyncExternalStore(document.subscribe, document.isModified);
}

/** Whether the draft still says what was run. */
export function useIsStillThere(document: DraftDocument, part: TextPart): boolean {
  return useSyncExternalStore(document.subscribe, () => isStillThere(document.text(), part));
}

/** Saves what waits when the page goes or the engine is back. Once for the page. */
export function useSavingInTime(): void {
  useEffect(() => {
    const flushAll = () => {
      for (const draft of documents.values()) void draft.flush();
    };
    const onHide = () => document.visibilityState === 'hidden' && flushAll();
    const stop = connection.subscribe(() => connection.state().status === 'open' && flushAll());
    addEventListener('pagehide', flushAll);
    document.addEventListener('visibilitychange', onHide);
    return () => {
      stop();
      removeEventListener('pagehide', flushAll);
      document.removeEventListener('visibilitychange', onHide);
    };
  }, []);
}

const keptName = (scope: string, modelId: number) => `draft:${encodeURIComponent(scope)}:${modelId}`;

interface Kept extends JournalEntry {
  /** What the model was called, for when it is gone. */
  name: string;
}

/** This tab's unsaved text: written at once, gone as soon as the engine has it. */
function journalOf(scope: string, modelId: number): Journal {
  const name = keptName(scope, modelId);
  return {
    read: () => journalEntry(thisTab.read(name)),
    write: entry => thisTab.keep(name, { ...entry, name: names.get(modelId) ?? '' } satisfies Kept),
    clear: () => thisTab.forget(name),
  };
}

function journalEntry(value: unknown): JournalEntry | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { text, revision, docs: written } = value as Record<string, unknown>;
  if (typeof text !== 'string' || typeof revision !== 'number') return undefined;
  const read = docs.safeParse(written);
  return { text, revision, ...(read.success && { docs: read.data }) };
}
