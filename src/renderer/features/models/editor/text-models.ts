import { type editor, Uri } from 'monaco-editor/editor';
import { createSqlModel } from '../../../ui/monaco/setup.ts';
import type { DraftDocument } from '../drafts/draft-document.ts';

interface Opened {
  draft: DraftDocument;
  text: editor.ITextModel;
  view: editor.ICodeEditorViewState | null;
}

const opened = new Map<number, Opened>();

/** The editor's text of a model: with its undo history, caret and scroll position, kept while other models are shown. */
export function textModelOf(modelId: number, draft: DraftDocument): Opened {
  const known = opened.get(modelId);
  // A draft that was closed and opened again is another document.
  if (known?.draft === draft) return known;
  known?.text.dispose();
  const text = createSqlModel(draft.text(), Uri.parse(`model:/${modelId}.sql`));
  draft.attach({
    get: () => text.getValue(),
    set: next => replaceText(text, next),
  });
  text.onDidChangeContent(() => draft.edited());
  const entry: Opened = { draft, text, view: null };
  opened.set(modelId, entry);
  return entry;
}

/** Replaces the whole text as one step that can be undone. */
export function replaceText(text: editor.ITextModel, next: string): void {
  if (text.getValue() === next) return;
  text.pushStackElement();
  text.pushEditOperations([], [{ range: text.getFullModelRange(), text: next }], () => null);
  text.pushStackElement();
}
