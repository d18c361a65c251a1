import { IconPlayerPause, IconPlayerPlay } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { api } from '../../api.ts';
import { useCommands } from '../../commands.ts';
import { togglePauseAll } from './pause-all.tsx';

/** Pausing and resuming everything, wherever one is. */
export function ScheduleBackground() {
  const paused = useQuery(api.fires.status.queryOptions()).data?.paused ?? null;
  useCommands([
    {
      id: 'schedule.pause_all',
      title: paused === null ? 'Pause all jobs…' : 'Resume all jobs…',
      group: 'Schedule',
      words: 'stop suspend triggers schedules',
      icon: paused === null ? IconPlayerPause : IconPlayerPlay,
      run: () => togglePauseAll(paused !== null),
    },
  ]);
  return null;
}
