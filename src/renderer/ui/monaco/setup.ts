/** The editor with what is needed for SQL, and nothing else: the pages of other languages stay out of the build. */
import 'monaco-editor/features/anchorSelect/register';
import 'monaco-editor/features/bracketMatching/register';
import 'monaco-editor/features/caretOperations/register';
import 'monaco-editor/features/clipboard/register';
import 'monaco-editor/features/codeEditor/register';
import 'monaco-editor/features/codicon/register';
import 'monaco-editor/features/codelens/register';
import 'monaco-editor/features/comment/register';
import 'monaco-editor/features/contextmenu/register';
import 'monaco-editor/features/cursorUndo/register';
import 'monaco-editor/features/diffEditor/register';
import 'monaco-editor/features/dnd/register';
import 'monaco-editor/features/find/register';
import 'monaco-editor/features/folding/register';
import 'monaco-editor/features/format/register';
import 'monaco-editor/features/gotoError/register';
import 'monaco-editor/features/gotoLine/register';
import 'monaco-editor/features/gotoSymbol/register';
import 'monaco-editor/features/hover/register';
import 'monaco-editor/features/indentation/register';
import 'monaco-editor/features/lineSelection/register';
import 'monaco-editor/features/linesOperations/register';
import 'monaco-editor/features/longLinesHelper/register';
import 'monaco-editor/features/multicursor/register';
import 'monaco-editor/features/parameterHints/register';
import 'monaco-editor/features/placeholderText/register';
import 'monaco-editor/features/readOnlyMessage/register';
import 'monaco-editor/features/rename/register';
import 'monaco-editor/features/smartSelect/register';
import 'monaco-editor/features/snippet/register';
import 'monaco-editor/features/toggleTabFocusMode/register';
import 'monaco-editor/features/tokenization/register';
import 'monaco-editor/features/unicodeHighlighter/register';
import 'monaco-editor/features/unusualLineTerminators/register';
import 'monaco-editor/features/wordHighlighter/register';
import 'monaco-editor/features/wordOperations/register';
import 'monaco-editor/features/wordPartOperations/register';
// The list of completions: in 0.57 `features/suggest/register` leaves it out.
import 'monaco-editor/editor/contrib/suggest/browser/suggestController';
// The same for F12.
import 'monaco-editor/editor/contrib/gotoSymbol/browser/goToCommands';
import { editor, type Uri } from 'monaco-editor/editor';
// oxlint-disable-next-line import/default -- Vite makes the export
import EditorWorker from 'monaco-editor/editor/editor.worker?worker';
import { fonts } from '../theme.ts';
import { registerSnowflake, snowflakeId } from './snowflake-language.ts';
import { defineThemes } from './themes.ts';

self.MonacoEnvironment = { getWorker: () => new EditorWorker() };
registerSnowflake();
defineThemes();
// The editor measures its face once; ours may still be on its way then.
void document.fonts.load(`${fonts.base}px ${fonts.mono}`).then(() => editor.remeasureFonts());

/** A text for an editor. */
export function createSqlModel(sql: string, uri?: Uri): editor.ITextModel {
  const model = editor.createModel(sql, snowflakeId, uri);
  model.setEOL(editor.EndOfLineSequence.LF);
  return model;
}

/** What all editors have in common. */
export const editorOptions: editor.IEditorOptions & editor.IGlobalEditorOptions = {
  automaticLayout: true,
  fontFamily: fonts.mono,
  fontSize: fonts.base,
  lineHeight: 20,
  fontLigatures: false,
  minimap: { enabled: false },
  scrollBeyondLastLine: false,
  renderLineHighlight: 'line',
  renderFinalNewline: 'on',
  renderWhitespace: 'selection',
  overviewRulerBorder: false,
  hideCursorInOverviewRuler: true,
  fixedOverflowWidgets: true,
  padding: { top: 8, bottom: 8 },
  scrollbar: { verticalScrollbarSize: 10, horizontalScrollbarSize: 10, useShadows: false },
  stickyScroll: { enabled: false },
  accessibilitySupport: 'auto',
  tabSize: 2,
};
