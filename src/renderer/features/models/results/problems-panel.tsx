import { IconAlertTriangle, IconCircleCheck, IconCircleX } from '@tabler/icons-react';
import { useSyncExternalStore } from 'react';
import { callFailure, troubleOf } from '../../../call-error.ts';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { Failed } from '../../../ui/failed.tsx';
import { sizes } from '../../../ui/theme.ts';
import { isWhatRan, placeInDraft } from '../parts.ts';
import classes from './results.module.css';
import { useModelPage, type Workbench } from '../workbench.ts';

interface Found {
  key: string;
  message: string;
  severity: 'error' | 'warning';
  /** What found it. */
  by: string;
  place: { line: number; column: number } | undefined;
}

export function useProblemCount(): number {
  return useProblems().length;
}

/** Everything found wrong with the draft, each with its place. */
export function ProblemsPanel() {
  const { draft, workbench, editor } = useModelPage();
  const state = workbench();
  const found = useProblems();
  const isEmpty = useSyncExternalStore(draft.subscribe, () => draft.text().trim() === '');
  if (state.checkError !== undefined && found.length === 0) {
    return <Failed trouble={troubleOf(state.checkError, 'The text could not be checked')} />;
  }
  if (found.length === 0) {
    return (
      <EmptyState icon={<IconCircleCheck size={24} stroke={1.5} aria-hidden />}>
        {isEmpty
          ? 'The draft is empty.'
          : 'The draft is well formed. Its tables and columns are looked up when it runs.'}
      </EmptyState>
    );
  }
  return (
    <ul className={classes.list} aria-label="Problems">
      {found.map(problem => {
        const Icon = problem.severity === 'error' ? IconCircleX : IconAlertTriangle;
        return (
          <li key={problem.key}>
            <button
              type="button"
              className={classes.problem}
              data-tone={problem.severity === 'error' ? 'danger' : 'warning'}
              onClick={() =>
                problem.place && editor.current?.reveal(problem.place.line, problem.place.column)
              }
            >
              <Icon size={sizes.iconSmall} aria-label={problem.severity} />
              <span>{problem.message}</span>
              <span className={classes.place}>
                {problem.by}
                {problem.place && `, line ${problem.place.line}, column ${problem.place.column}`}
              </span>
            </button>
          </li>
        );
      })}
    </ul>
  );
}

function useProblems(): Found[] {
  const { draft, workbench } = useModelPage();
  const state = workbench();
  const text = useSyncExternalStore(draft.subscribe, draft.text);
  return allProblems(state, text);
}

/** What was said of a text that is not there any more is no problem of this one. */
function allProblems({ problems, preview, compilation }: Workbench, text: string): Found[] {
  const syntax = problems.map((problem, index) => ({
    key: `check ${index}`,
    message: problem.message,
    severity: problem.severity,
    by: 'check',
    place: { line: problem.line, column: problem.column },
  }));
  const previewed = isWhatRan(text, preview) ? [...ofCall(preview, 'preview'), ...ofResult(preview)] : [];
  const compiled = isWhatRan(text, compilation) ? ofCall(compilation, 'compiling') : [];
  const all = [...syntax, ...previewed, ...compiled];
  const sameAs = (a: Found, b: Found) =>
    a.message === b.message && a.place?.line === b.place?.line && a.place?.column === b.place?.column;
  return all.filter((problem, at) => all.findIndex(other => sameAs(problem, other)) === at);
}

function ofCall(done: Workbench['preview'] | Workbench['compilation'], by: string): Found[] {
  if (done.status !== 'failed') return [];
  const { from } = done.part;
  return callFailure(done.error).problems.map((problem, index) => ({
    key: `${by} ${index}`,
    message: problem.message,
    severity: 'error',
    by,
    place:
      problem.line === undefined || !from
        ? undefined
        : placeInDraft({ line: problem.line, column: problem.column ?? 1 }, from),
  }));
}

function ofResult(preview: Workbench['preview']): Found[] {
  if (preview.status !== 'done') return [];
  const { from } = preview.part;
  return preview.result.warnings.map((warning, index) => ({
    key: `warning ${index}`,
    message: warning.message,
    severity: 'warning',
    by: 'translation',
    place:
      warning.line === undefined || !from
        ? undefined
        : placeInDraft({ line: warning.line, column: warning.column ?? 1 }, from),
  }));
}
