import { IconBriefcase } from '@tabler/icons-react';
import { preloadable } from '../../ui/preloadable.tsx';
import type { Feature } from '../feature.ts';
import { JobsBackground } from './jobs-background.tsx';
import { jobObjects } from './jobs-data.ts';
import { JobList } from './list/job-list.tsx';

export const jobs: Feature = {
  id: 'jobs',
  title: 'Jobs',
  icon: IconBriefcase,
  goKey: 'j',
  Screen: preloadable(() => import('./jobs-screen.tsx')),
  Side: JobList,
  objects: () => jobObjects,
  Background: JobsBackground,
};
