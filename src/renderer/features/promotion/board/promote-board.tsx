import { Button, Select, TextInput } from '@mantine/core';
import { IconArrowUpRight, IconHistory, IconSearch } from '@tabler/icons-react';
import { useCallback, useMemo, useRef, useState } from 'react';
import type { Board } from '../../../../shared/contract/promotion.ts';
import { troubleOf } from '../../../call-error.ts';
import { useCommands } from '../../../commands.ts';
import { changeSearch, navigate, useSearch } from '../../../location.ts';
import { BreadcrumbBar } from '../../../ui/bar.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { ErrorPanel } from '../../../ui/error-panel.tsx';
import { FloatingMenu } from '../../../ui/floating-menu.tsx';
import { counted } from '../../../ui/numbers.ts';
import { sizes } from '../../../ui/theme.ts';
import { Waiting } from '../../../ui/waiting.tsx';
import { TagChooser } from '../choose/tag-chooser.tsx';
import { historyHref, openChooser, useBoard } from '../promotion-data.ts';
import { BoardMenuItems } from './cell-menu.tsx';
import { BoardGrid, type BoardHandle } from './board-grid.tsx';
import {
  type BoardLine,
  boardLines,
  filterBoard,
  isShownKind,
  shownKinds,
  shownWords,
} from './board-model.ts';
import { NothingToPromote } from './nothing-to-promote.tsx';
import { useWantedCell } from './use-wanted-cell.ts';

/** Models and environments: what runs where, and the way to change it. */
export function PromoteBoard() {
  const { data: board, error } = useBoard();
  if (!board) {
    return (
      <>
        <BreadcrumbBar crumbs={[{ label: 'Promote' }]} />
        {error ? (
          <ErrorPanel trouble={troubleOf(error, 'The board could not be loaded')} />
        ) : (
          <Waiting lines={12} label="Loading the board" />
        )}
      </>
    );
  }
  return <LoadedBoard board={board} />;
}

interface OpenMenu {
  line: BoardLine;
  column: number;
  at: { x: number; y: number };
}

function LoadedBoard({ board }: { board: Board }) {
  const search = useSearch();
  const filter = search.get('q') ?? '';
  const show = search.get('show');
  const kind = isShownKind(show) ? show : 'all';
  const models = useMemo(() => filterBoard(board.models, filter, kind), [board.models, filter, kind]);
  const lines = useMemo(() => boardLines(board, models), [board, models]);
  const grid = useRef<BoardHandle>(null);
  const field = useRef<HTMLInputElement>(null);
  const [menu, setMenu] = useState<OpenMenu | null>(null);
  const openMenu = useCallback(
    (line: BoardLine, column: number, at: { x: number; y: number }) => setMenu({ line, column, at }),
    [],
  );
  const { wanted, place, close } = useWantedCell(board, lines);

  const promote = () => {
    const current = grid.current?.current();
    if (!current) return;
    const cell = current.line.cells[current.column - 1];
    if (cell) {
      const { name } = current.line.model;
      openChooser({ model: name, environment: cell.environment, job: cell.job });
    } else setMenu(current);
  };
  useCommands([
    {
      id: 'promote.choose',
      title: 'Promote to the chosen cell…',
      group: 'Promote',
      shortcut: 'p',
      words: 'tag version',
      icon: IconArrowUpRight,
      run: promote,
    },
    {
      id: 'promote.filter',
      title: 'Filter the board',
      group: 'Promote',
      shortcut: '/',
      icon: IconSearch,
      run: () => field.current?.focus(),
    },
  ]);

  if (board.environments.length === 0 || board.models.length === 0) {
    return (
      <>
        <BreadcrumbBar crumbs={[{ label: 'Promote' }]} />
        <NothingToPromote hasEnvironments={board.environments.length > 0} />
      </>
    );
  }
  return (
    <>
      <BreadcrumbBar
        crumbs={[{ label: 'Promote' }]}
        marks={
          models.length === board.models.length
            ? counted(models.length, 'model')
            : `${models.length} of ${counted(board.models.length, 'model')}`
        }
      >
        <TextInput
          ref={field}
          aria-label="Filter models"
          placeholder="Filter"
          leftSection={<IconSearch size={sizes.iconSmall} aria-hidden />}
          value={filter}
          spellCheck={false}
          onChange={event => changeSearch({ q: event.currentTarget.value })}
          onKeyDown={event => {
            if (event.key === 'Escape' && filter !== '') changeSearch({ q: null });
            else if (event.key === 'ArrowDown' || event.key === 'Enter') grid.current?.focus();
            else return;
            event.preventDefault();
          }}
        />
        <Select
          aria-label="Which models"
          w="11.5rem"
          data={shownKinds.map(value => ({ value, label: shownWords[value] }))}
          value={kind}
          onChange={value => changeSearch({ show: value === 'all' ? null : value })}
        />
        <Button
          leftSection={<IconHistory size={sizes.iconSmall} aria-hidden />}
          onClick={() => navigate(historyHref)}
        >
          History
        </Button>
      </BreadcrumbBar>
      {models.length === 0 ? (
        <EmptyState
          action={<Button onClick={() => changeSearch({ q: null, show: null })}>Show all models</Button>}
        >
          {filter === '' ? `No model: ${shownWords[kind].toLowerCase()}.` : `No model matches “${filter}”.`}
        </EmptyState>
      ) : (
        <BoardGrid board={board} lines={lines} handle={grid} wanted={place} onMenu={openMenu} />
      )}
      <FloatingMenu at={menu?.at ?? null} onClose={() => setMenu(null)}>
        {menu && <BoardMenuItems line={menu.line} column={menu.column} environments={board.environments} />}
      </FloatingMenu>
      {wanted && (
        <TagChooser
          board={board}
          model={wanted.model}
          cell={wanted.cell}
          onClose={close}
          onFocusBoard={() => grid.current?.focus()}
        />
      )}
    </>
  );
}
