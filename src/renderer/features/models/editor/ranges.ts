import { type editor, Range } from 'monaco-editor/editor';

/** UTF-16 offsets of a text as the editor's range. */
export function rangeOf(text: editor.ITextModel, start: number, end: number): Range {
  return Range.fromPositions(text.getPositionAt(start), text.getPositionAt(end));
}
