import type { Board, BoardCell } from '../../../shared/contract/promotion.ts';
import { environmentSpan } from './environment.ts';
import { runningText } from './promotion.ts';
import { runIcon } from './states.ts';
import { type Cell, type Column, type Span, table } from './table.ts';
import type { Terminal } from './terminal.ts';
import { ago } from './times.ts';

/** Models × environments. A cell: what the job runs, how its last run went, and how far that is behind. */
export function boardText(board: Board, terminal: Terminal): string {
  if (board.models.length === 0) return 'There are no models.';
  const { environments } = board;
  const rows = board.models.flatMap(model => {
    const perEnvironment = environments.map(({ name }) =>
      model.cells.filter(cell => cell.environment === name),
    );
    // Several jobs of an environment may build the same model: each gets a line.
    const height = Math.max(1, ...perEnvironment.map(cells => cells.length));
    return Array.from({ length: height }, (_, row) => [
      row === 0 ? modelCell(model) : '',
      ...perEnvironment.map(cells => {
        const cell = cells[row];
        if (cell) return boardCell(cell, cells.length > 1, terminal.now);
        return row === 0 ? { text: '–  no job', style: 'dim' as const } : '';
      }),
    ]);
  });
  const titles = environments.map<Column>(environment => {
    const { text: title, style } = environmentSpan(environment);
    return { title, style };
  });
  const text = table([{ title: 'model' }, ...titles], rows, { width: terminal.width, paint: terminal.paint });
  return `${text}\n\n${terminal.paint('dim', '↑n: n newer versions   ≠: last built from another version   ✎: draft modified   ⏳: a plan waits   ⏸: paused')}`;
}

function modelCell({ name, draft_modified, latest_version }: Board['models'][number]): Cell {
  const latest = latest_version === null ? 'unpublished' : `v${latest_version}`;
  return [
    { text: name },
    { text: ` ${latest}`, style: 'dim' },
    ...(draft_modified ? [{ text: ' ✎', style: 'yellow' as const }] : []),
  ];
}

function boardCell(cell: BoardCell, withJob: boolean, now: number): Span[] {
  const { last_run: run, drift, behind_by: behind, pending, paused } = cell;
  return [
    ...(withJob ? [{ text: `${cell.job}: ` }] : []),
    { text: runningText(cell.runs).padEnd(3) },
    { text: ' ' },
    ...(run === null
      ? [{ text: 'never ran', style: 'dim' as const }]
      : [
          runIcon(run.state),
          ...(run.state === 'completed' ? [] : [{ text: ` ${run.state.replaceAll('_', ' ')}` }]),
          { text: ` ${ago(run.ended_at, now)}`, style: 'dim' as const },
        ]),
    ...(drift === 'not_run_yet' ? [{ text: ' ≠', style: 'yellow' as const }] : []),
    ...(behind > 0 ? [{ text: ` ↑${behind}`, style: 'yellow' as const }] : []),
    ...(paused === null ? [] : [{ text: ' ⏸', style: 'yellow' as const }]),
    ...(pending === null
      ? []
      : [{ text: ` ⏳#${pending.id} ${runningText(pending.to)}`, style: 'yellow' as const }]),
  ];
}
