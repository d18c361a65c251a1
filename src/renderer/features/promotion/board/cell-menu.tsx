import { Menu } from '@mantine/core';
import {
  IconArrowBackUp,
  IconArrowUpRight,
  IconBriefcase,
  IconFileDiff,
  IconHistory,
  IconListDetails,
  IconPlayerPlay,
  IconPlus,
  IconTable,
} from '@tabler/icons-react';
import type { BoardCell } from '../../../../shared/contract/promotion.ts';
import { navigate } from '../../../location.ts';
import { useHasArea } from '../../../parts/areas.tsx';
import { openRunNow } from '../../../parts/run-now.ts';
import { KeyHint } from '../../../ui/key-hint.tsx';
import { sizes } from '../../../ui/theme.ts';
import { lastApplied } from '../history/rollback-links.ts';
import { historyOf, newJobHref, openChooser, planHref, useRelatedPromotions } from '../promotion-data.ts';
import { goalText, stateWords } from '../promotion-words.ts';
import { rollBack } from '../roll-back.ts';
import type { BoardEnvironment, BoardLine, BoardModel } from './board-model.ts';

const icon = { size: sizes.iconSmall, 'aria-hidden': true };

interface Props {
  line: BoardLine;
  /** 0 is the model. */
  column: number;
  environments: readonly BoardEnvironment[];
}

/** What can be done with a place of the board; the same for the button, the right mouse button and Enter. */
export function BoardMenuItems({ line, column, environments }: Props) {
  const { model } = line;
  const environment = environments[column - 1];
  const cell = line.cells[column - 1];
  if (!environment) return <ModelItems model={model} environments={environments} />;
  return cell ? (
    <CellItems model={model} cell={cell} />
  ) : (
    <EmptyItems model={model} environment={environment} />
  );
}

function ModelItems({
  model,
  environments,
}: {
  model: BoardModel;
  environments: readonly BoardEnvironment[];
}) {
  const hasModels = useHasArea('models');
  return (
    <>
      {environments.flatMap(({ id, name }) =>
        model.cells
          .filter(cell => cell.environment === name)
          .map((cell, _index, all) => (
            <Menu.Item
              key={`${id}-${cell.job_id}`}
              leftSection={<IconArrowUpRight {...icon} />}
              onClick={() => openChooser({ model: model.name, environment: name, job: cell.job })}
            >
              Promote to {name}
              {all.length > 1 ? ` (${cell.job})` : ''}…
            </Menu.Item>
          )),
      )}
      {model.cells.length > 0 && <Menu.Divider />}
      {hasModels && (
        <Menu.Item leftSection={<IconTable {...icon} />} onClick={() => navigate(`/models/${model.id}`)}>
          Open {model.name}
        </Menu.Item>
      )}
      <Menu.Item
        leftSection={<IconHistory {...icon} />}
        onClick={() => navigate(historyOf({ model: model.name }))}
      >
        Promotions of {model.name}
      </Menu.Item>
    </>
  );
}

function EmptyItems({ model, environment }: { model: BoardModel; environment: BoardEnvironment }) {
  const hasJobs = useHasArea('jobs');
  return (
    <Menu.Item
      leftSection={<IconPlus {...icon} />}
      disabled={!hasJobs}
      onClick={() => navigate(newJobHref(model, environment.name))}
    >
      Create a job in {environment.name}…
    </Menu.Item>
  );
}

function CellItems({ model, cell }: { model: BoardModel; cell: BoardCell }) {
  const { environment, job, job_id } = cell;
  const [hasJobs, hasRuns] = [useHasArea('jobs'), useHasArea('runs')];
  return (
    <>
      <Menu.Item
        leftSection={<IconArrowUpRight {...icon} />}
        rightSection={<KeyHint keys="p" />}
        onClick={() => openChooser({ model: model.name, environment, job })}
      >
        Promote to {environment}…
      </Menu.Item>
      {cell.pending && (
        <Menu.Item
          leftSection={<IconFileDiff {...icon} />}
          onClick={() => cell.pending && navigate(planHref(cell.pending.id))}
        >
          Open promotion #{cell.pending.id}: {goalText(cell.pending.to)} {stateWords[cell.pending.state]}
        </Menu.Item>
      )}
      {cell.rollback_of !== null && <RollBackItem model={model} cell={cell} promotion={cell.rollback_of} />}
      <Menu.Divider />
      {hasJobs && (
        <>
          <Menu.Item leftSection={<IconPlayerPlay {...icon} />} onClick={() => openRunNow({ jobId: job_id })}>
            Run {job} now…
          </Menu.Item>
          <Menu.Item leftSection={<IconBriefcase {...icon} />} onClick={() => navigate(`/jobs/${job_id}`)}>
            Open {job}
          </Menu.Item>
        </>
      )}
      {hasRuns && cell.last_run && (
        <Menu.Item
          leftSection={<IconListDetails {...icon} />}
          onClick={() => cell.last_run && navigate(`/runs/${cell.last_run.id}`)}
        >
          Open run #{cell.last_run.id}
        </Menu.Item>
      )}
      <Menu.Item
        leftSection={<IconHistory {...icon} />}
        onClick={() => navigate(historyOf({ model: model.name, environment }))}
      >
        Promotions of {model.name} in {environment}
      </Menu.Item>
    </>
  );
}

/** Names what it goes back to, which the promotions before tell. */
function RollBackItem({ model, cell, promotion }: { model: BoardModel; cell: BoardCell; promotion: number }) {
  const { data } = useRelatedPromotions({ model: model.name, environment: cell.environment });
  const last = data && lastApplied(data.promotions.filter(({ job }) => job === cell.job));
  return (
    <Menu.Item
      color="red"
      leftSection={<IconArrowBackUp {...icon} />}
      disabled={!last}
      onClick={() => rollBack(promotion, { model: model.name, environment: cell.environment, job: cell.job })}
    >
      {last ? `Roll back to ${goalText(last.from)}` : 'Roll back…'}
    </Menu.Item>
  );
}
