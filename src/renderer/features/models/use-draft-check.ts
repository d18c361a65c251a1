import { useEffect, useMemo } from 'react';
import { client } from '../../api.ts';
import { callFailure } from '../../call-error.ts';
import type { Marker } from './editor/sql-editor.tsx';
import { placeInDraft } from './parts.ts';
import type { ModelPageContext } from './workbench.ts';

const checkAfterMs = 400;

/** Checks the draft a moment after it was edited, and collects all that is to be marked in it. */
export function useDraftCheck({ draft, workbench }: ModelPageContext): readonly Marker[] {
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let controller = new AbortController();
    let checked: string | undefined;
    const check = async () => {
      const sql = draft.text();
      if (sql === checked) return;
      controller.abort();
      controller = new AbortController();
      const { signal } = controller;
      try {
        const problems = sql.trim() === '' ? [] : (await client.sql.check({ sql }, { signal })).problems;
        checked = sql;
        workbench.setState({ problems, checkError: undefined });
      } catch (error) {
        if (!signal.aborted) workbench.setState({ checkError: error });
      }
    };
    const later = () => {
      clearTimeout(timer);
      timer = setTimeout(() => void check(), checkAfterMs);
    };
    void check();
    const stop = draft.subscribe(later);
    return () => {
      stop();
      clearTimeout(timer);
      controller.abort();
    };
  }, [draft, workbench]);

  const problems = workbench(state => state.problems);
  const preview = workbench(state => state.preview);
  return useMemo(() => {
    const syntax = problems.map(problem => ({
      message: problem.message,
      line: problem.line,
      column: problem.column,
      endLine: problem.end_line,
      endColumn: problem.end_column,
      severity: problem.severity,
    }));
    return [...syntax, ...previewMarkers(preview)];
  }, [problems, preview]);
}

/** What the engine said of the text that was run, where it stands in the draft. */
function previewMarkers(preview: ReturnType<ModelPageContext['workbench']['getState']>['preview']): Marker[] {
  if (preview.status !== 'failed' || !preview.part.from) return [];
  const { from } = preview.part;
  return callFailure(preview.error).problems.flatMap((problem): Marker[] => {
    if (problem.line === undefined) return [];
    const { line, column } = placeInDraft({ line: problem.line, column: problem.column ?? 1 }, from);
    return [
      { message: problem.message, line, column, endLine: line, endColumn: column + 1, severity: 'error' },
    ];
  });
}
