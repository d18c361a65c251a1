import { Menu } from '@mantine/core';
import {
  IconArrowBackUp,
  IconArrowsRightLeft,
  IconBolt,
  IconCopy,
  IconCopyPlus,
  IconEraser,
  IconFolderOpen,
  IconHistory,
  IconListDetails,
  IconPencil,
  IconPlayerPause,
  IconPlayerPlay,
  IconTable,
  IconTrash,
} from '@tabler/icons-react';
import type { Job, JobSummary } from '../../../../shared/contract/jobs.ts';
import { navigate } from '../../../location.ts';
import { useHasArea } from '../../../parts/areas.tsx';
import { openRunNow } from '../../../parts/run-now.ts';
import { copyText } from '../../../ui/copy.ts';
import { KeyHint } from '../../../ui/key-hint.tsx';
import { sizes } from '../../../ui/theme.ts';
import { openJobDialog } from '../dialogs/dialog-state.ts';
import { asksForChange, deleteJob, forgetSources, runAtOnce } from '../job-actions.tsx';
import { togglePause } from '../job-pause.tsx';
import { editHref, isByIntervals, jobHref, newJobHref, notRunnable, runsOfJobHref } from '../jobs-data.ts';
import { promoteHref, promotesTo } from '../promote-link.ts';

/** What can be done with a job; the same in every menu. */
export function JobMenuItems({ job, opened = false }: { job: JobSummary | Job; opened?: boolean }) {
  const icon = { size: sizes.iconSmall, 'aria-hidden': true };
  const hasRuns = useHasArea('runs');
  const canPromote = useHasArea(promotesTo);
  const refused = notRunnable(job);
  const forgets = 'definition' in job && asksForChange(job);
  return (
    <>
      {!opened && (
        <Menu.Item leftSection={<IconFolderOpen {...icon} />} onClick={() => navigate(jobHref(job.id))}>
          Open
        </Menu.Item>
      )}
      <Menu.Item
        leftSection={<IconPlayerPlay {...icon} />}
        rightSection={opened ? <KeyHint keys="mod+Enter" /> : undefined}
        disabled={refused !== undefined}
        onClick={() => openRunNow({ jobId: job.id })}
      >
        Run now…
      </Menu.Item>
      <Menu.Item
        leftSection={<IconBolt {...icon} />}
        rightSection={opened ? <KeyHint keys="mod+shift+Enter" /> : undefined}
        disabled={refused !== undefined}
        onClick={() => runAtOnce(job)}
      >
        Run at once as it is
      </Menu.Item>
      {isByIntervals(job) && (
        <Menu.Item
          leftSection={<IconArrowBackUp {...icon} />}
          onClick={() => openJobDialog({ kind: 'backfill', job })}
        >
          Backfill…
        </Menu.Item>
      )}
      <Menu.Item leftSection={<IconPlayerPause {...icon} />} onClick={() => togglePause(job)}>
        {job.paused === null ? 'Pause…' : 'Resume…'}
      </Menu.Item>
      <Menu.Divider />
      <Menu.Item leftSection={<IconPencil {...icon} />} onClick={() => navigate(editHref(job.id))}>
        Edit
      </Menu.Item>
      <Menu.Item leftSection={<IconHistory {...icon} />} onClick={() => navigate(jobHref(job.id, 'history'))}>
        History of the definition
      </Menu.Item>
      <Menu.Item
        leftSection={<IconCopyPlus {...icon} />}
        onClick={() => navigate(newJobHref({ from: job.id }))}
      >
        New job like this…
      </Menu.Item>
      {forgets && (
        <Menu.Item leftSection={<IconEraser {...icon} />} onClick={() => void forgetSources(job)}>
          Forget sources…
        </Menu.Item>
      )}
      <Menu.Divider />
      {hasRuns && (
        <Menu.Item
          leftSection={<IconListDetails {...icon} />}
          onClick={() => navigate(runsOfJobHref(job.id))}
        >
          All runs of this job
        </Menu.Item>
      )}
      {job.model_id !== null && (
        <Menu.Item leftSection={<IconTable {...icon} />} onClick={() => navigate(`/models/${job.model_id}`)}>
          Open model {job.model}
        </Menu.Item>
      )}
      {canPromote && (
        <Menu.Item leftSection={<IconArrowsRightLeft {...icon} />} onClick={() => navigate(promoteHref(job))}>
          Promote {job.model}…
        </Menu.Item>
      )}
      <Menu.Item leftSection={<IconCopy {...icon} />} onClick={() => void copyText(job.name, 'Name')}>
        Copy name
      </Menu.Item>
      <Menu.Divider />
      <Menu.Item color="red" leftSection={<IconTrash {...icon} />} onClick={() => void deleteJob(job)}>
        Delete job…
      </Menu.Item>
    </>
  );
}
