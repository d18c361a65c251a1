import { IconBriefcase, IconCopy, IconPlayerStop, IconRotateClockwise, IconTable } from '@tabler/icons-react';
import type { Run } from '../../../../shared/contract/runs.ts';
import { isTerminal } from '../../../../shared/domain/run-state.ts';
import { type Command, useCommands } from '../../../commands.ts';
import { changeSearch, navigate } from '../../../location.ts';
import { useHasArea } from '../../../parts/areas.tsx';
import { copyText } from '../../../ui/copy.ts';
import { openCancelRun } from '../dialogs/dialog-state.ts';
import { openRetry } from '../dialogs/retry-state.ts';
import { useNotAgain } from '../use-run-again.ts';
import { isStoppable } from '../run-actions.ts';

/** The commands of a run's page. */
export function useRunCommands(run: Run): void {
  const hasJobs = useHasArea('jobs');
  const notAgain = useNotAgain(run);
  const group = 'This run';
  const ofJob: Command[] = [
    {
      id: 'run.again',
      title: 'Run again…',
      group,
      shortcut: 'mod+Enter',
      words: 'repeat retry exactly failure today',
      icon: IconRotateClockwise,
      disabled: notAgain ?? (isTerminal(run.state) ? undefined : 'It is not over'),
      run: () => openRetry(run),
    },
    {
      id: 'run.job',
      title: `Open job ${run.job}`,
      group,
      icon: IconBriefcase,
      disabled: notAgain,
      run: () => navigate(`/jobs/${run.job_id}`),
    },
  ];
  const ofModel: Command[] = [
    {
      id: 'run.model',
      title: `Open model ${run.model}`,
      group,
      icon: IconTable,
      run: () => navigate(`/models/${run.model_id}`),
    },
  ];
  useCommands([
    {
      id: 'run.cancel',
      title: 'Cancel this run…',
      group,
      shortcut: 'mod+.',
      words: 'stop kill abort',
      icon: IconPlayerStop,
      disabled: isStoppable(run.state)
        ? undefined
        : run.state === 'pending_cancellation'
          ? 'It is being cancelled already'
          : 'It has ended',
      run: () => openCancelRun(run),
    },
    ...(hasJobs ? ofJob : []),
    ...(run.model_id === null ? [] : ofModel),
    {
      id: 'run.steps',
      title: 'Show the steps',
      group,
      shortcut: 'alt+1',
      run: () => changeSearch({ tab: 'steps' }),
    },
    {
      id: 'run.log',
      title: 'Show the log',
      group,
      shortcut: 'alt+2',
      run: () => changeSearch({ tab: 'log' }),
    },
    {
      id: 'run.sql',
      title: 'Show the SQL as it ran',
      group,
      shortcut: 'alt+3',
      run: () => changeSearch({ tab: 'sql' }),
    },
    {
      id: 'run.checks',
      title: 'Show conditions and checks',
      group,
      shortcut: 'alt+4',
      words: 'data quality freshness',
      run: () => changeSearch({ tab: 'checks' }),
    },
    {
      id: 'run.copy_number',
      title: 'Copy run number',
      group,
      icon: IconCopy,
      run: () => void copyText(String(run.id), 'Run number'),
    },
  ]);
}
