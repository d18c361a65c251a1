import { IconListDetails } from '@tabler/icons-react';
import { preloadable } from '../../ui/preloadable.tsx';
import type { Feature } from '../feature.ts';
import { RunsBackground } from './runs-background.tsx';
import { runObjects } from './runs-data.ts';

export const runs: Feature = {
  id: 'runs',
  title: 'Runs',
  icon: IconListDetails,
  goKey: 'r',
  Screen: preloadable(() => import('./runs-screen.tsx')),
  objects: runObjects,
  Background: RunsBackground,
};
