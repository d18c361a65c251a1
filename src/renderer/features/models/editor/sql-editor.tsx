import { editor, MarkerSeverity } from 'monaco-editor/editor';
import { useEffect, useEffectEvent, useRef } from 'react';
import type { Environment } from '../../../../shared/contract/environments.ts';
import { client } from '../../../api.ts';
import { troubleOf } from '../../../call-error.ts';
import { takeInsertion } from '../../../parts/insert-into-editor.ts';
import { explain } from '../../../ui/dialogs.tsx';
import classes from '../../../ui/monaco/editor.module.css';
import { editorOptions } from '../../../ui/monaco/setup.ts';
import { useEditorTheme } from '../../../ui/monaco/use-editor-theme.ts';
import type { CtePreview } from '../../../ui/sql/ctes.ts';
import type { DraftDocument } from '../drafts/draft-document.ts';
import type { EditorHandle } from '../workbench.ts';
import { serveLanguage } from './language-services.ts';
import { lookAround } from './look-around.ts';
import { replaceText, textModelOf } from './text-models.ts';

export interface Marker {
  message: string;
  line: number;
  column: number;
  endLine: number;
  endColumn: number;
  severity: 'error' | 'warning';
}

interface Props {
  modelId: number;
  /** For those who listen. */
  name: string;
  draft: DraftDocument;
  environment: Environment | undefined;
  markers: readonly Marker[];
  /** Takes the keyboard as soon as it is there. */
  takesFocus: boolean;
  onReady: (handle: EditorHandle | null) => void;
  /** What runs of the text: asked for in its menu. */
  onPreview: () => void;
  onPreviewCte: (cte?: CtePreview) => void;
}

/** The editor of a draft. Loaded on demand: it is most of the application's size. */
export default function SqlEditor({
  modelId,
  name,
  draft,
  environment,
  markers,
  takesFocus,
  onReady,
  onPreview,
  onPreviewCte,
}: Props) {
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<editor.IStandaloneCodeEditor>(null);
  useEditorTheme();
  const tellReady = useEffectEvent(onReady);
  const lookUp = useEffectEvent((patienceMs: number) => lookAround(environment, patienceMs));
  const scopeOf = useEffectEvent((sql: string, offset: number) =>
    client.sql.scope({ sql, offset, environment: environment && String(environment.id) }),
  );
  const previewText = useEffectEvent(onPreview);
  const previewCte = useEffectEvent(onPreviewCte);
  const wantsFocus = useEffectEvent(() => takesFocus);

  useEffect(() => {
    if (!host.current) return;
    const opened = textModelOf(modelId, draft);
    const created = editor.create(host.current, {
      ...editorOptions,
      model: opened.text,
      placeholder: 'Write one SELECT. It becomes a table or a view when a job builds it.',
      quickSuggestions: { other: true, comments: false, strings: false },
      suggest: { showWords: false },
      wordBasedSuggestions: 'off',
      occurrencesHighlight: 'singleFile',
    });
    created.restoreViewState(opened.view);
    serveLanguage(opened.text, {
      surroundings: patienceMs => lookUp(patienceMs),
      scope: (sql, offset) => scopeOf(sql, offset),
      previewCte: cte => previewCte(cte),
    });
    addToMenu(created, { preview: () => previewText(), previewCte: () => previewCte() });
    view.current = created;
    tellReady(handleOf(created));
    const inserted = takeInsertion();
    if (inserted !== undefined) insertAtCaret(created, inserted);
    if (inserted !== undefined || wantsFocus()) created.focus();
    return () => {
      opened.view = created.saveViewState();
      tellReady(null);
      created.dispose();
      view.current = null;
    };
  }, [modelId, draft]);

  useEffect(() => {
    view.current?.updateOptions({ ariaLabel: `SQL of ${name}. Press Ctrl+M to let Tab leave the editor.` });
  }, [name]);

  useEffect(() => {
    const text = view.current?.getModel();
    if (text) editor.setModelMarkers(text, 'slipway', markers.map(toMarker));
  }, [markers]);

  return <div ref={host} className={classes.host} />;
}

/** One step to undo; a selection is replaced. */
function insertAtCaret(view: editor.IStandaloneCodeEditor, text: string): void {
  const range = view.getSelection();
  if (!range) return;
  view.pushUndoStop();
  view.executeEdits('catalogue', [{ range, text, forceMoveMarkers: true }]);
  view.pushUndoStop();
}

function toMarker(marker: Marker): editor.IMarkerData {
  return {
    message: marker.message,
    severity: marker.severity === 'error' ? MarkerSeverity.Error : MarkerSeverity.Warning,
    startLineNumber: marker.line,
    startColumn: marker.column,
    endLineNumber: marker.endLine,
    endColumn: marker.endColumn,
  };
}

/** The first group of the menu of the right mouse button. */
function addToMenu(
  view: editor.IStandaloneCodeEditor,
  { preview, previewCte }: { preview: () => void; previewCte: () => void },
): void {
  const group = { contextMenuGroupId: '0_slipway' };
  view.addAction({
    ...group,
    id: 'slipway.preview',
    label: 'Preview the statement or selection',
    run: preview,
  });
  view.addAction({
    ...group,
    id: 'slipway.previewCteHere',
    label: 'Preview up to this CTE',
    run: previewCte,
  });
}

function handleOf(view: editor.IStandaloneCodeEditor): EditorHandle {
  return {
    focus: () => view.focus(),
    selection() {
      const text = view.getModel();
      const selection = view.getSelection();
      if (!text || !selection) return { start: 0, end: 0 };
      return {
        start: text.getOffsetAt(selection.getStartPosition()),
        end: text.getOffsetAt(selection.getEndPosition()),
      };
    },
    reveal(line, column) {
      view.setPosition({ lineNumber: line, column });
      view.revealPositionInCenterIfOutsideViewport({ lineNumber: line, column });
      view.focus();
    },
    find() {
      view.focus();
      void view.getAction('actions.find')?.run();
    },
    rename() {
      view.focus();
      void view.getAction('editor.action.rename')?.run();
    },
    goToDefinition() {
      view.focus();
      void view.getAction('editor.action.revealDefinition')?.run();
    },
    async format() {
      const text = view.getModel();
      if (!text) return;
      const before = text.getValue();
      try {
        const { sql, changed } = await client.sql.format({ sql: before });
        // What was typed meanwhile wins over its layout.
        if (changed && !text.isDisposed() && text.getValue() === before) replaceText(text, sql);
      } catch (error) {
        explain(troubleOf(error, 'The text was not formatted'));
      }
    },
  };
}
