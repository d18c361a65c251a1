import { type editor, Range, Uri } from 'monaco-editor/editor';
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

/** Makes the text another one, in one step that can be undone; caret and scrolling stay where nothing changed. */
export function replaceText(text: editor.ITextModel, next: string): void {
  const before = text.getValue();
  if (before === next) return;
  const shortest = Math.min(before.length, next.length);
  let start = 0;
  while (start < shortest && before[start] === next[start]) start++;
  let tail = 0;
  while (tail < shortest - start && before.at(-1 - tail) === next.at(-1 - tail)) tail++;
  const range = Range.fromPositions(text.getPositionAt(start), text.getPositionAt(before.length - tail));
  text.pushStackElement();
  text.pushEditOperations([], [{ range, text: next.slice(start, next.length - tail) }], () => null);
  text.pushStackElement();
}
