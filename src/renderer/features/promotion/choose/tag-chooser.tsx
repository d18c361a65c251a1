import { Modal } from '@mantine/core';
import { useMemo, useState } from 'react';
import type { Board, BoardCell } from '../../../../shared/contract/promotion.ts';
import { EnvironmentChip } from '../../../parts/environment-chip.tsx';
import { LabelChip } from '../../../ui/chip.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { FilterList } from '../../../ui/filter-list.tsx';
import { useFocusBack } from '../../../ui/use-focus-back.ts';
import type { BoardModel } from '../board/board-model.ts';
import { type TagChoice, tagChoices } from '../board/drop-targets.ts';
import { runningText } from '../promotion-words.ts';
import { startPlan } from '../start-plan.ts';
import classes from './chooser.module.css';

interface Props {
  board: Board;
  model: BoardModel;
  cell: BoardCell;
  onClose: () => void;
  /** Puts the focus on the board, where it came from nowhere else. */
  onFocusBoard: () => void;
}

/** The tags that can be promoted to a cell. Choosing one opens its plan and does nothing else. */
export function TagChooser({ board, model, cell, onClose, onFocusBoard }: Props) {
  const environment = board.environments.find(({ name }) => name === cell.environment);
  useFocusBack(onFocusBoard);
  const [filter, setFilter] = useState('');
  const choices = useMemo(() => tagChoices(board, model, cell), [board, model, cell]);
  const shown = choices.filter(({ tag, version }) =>
    `${tag} v${version}`.includes(filter.trim().toLowerCase()),
  );
  const take = (choice: TagChoice) => {
    if (choice.refused !== undefined) return;
    onClose();
    void startPlan({ model, cell, tag: choice.tag });
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title={
        <span className={classes.title}>
          Promote {model.name} to {environment && <EnvironmentChip environment={environment} />}
        </span>
      }
    >
      <div className={classes.chooser} data-hue={environment?.colour}>
        <p className={classes.now}>
          {cell.job} runs <b>{runningText(cell.runs)}</b>. Choosing a tag opens the plan; nothing changes by
          that.
        </p>
        <div className={classes.list} style={{ '--chooser-rows': Math.min(10, choices.length) } as never}>
          <FilterList
            label="Tags"
            filter={filter}
            onFilter={setFilter}
            entries={shown.map(choice => ({ type: 'item', key: choice.tag, item: choice }))}
            current={undefined}
            render={choice => <Choice choice={choice} board={board} />}
            onOpen={take}
            takesFocus
            empty={
              <EmptyState>
                {choices.length === 0
                  ? `No version of ${model.name} has a tag: tag one to promote it.`
                  : `No tag is called “${filter}”.`}
              </EmptyState>
            }
          />
        </div>
      </div>
    </Modal>
  );
}

function Choice({ choice, board }: { choice: TagChoice; board: Board }) {
  const { tag, version, isLatest, runsIn, refused } = choice;
  return (
    <span className={classes.choice} data-refused={refused !== undefined || undefined}>
      <b title={tag}>{tag === 'latest' ? 'Follow the latest version' : tag}</b>
      <span className={classes.version}>
        {tag === `v${version}` ? '' : `v${version}`}
        {isLatest && tag !== 'latest' && <LabelChip>latest</LabelChip>}
      </span>
      <span className={classes.places} title={runsIn.join(', ')}>
        {refused !== undefined && <span className={classes.refused}>{refused}</span>}
        {board.environments
          .filter(({ name }) => runsIn.includes(name))
          .map(environment => (
            <EnvironmentChip key={environment.id} environment={environment} />
          ))}
      </span>
    </span>
  );
}
