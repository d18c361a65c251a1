import { createContext, use } from 'react';
import { create, type StoreApi, type UseBoundStore } from 'zustand';
import type { Environment } from '../../../shared/contract/environments.ts';
import type { Model, ResultSet } from '../../../shared/contract/models.ts';
import type { Compiled, SqlProblem } from '../../../shared/contract/sql.ts';
import type { DraftDocument } from './drafts/draft-document.ts';
import type { TextPart } from './parts.ts';

/** The environment as it was then: its colour marks what came from it. */
export type Where = Pick<Environment, 'id' | 'name' | 'colour' | 'protected' | 'engine'>;

interface Asked {
  part: TextPart;
  where: Where;
  startedAtMs: number;
}

export type Preview =
  /** `empty`: there was nothing to run. */
  | { status: 'none' }
  | { status: 'empty' }
  | (Asked & { status: 'running'; limit: number; cancel: () => void })
  | (Asked & { status: 'done'; limit: number; result: ResultSet })
  | (Asked & { status: 'failed'; limit: number; error: unknown })
  | (Asked & { status: 'cancelled'; limit: number });

export type Compilation =
  | { status: 'none' }
  | { status: 'empty' }
  | (Asked & { status: 'running' })
  | (Asked & { status: 'done'; compiled: Compiled })
  | (Asked & { status: 'failed'; error: unknown });

export interface Workbench {
  preview: Preview;
  compilation: Compilation;
  /** Of the draft as it was last checked. */
  problems: readonly SqlProblem[];
  /** Why checking was not possible. */
  checkError: unknown;
}

export type WorkbenchStore = UseBoundStore<StoreApi<Workbench>>;
const stores = new Map<number, WorkbenchStore>();

/** What was last done with a model; kept while other models are shown. */
export function workbenchOf(modelId: number): WorkbenchStore {
  const known = stores.get(modelId);
  if (known) return known;
  const store = create<Workbench>(() => ({
    preview: { status: 'none' },
    compilation: { status: 'none' },
    problems: [],
    checkError: undefined,
  }));
  stores.set(modelId, store);
  return store;
}

export function forgetWorkbench(modelId: number): void {
  const preview = stores.get(modelId)?.getState().preview;
  if (preview?.status === 'running') preview.cancel();
  stores.delete(modelId);
}

/** What the open editor can be asked; null while it is being loaded. */
export interface EditorHandle {
  focus: () => void;
  /** The selection, or where the caret is. */
  selection(): { start: number; end: number };
  /** Shows a place, both from 1, with the caret there. */
  reveal: (line: number, column: number) => void;
  /** Opens the search in the text. */
  find: () => void;
  /** Asks for another name of the alias or CTE at the caret. */
  rename: () => void;
  /** To the model behind the source at the caret, or to where its CTE is given. */
  goToDefinition: () => void;
  /** Changes the layout only; one step to undo. */
  format(): Promise<void>;
}

/** Everything the parts of a model's page share. */
export interface ModelPageContext {
  model: Model;
  draft: DraftDocument;
  workbench: WorkbenchStore;
  environment: Environment | undefined;
  editor: { current: EditorHandle | null };
  /** Shows a tab of the bottom panel. */
  showPanel: (tab: PanelName) => void;
  /** Compares two texts: version numbers, "draft" or "file". */
  compare: (a: string, b: string) => void;
}

export type PanelName = 'results' | 'problems' | 'compiled' | 'history' | 'impact' | 'jobs';

export const ModelPage = createContext<ModelPageContext | null>(null);

export function useModelPage(): ModelPageContext {
  const context = use(ModelPage);
  if (!context) throw new Error('Outside of a model’s page');
  return context;
}
