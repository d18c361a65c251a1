import { ActionIcon, Button, Menu, Tooltip } from '@mantine/core';
import { IconDots, IconPencil, IconPlayerPlay } from '@tabler/icons-react';
import type { Environment } from '../../../../shared/contract/environments.ts';
import type { Job } from '../../../../shared/contract/jobs.ts';
import { navigate } from '../../../location.ts';
import { AreaLink } from '../../../parts/areas.tsx';
import { EnvironmentChip } from '../../../parts/environment-chip.tsx';
import { openRunNow } from '../../../parts/run-now.ts';
import { PausedMark } from '../../../parts/paused-mark.tsx';
import { RunStateChip } from '../../../parts/run-state.tsx';
import { BreadcrumbBar } from '../../../ui/bar.tsx';
import { shortcutText } from '../../../ui/shortcut.ts';
import { sizes } from '../../../ui/theme.ts';
import { RelativeTime } from '../../../ui/time-text.tsx';
import { editHref, notRunnable } from '../jobs-data.ts';
import { JobMenuItems } from '../list/job-menu.tsx';
import classes from './job-header.module.css';

export function JobHeader({ job, environment }: { job: Job; environment: Environment | undefined }) {
  const refused = notRunnable(job);
  return (
    <BreadcrumbBar
      crumbs={[{ label: 'Jobs', href: '/jobs' }, { label: job.name }]}
      marks={
        <>
          {environment && <EnvironmentChip environment={environment} />}
          <PausedMark paused={job.paused} />
          <LastRun job={job} />
        </>
      }
    >
      <Button
        leftSection={<IconPencil size={sizes.iconSmall} aria-hidden />}
        onClick={() => navigate(editHref(job.id))}
      >
        Edit
      </Button>
      <Tooltip label={refused ?? `Run now (${shortcutText('mod+Enter')})`}>
        <Button
          variant="filled"
          leftSection={<IconPlayerPlay size={sizes.iconSmall} aria-hidden />}
          data-disabled={refused !== undefined || undefined}
          aria-disabled={refused !== undefined || undefined}
          onClick={() => refused === undefined && openRunNow({ jobId: job.id })}
        >
          Run now…
        </Button>
      </Tooltip>
      <Menu width={300}>
        <Menu.Target>
          <ActionIcon aria-label="More about this job">
            <IconDots size={sizes.icon} aria-hidden />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <JobMenuItems job={job} opened />
        </Menu.Dropdown>
      </Menu>
    </BreadcrumbBar>
  );
}

function LastRun({ job }: { job: Job }) {
  if (job.last_run === null) return <span>never ran</span>;
  return (
    <AreaLink to={`/runs/${job.last_run.id}`} className={classes.last}>
      <RunStateChip state={job.last_run.state} />
      <RelativeTime at={job.last_run.created_at} />
    </AreaLink>
  );
}
