import { Menu } from '@mantine/core';
import {
  IconBriefcase,
  IconCopy,
  IconFilter,
  IconFolderOpen,
  IconPlayerStop,
  IconRotateClockwise,
  IconTable,
} from '@tabler/icons-react';
import type { RunSummary } from '../../../../shared/contract/runs.ts';
import { isTerminal } from '../../../../shared/domain/run-state.ts';
import { navigate } from '../../../location.ts';
import { useHasArea } from '../../../parts/areas.tsx';
import { copyText } from '../../../ui/copy.ts';
import { sizes } from '../../../ui/theme.ts';
import { openCancelRun } from '../dialogs/dialog-state.ts';
import { runHref } from '../runs-data.ts';
import { useNotAgain } from '../use-run-again.ts';
import { runAgain } from '../dialogs/retry-state.ts';
import { isStoppable } from '../run-actions.ts';

/** What can be done with a run; the same in every menu. */
export function RunMenuItems({ run, opened = false }: { run: RunSummary; opened?: boolean }) {
  const icon = { size: sizes.iconSmall, 'aria-hidden': true };
  const hasJobs = useHasArea('jobs');
  const notAgain = useNotAgain(run);
  return (
    <>
      {!opened && (
        <Menu.Item leftSection={<IconFolderOpen {...icon} />} onClick={() => navigate(runHref(run.id))}>
          Open
        </Menu.Item>
      )}
      {hasJobs && (
        <Menu.Item
          leftSection={<IconRotateClockwise {...icon} />}
          disabled={notAgain !== undefined || !isTerminal(run.state)}
          onClick={() => void runAgain(run.id)}
        >
          {notAgain === undefined ? 'Run again…' : `Run again: ${notAgain}`}
        </Menu.Item>
      )}
      <Menu.Item
        leftSection={<IconPlayerStop {...icon} />}
        disabled={!isStoppable(run.state)}
        onClick={() => openCancelRun(run)}
      >
        Cancel run…
      </Menu.Item>
      <Menu.Divider />
      {hasJobs && (
        <Menu.Item
          leftSection={<IconBriefcase {...icon} />}
          disabled={notAgain !== undefined}
          onClick={() => navigate(`/jobs/${run.job_id}`)}
        >
          Open job {run.job}
        </Menu.Item>
      )}
      {run.model_id !== null && (
        <Menu.Item leftSection={<IconTable {...icon} />} onClick={() => navigate(`/models/${run.model_id}`)}>
          Open model {run.model}
        </Menu.Item>
      )}
      <Menu.Divider />
      <Menu.Item leftSection={<IconFilter {...icon} />} onClick={() => navigate(`/runs?job=${run.job_id}`)}>
        Only runs of {run.job}
      </Menu.Item>
      <Menu.Item
        leftSection={<IconFilter {...icon} />}
        onClick={() => navigate(`/runs?environment=${run.environment_id}`)}
      >
        Only runs in {run.environment}
      </Menu.Item>
      <Menu.Item
        leftSection={<IconCopy {...icon} />}
        onClick={() => void copyText(String(run.id), 'Run number')}
      >
        Copy run number
      </Menu.Item>
    </>
  );
}
