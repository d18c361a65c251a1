import type { Board, BoardCell } from '../../../../shared/contract/promotion.ts';
import { isBehind, isOpen } from '../promotion-words.ts';

export type BoardModel = Board['models'][number];
export type BoardEnvironment = Board['environments'][number];

/**
 * A row of the board. A model has one, or as many as it has jobs in one environment; the first of them carries its name.
 */
export interface BoardLine {
  key: string;
  model: BoardModel;
  first: boolean;
  /** By environment, in their order: the cell; null where there is no job; undefined where others have a further one. */
  cells: (BoardCell | null | undefined)[];
}

export function boardLines(board: Board, models: readonly BoardModel[] = board.models): BoardLine[] {
  return models.flatMap(model => {
    const byEnvironment = board.environments.map(({ name }) =>
      model.cells.filter(cell => cell.environment === name),
    );
    const count = Math.max(1, ...byEnvironment.map(cells => cells.length));
    return Array.from({ length: count }, (_, index) => ({
      key: `${model.id}-${index}`,
      model,
      first: index === 0,
      cells: byEnvironment.map(cells => cells[index] ?? (index === 0 ? null : undefined)),
    }));
  });
}

/** What the board is narrowed to, besides the words. */
export const shownKinds = ['all', 'drift', 'waiting', 'failed'] as const;
export type ShownKind = (typeof shownKinds)[number];

export const shownWords: Record<ShownKind, string> = {
  all: 'All models',
  drift: 'Behind or not run',
  waiting: 'Waiting promotions',
  failed: 'Last run failed',
};

export const isShownKind = (text: string | null): text is ShownKind => shownKinds.some(kind => kind === text);

/** The models that have all words in their name, tags or jobs, and of which a cell is of the kind. */
export function filterBoard(
  models: readonly BoardModel[],
  filter: string,
  kind: ShownKind,
): readonly BoardModel[] {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0 && kind === 'all') return models;
  return models.filter(model => {
    if (kind !== 'all' && !model.cells.some(cell => isOfKind(cell, kind))) return false;
    if (words.length === 0) return true;
    const text = [model.name, ...model.tags.map(tag => tag.name), ...model.cells.map(({ job }) => job)]
      .join(' ')
      .toLowerCase();
    return words.every(word => text.includes(word));
  });
}

function isOfKind(cell: BoardCell, kind: ShownKind): boolean {
  switch (kind) {
    case 'all':
      return true;
    case 'drift':
      return isBehind(cell) || cell.drift === 'never_ran' || cell.drift === 'not_run_yet';
    case 'waiting':
      return cell.pending !== null && isOpen(cell.pending.state);
    case 'failed':
      return cell.last_run?.state === 'failed';
  }
}

export interface ColumnSummary {
  behind: number;
  notRun: number;
  waiting: number;
  failed: number;
}

/** How many cells of each environment want to be looked at, in the order of the environments. */
export function columnSummaries(board: Board): ColumnSummary[] {
  const summaries = new Map(
    board.environments.map(({ name }) => [name, { behind: 0, notRun: 0, waiting: 0, failed: 0 }]),
  );
  for (const cell of board.models.flatMap(model => model.cells)) {
    const summary = summaries.get(cell.environment);
    if (!summary) continue;
    if (isBehind(cell)) summary.behind++;
    if (cell.drift === 'not_run_yet') summary.notRun++;
    if (isOfKind(cell, 'waiting')) summary.waiting++;
    if (isOfKind(cell, 'failed')) summary.failed++;
  }
  return [...summaries.values()];
}

/** `2 behind · 1 waiting`; empty where all is well. */
export function summaryText({ behind, notRun, waiting, failed }: ColumnSummary): string {
  return [
    failed > 0 && `${failed} failed`,
    waiting > 0 && `${waiting} waiting`,
    notRun > 0 && `${notRun} not run yet`,
    behind > 0 && `${behind} behind`,
  ]
    .filter(Boolean)
    .join(' · ');
}
