/* oxlint-disable jsx-a11y/prefer-tag-over-role -- only what is in view exists, which HTML's own tables cannot do */
import { IconDots, IconPencil } from '@tabler/icons-react';
import { memo } from 'react';
import type { BoardCell } from '../../../../shared/contract/promotion.ts';
import { AreaLink, useHasArea } from '../../../parts/areas.tsx';
import { LabelChip } from '../../../ui/chip.tsx';
import { classNames } from '../../../ui/class-names.ts';
import { sizes } from '../../../ui/theme.ts';
import { newJobHref } from '../promotion-data.ts';
import { usePlanning } from '../start-plan.ts';
import { CellContent } from './board-cell.tsx';
import type { BoardEnvironment, BoardLine, BoardModel } from './board-model.ts';
import classes from './board.module.css';
import { carriedFrom, latestTag, refusal } from './drop-targets.ts';
import type { BoardDrag } from './use-board-drag.ts';

interface Props {
  id: string;
  line: BoardLine;
  index: number;
  environments: readonly BoardEnvironment[];
  /** The column the cursor is in; undefined where it is in another row. */
  cursor: number | undefined;
  top: number;
  template: string;
  drag: BoardDrag;
  onMenu: (line: BoardLine, column: number, at: { x: number; y: number }) => void;
}

/** A model and what its jobs run in each environment. */
export const BoardRow = memo(function BoardRow(props: Props) {
  const { id, line, index, environments, cursor, top, template, drag } = props;
  const { model, cells } = line;
  const dimmed = drag.carried !== undefined && drag.carried.modelId !== model.id;
  return (
    <div
      id={id}
      role="row"
      aria-rowindex={index + 2}
      className={classNames(classes.row, classes.bodyRow)}
      data-dimmed={dimmed || undefined}
      data-continues={!line.first || undefined}
      data-index={index}
      style={{ gridTemplateColumns: template, top }}
    >
      <div
        id={`${id}-0`}
        role="rowheader"
        aria-colindex={1}
        className={classes.modelCell}
        data-column={0}
        data-active={cursor === 0 || undefined}
      >
        {line.first && <ModelContent model={model} drag={drag} />}
      </div>
      {environments.map((environment, at) => (
        <EnvironmentCell
          key={environment.id}
          {...props}
          environment={environment}
          column={at + 1}
          cell={cells[at]}
        />
      ))}
    </div>
  );
});

function ModelContent({ model, drag }: { model: BoardModel; drag: BoardDrag }) {
  const tag = latestTag(model);
  const title =
    tag === undefined
      ? `v${model.latest_version} has no tag: tag it to promote it`
      : `Drag ${tag.tag} to an environment to plan its promotion`;
  return (
    <>
      <AreaLink to={`/models/${model.id}`} className={classes.modelName} inGrid>
        <span title={model.name}>{model.name}</span>
      </AreaLink>
      {model.draft_modified && (
        <span className={classes.draft}>
          <LabelChip
            icon={IconPencil}
            tone="warning"
            title={
              model.latest_version === null ? 'Only a draft: it is not published' : 'The draft is modified'
            }
          >
            <span className={classes.draftWord}>draft</span>
          </LabelChip>
        </span>
      )}
      <span className={classes.gap} />
      {model.latest_version === null ? (
        <span className={classes.unpublished}>not published</span>
      ) : (
        <span
          className={classes.latest}
          title={title}
          data-untagged={tag === undefined || undefined}
          {...drag.source(tag, model)}
        >
          <LabelChip>{tag?.tag ?? `v${model.latest_version} untagged`}</LabelChip>
        </span>
      )}
    </>
  );
}

interface CellProps extends Props {
  environment: BoardEnvironment;
  column: number;
  cell: BoardCell | null | undefined;
}

function EnvironmentCell({ id, line, cursor, drag, onMenu, environment, column, cell }: CellProps) {
  const { model } = line;
  const planning = usePlanning(state => (cell ? state.tags.get(cell.job_id) : undefined));
  const several =
    line.cells.length > 0 && model.cells.filter(one => one.environment === environment.name).length > 1;
  const shared = {
    id: `${id}-${column}`,
    role: 'gridcell',
    'aria-colindex': column + 1,
    className: classes.cell,
    'data-column': column,
    'data-hue': environment.colour,
    'data-active': cursor === column || undefined,
  } as const;
  if (cell === undefined) return <div {...shared} />;
  const why = drag.carried?.modelId === model.id ? refusal(drag.carried, model, cell) : undefined;
  const takes = drag.carried?.modelId === model.id && why === undefined;
  if (cell === null) {
    return (
      <div {...shared} data-refuses={why !== undefined || undefined}>
        <NoJob model={model} environment={environment} />
      </div>
    );
  }
  const isOver = drag.over === cell.job_id;
  return (
    <div
      {...shared}
      data-takes={takes || undefined}
      data-refuses={why !== undefined || undefined}
      data-over={isOver || undefined}
      {...drag.source(carriedFrom(model, cell.runs), model)}
      {...drag.target(model, cell)}
    >
      {isOver ? (
        <span className={classes.dropHint}>
          Plan {drag.carried?.tag} for {environment.name}
        </span>
      ) : (
        <CellContent cell={cell} named={several} planning={planning} />
      )}
      <button
        type="button"
        tabIndex={-1}
        className={classes.more}
        aria-label={`Actions for ${model.name} in ${environment.name}`}
        onClick={event => {
          const box = event.currentTarget.getBoundingClientRect();
          onMenu(line, column, { x: box.left, y: box.bottom });
        }}
      >
        <IconDots size={sizes.iconSmall} aria-hidden />
      </button>
    </div>
  );
}

function NoJob({ model, environment }: { model: BoardModel; environment: BoardEnvironment }) {
  const hasJobs = useHasArea('jobs');
  return (
    <>
      <span className={classes.none}>– no job</span>
      {hasJobs && (
        <AreaLink to={newJobHref(model, environment.name)} className={classes.createJob} inGrid>
          Create a job…
        </AreaLink>
      )}
    </>
  );
}
