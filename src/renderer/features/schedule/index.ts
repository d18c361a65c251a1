import { IconCalendarTime } from '@tabler/icons-react';
import { preloadable } from '../../ui/preloadable.tsx';
import type { Feature } from '../feature.ts';
import { ScheduleBackground } from './schedule-background.tsx';

export const schedule: Feature = {
  id: 'schedule',
  title: 'Schedule',
  icon: IconCalendarTime,
  goKey: 's',
  Screen: preloadable(() => import('./schedule-screen.tsx')),
  Background: ScheduleBackground,
};
