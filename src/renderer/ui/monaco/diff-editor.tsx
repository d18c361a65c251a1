import { editor } from 'monaco-editor/editor';
import { useEffect, useEffectEvent, useRef } from 'react';
import type { DiffProps } from '../diff-props.ts';
import classes from './editor.module.css';
import { createSqlModel, editorOptions } from './setup.ts';
import { useEditorTheme } from './use-editor-theme.ts';

/** See `DiffView`, which loads this when it is needed. */
export default function DiffEditor({ before, after, beforeLabel, afterLabel, inline, onHeight }: DiffProps) {
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<editor.IStandaloneDiffEditor>(null);
  const tellHeight = useEffectEvent((height: number) => onHeight?.(height));
  useEditorTheme();

  useEffect(() => {
    if (!host.current) return;
    const created = editor.createDiffEditor(host.current, {
      ...editorOptions,
      // The page around it goes on scrolling where the comparison ends.
      scrollbar: { ...editorOptions.scrollbar, alwaysConsumeMouseWheel: false },
      readOnly: true,
      originalEditable: false,
      // Its ground on top of that of a changed line would leave too little contrast.
      renderLineHighlightOnlyWhenFocus: true,
      renderSideBySide: true,
      useInlineViewWhenSpaceIsLimited: true,
      renderSideBySideInlineBreakpoint: 500,
      hideUnchangedRegions: { enabled: true, contextLineCount: 4, minimumLineCount: 6 },
      renderOverviewRuler: false,
      ignoreTrimWhitespace: false,
      diffAlgorithm: 'advanced',
    });
    view.current = created;
    const sides = [created.getOriginalEditor(), created.getModifiedEditor()];
    const measure = () => tellHeight(Math.max(...sides.map(side => side.getContentHeight())));
    const watched = [
      created.onDidUpdateDiff(measure),
      ...sides.map(side => side.onDidContentSizeChange(measure)),
    ];
    return () => {
      for (const watch of watched) watch.dispose();
      created.dispose();
      view.current = null;
    };
  }, []);

  useEffect(() => {
    const original = createSqlModel(before);
    const modified = createSqlModel(after);
    const comparison = view.current?.createViewModel({ original, modified });
    view.current?.setModel(comparison ?? null);
    return () => {
      view.current?.setModel(null);
      // Before the texts: a comparison that is still being computed would miss them, with nobody to tell.
      comparison?.dispose();
      original.dispose();
      modified.dispose();
    };
  }, [before, after]);

  useEffect(() => {
    view.current?.updateOptions({ renderSideBySide: !inline });
    // Set on each of the two: the diff editor names neither.
    view.current?.getOriginalEditor().updateOptions({ ariaLabel: `Before: ${beforeLabel}` });
    view.current?.getModifiedEditor().updateOptions({ ariaLabel: `After: ${afterLabel}` });
  }, [inline, beforeLabel, afterLabel]);

  return <div ref={host} className={classes.host} />;
}
