import { IconPlayerPlay, IconPlus } from '@tabler/icons-react';
import { type ComponentType, useEffect, useState } from 'react';
import { useCommands } from '../../commands.ts';
import { onChange } from '../../events.ts';
import { navigate } from '../../location.ts';
import { openRunNow } from '../../parts/run-now.ts';
import { newJobHref, refetchJobs } from './jobs-data.ts';

/** What there is of jobs wherever one is: making one, running one, the dialogs. */
export function JobsBackground() {
  useKeepingTheList();
  useCommands([
    {
      id: 'job.new',
      title: 'New job…',
      group: 'Jobs',
      shortcut: 'c j',
      words: 'create add',
      icon: IconPlus,
      run: () => navigate(newJobHref()),
    },
    {
      id: 'job.run_any',
      title: 'Run a job now…',
      group: 'Jobs',
      shortcut: 'c r',
      words: 'start execute trigger',
      icon: IconPlayerPlay,
      run: () => openRunNow({ jobId: null }),
    },
  ]);
  const Dialogs = useLoadedDialogs();
  // oxlint-disable-next-line react/static-components -- loaded once, not made here
  return Dialogs ? <Dialogs /> : null;
}

const topics: readonly string[] = ['job', 'run', 'model', 'environment', 'fire'];
const gatherMs = 700;

/** Fetches the list again a moment after something in it may have changed. */
function useKeepingTheList(): void {
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const stop = onChange(({ topic }) => {
      if (!topics.includes(topic)) return;
      timer ??= setTimeout(() => {
        timer = undefined;
        refetchJobs();
      }, gatherMs);
    });
    return () => {
      stop();
      clearTimeout(timer);
    };
  }, []);
}

/** Not part of what the first screen waits for, yet there when a dialog is wanted. */
function useLoadedDialogs(): ComponentType | undefined {
  const [dialogs, setDialogs] = useState<ComponentType>();
  useEffect(() => {
    void import('./dialogs/job-dialogs.tsx').then(loaded => setDialogs(() => loaded.JobDialogs));
  }, []);
  return dialogs;
}
