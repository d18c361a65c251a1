import {
  IconArrowBackUp,
  IconBolt,
  IconEraser,
  IconHistory,
  IconListDetails,
  IconPencil,
  IconPlayerPause,
  IconPlayerPlay,
  IconRocket,
  IconTable,
  IconTrash,
} from '@tabler/icons-react';
import type { Job } from '../../../../shared/contract/jobs.ts';
import { type Command, useCommands } from '../../../commands.ts';
import { navigate } from '../../../location.ts';
import { useHasArea } from '../../../parts/areas.tsx';
import { openRunNow } from '../../../parts/run-now.ts';
import { openJobDialog } from '../dialogs/dialog-state.ts';
import { asksForChange, deleteJob, forgetSources, runAtOnce } from '../job-actions.tsx';
import { togglePause } from '../job-pause.tsx';
import { editHref, isByIntervals, jobHref, newJobHref, notRunnable, runsOfJobHref } from '../jobs-data.ts';

/** The commands of a job's page. */
export function useJobCommands(job: Job): void {
  const hasRuns = useHasArea('runs');
  const group = 'This job';
  const { draft, model_id: modelId } = job;
  const elsewhere: Command[] = [
    ...(hasRuns
      ? [
          {
            id: 'job.runs',
            title: `All runs of ${job.name}`,
            group,
            icon: IconListDetails,
            run: () => navigate(runsOfJobHref(job.id)),
          },
        ]
      : []),
    ...(modelId === null
      ? []
      : [
          {
            id: 'job.model',
            title: `Open model ${job.model}`,
            group,
            icon: IconTable,
            run: () => navigate(`/models/${modelId}`),
          },
        ]),
  ];
  useCommands([
    {
      id: 'job.run',
      title: `Run ${job.name} now…`,
      group,
      shortcut: 'mod+Enter',
      words: 'start execute',
      icon: IconPlayerPlay,
      disabled: notRunnable(job),
      run: () => openRunNow({ jobId: job.id }),
    },
    {
      id: 'job.run_at_once',
      title: `Run ${job.name} at once as it is`,
      group,
      shortcut: 'mod+shift+Enter',
      words: 'start execute now',
      icon: IconBolt,
      disabled: notRunnable(job),
      run: () => runAtOnce(job),
    },
    {
      id: 'job.pause',
      title: job.paused === null ? `Pause ${job.name}…` : `Resume ${job.name}…`,
      group,
      shortcut: 'p',
      words: 'stop schedule suspend enable disable',
      icon: job.paused === null ? IconPlayerPause : IconPlayerPlay,
      run: () => togglePause(job),
    },
    {
      id: 'job.edit',
      title: `Edit ${job.name}`,
      group,
      shortcut: 'e',
      icon: IconPencil,
      run: () => navigate(editHref(job.id)),
    },
    {
      id: 'job.publish',
      title: 'Publish the draft…',
      group,
      shortcut: 'mod+shift+p',
      icon: IconRocket,
      disabled: draft === null ? 'There is nothing unpublished' : undefined,
      run: () => draft && openJobDialog({ kind: 'publish', job, definition: draft }),
    },
    {
      id: 'job.history',
      title: 'History of the definition',
      group,
      icon: IconHistory,
      run: () => navigate(jobHref(job.id, 'history')),
    },
    ...(isByIntervals(job)
      ? [
          {
            id: 'job.backfill',
            title: `Backfill ${job.name}…`,
            group,
            words: 'intervals missing restate rebuild',
            icon: IconArrowBackUp,
            run: () => openJobDialog({ kind: 'backfill', job }),
          },
        ]
      : []),
    {
      id: 'job.forget_sources',
      title: `Forget the sources of ${job.name}…`,
      group,
      words: 'reset conditions changed since',
      icon: IconEraser,
      disabled: asksForChange(job) ? undefined : 'None of its conditions asks for a change',
      run: () => void forgetSources(job),
    },
    {
      id: 'job.copy',
      title: `New job like ${job.name}…`,
      group,
      words: 'duplicate copy',
      run: () => navigate(newJobHref({ from: job.id })),
    },
    ...elsewhere,
    {
      id: 'job.delete',
      title: `Delete ${job.name}…`,
      group,
      words: 'remove',
      icon: IconTrash,
      run: () => void deleteJob(job),
    },
  ]);
}
