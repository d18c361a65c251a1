import {
  IconArrowBarToRight,
  IconCode,
  IconCursorText,
  IconGitCompare,
  IconHistory,
  IconIndentIncrease,
  IconPencil,
  IconPlayerPlay,
  IconRocket,
  IconSearch,
  IconStackPush,
} from '@tabler/icons-react';
import { useCommands } from '../../commands.ts';
import { showToast } from '../../ui/notices.ts';
import { type CtePreview, cteAt } from '../../ui/sql/ctes.ts';
import { useScopedState } from '../../ui/ui-state.ts';
import { openModelDialog } from './dialogs/dialog-state.ts';
import { partOfCte, pickPart, type TextPart } from './parts.ts';
import { compile, compileNothing, preview, previewNothing } from './run-sql.ts';
import type { ModelPageContext, PanelName } from './workbench.ts';

export const rowLimits = [100, 500, 1_000, 5_000, 10_000] as const;
export const defaultRowLimit = 500;

export function useRowLimit() {
  return useScopedState<number>('preview.limit', defaultRowLimit);
}

/** Previewing and compiling what is chosen in the editor. */
export function useRunning({ model, draft, workbench, environment, editor, showPanel }: ModelPageContext) {
  const [limit] = useRowLimit();
  const start = (panel: PanelName): TextPart | undefined => {
    showPanel(panel);
    return pickPart(draft.text(), editor.current?.selection() ?? { start: 0, end: 0 });
  };
  return {
    preview: () => {
      if (!environment) return;
      const part = start('results');
      if (part) preview(workbench, model.id, part, environment, limit);
      else previewNothing(workbench);
    },
    /** The CTE given, or the innermost one at the caret. */
    previewCte: (wanted?: CtePreview) => {
      if (!environment) return;
      const text = draft.text();
      const cte = wanted ?? cteAt(text, editor.current?.selection().start ?? 0);
      showPanel('results');
      if (cte) preview(workbench, model.id, partOfCte(text, cte), environment, limit);
      else showToast('The caret is in no CTE: put it into one of WITH');
    },
    compile: () => {
      if (!environment) return;
      const part = start('compiled');
      if (part) compile(workbench, part, environment);
      else compileNothing(workbench);
    },
  };
}

/** The commands of a model's page. */
export function useModelCommands(
  page: ModelPageContext,
  view: { toggleBottom: () => void; toggleSide: () => void },
): void {
  const { model, editor, environment } = page;
  const running = useRunning(page);
  const disabled = environment ? undefined : 'There is no environment to run it in';
  const group = 'This model';
  useCommands([
    {
      id: 'model.preview',
      title: 'Preview the statement or selection',
      group,
      shortcut: 'mod+Enter',
      icon: IconPlayerPlay,
      words: 'run execute',
      disabled,
      run: running.preview,
    },
    {
      id: 'model.preview_cte',
      title: 'Preview up to this CTE',
      group,
      shortcut: 'mod+alt+Enter',
      icon: IconStackPush,
      words: 'run with common table expression',
      disabled,
      run: () => running.previewCte(),
    },
    {
      id: 'model.compile',
      title: 'Show what will really run',
      group,
      shortcut: 'mod+shift+Enter',
      icon: IconCode,
      words: 'compile sql',
      disabled,
      run: running.compile,
    },
    {
      id: 'model.format',
      title: 'Format the SQL',
      group,
      shortcut: 'alt+shift+f',
      icon: IconIndentIncrease,
      run: () => void editor.current?.format(),
    },
    {
      id: 'model.rename_symbol',
      title: 'Rename the alias or CTE…',
      group,
      shortcut: 'F2',
      icon: IconCursorText,
      run: () => editor.current?.rename(),
    },
    {
      id: 'model.definition',
      title: 'Go to the model or CTE behind the name',
      group,
      shortcut: 'F12',
      icon: IconArrowBarToRight,
      words: 'definition source',
      run: () => editor.current?.goToDefinition(),
    },
    {
      id: 'model.publish',
      title: 'Publish the draft…',
      group,
      shortcut: 'mod+shift+p',
      icon: IconRocket,
      words: 'version',
      run: () => openModelDialog({ kind: 'publish', modelId: model.id }),
    },
    {
      id: 'model.details',
      title: 'Rename and describe…',
      group,
      icon: IconPencil,
      words: 'labels owner',
      run: () => openModelDialog({ kind: 'details', model }),
    },
    {
      id: 'model.compare',
      title: 'Compare the draft with the last version',
      group,
      icon: IconGitCompare,
      words: 'diff changes',
      disabled: model.latest_version === null ? 'Nothing is published yet' : undefined,
      run: () => page.compare(String(model.latest_version), 'draft'),
    },
    {
      id: 'model.history',
      title: 'Show the history of queries',
      group,
      icon: IconHistory,
      words: 'previews ad-hoc past',
      run: () => page.showPanel('history'),
    },
    {
      id: 'edit.find',
      title: 'Find in the SQL',
      group,
      shortcut: 'mod+f',
      icon: IconSearch,
      run: () => editor.current?.find(),
    },
    {
      id: 'editor.focus',
      title: 'Go to the editor',
      group,
      shortcut: 'e',
      run: () => editor.current?.focus(),
    },
    {
      id: 'view.bottom_panel',
      title: 'Show or hide the results',
      group: 'View',
      shortcut: 'mod+j',
      run: view.toggleBottom,
    },
    {
      id: 'view.versions',
      title: 'Show or hide the versions',
      group: 'View',
      shortcut: 'mod+alt+b',
      run: view.toggleSide,
    },
  ]);
}
