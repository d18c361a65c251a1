import { useEffect, useMemo } from 'react';
import type { Board, BoardCell } from '../../../../shared/contract/promotion.ts';
import { changeSearch, useSearch } from '../../../location.ts';
import { showToast } from '../../../ui/notices.ts';
import type { BoardLine, BoardModel } from './board-model.ts';
import { findCell } from './drop-targets.ts';

interface Wanted {
  /** The cell whose tag is being chosen. */
  wanted: { model: BoardModel; cell: BoardCell } | undefined;
  /** Where it is on the board. */
  place: { line: string; column: number } | undefined;
  close: () => void;
}

const leave = () => changeSearch({ model: null, environment: null, job: null });

/** The cell the address asks for: `?model=daily_delays&environment=prod`, from links, the palette and the board itself. */
export function useWantedCell(board: Board, lines: readonly BoardLine[]): Wanted {
  const search = useSearch();
  const model = search.get('model');
  const environment = search.get('environment');
  const job = search.get('job');
  const asked = model !== null && environment !== null;
  const found = useMemo(
    () => (asked ? findCell(board, { model, environment, job }) : undefined),
    [board, asked, model, environment, job],
  );
  const place = useMemo(() => {
    if (!found) return undefined;
    const column = board.environments.findIndex(({ name }) => name === found.environment);
    const line = lines.find(
      one =>
        one.model.id === found.model.id &&
        (found.cell === null || one.cells[column]?.job_id === found.cell.job_id),
    );
    return line && { line: line.key, column: column + 1 };
  }, [found, board.environments, lines]);
  const missing = asked && found === undefined;
  const jobless = found !== undefined && found.cell === null;
  useEffect(() => {
    if (!missing && !jobless) return;
    showToast(
      jobless ? `No job builds ${model} in ${environment}` : `${model} or ${environment} is not there`,
    );
    leave();
  }, [missing, jobless, model, environment]);
  return {
    wanted: found?.cell ? { model: found.model, cell: found.cell } : undefined,
    place,
    close: leave,
  };
}
