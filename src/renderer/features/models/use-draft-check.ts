import { useEffect, useMemo, useSyncExternalStore } from 'react';
import { client } from '../../api.ts';
import { callFailure } from '../../call-error.ts';
import type { Marker } from './editor/sql-editor.tsx';
import { isWhatRan, placeInDraft } from './parts.ts';
import type { ModelPageContext } from './workbench.ts';

const checkAfterMs = 300;

/** Checks the draft a moment after it was edited, and collects all that is to be marked in it. */
export function useDraftCheck({ draft, workbench, environment }: ModelPageContext): readonly Marker[] {
  const where = environment && String(environment.id);
  const variables = JSON.stringify(environment?.variables);
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
        const problems = sql.trim() === '' ? [] : await problemsOf(sql, where, signal);
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
    // oxlint-disable-next-line react/exhaustive-effect-dependencies -- other variables: what is unknown is another
  }, [draft, workbench, where, variables]);

  const problems = workbench(state => state.problems);
  const preview = workbench(state => state.preview);
  const isThere = useSyncExternalStore(draft.subscribe, () => isWhatRan(draft.text(), preview));
  return useMemo(() => {
    const syntax = problems.map(problem => ({
      message: problem.message,
      line: problem.line,
      column: problem.column,
      endLine: problem.end_line,
      endColumn: problem.end_column,
      severity: problem.severity,
    }));
    return isThere ? [...syntax, ...previewMarkers(preview)] : syntax;
  }, [problems, preview, isThere]);
}

async function problemsOf(sql: string, environment: string | undefined, signal: AbortSignal) {
  return (await client.sql.check({ sql, model: true, environment }, { signal })).problems;
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
