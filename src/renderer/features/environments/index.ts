import { IconCloud } from '@tabler/icons-react';
import { preloadable } from '../../ui/preloadable.tsx';
import type { Feature } from '../feature.ts';
import { EnvironmentsBackground } from './environments-background.tsx';
import { environmentObjects } from './environments-data.ts';
import { EnvironmentList } from './list/environment-list.tsx';

export const environments: Feature = {
  id: 'environments',
  title: 'Environments',
  icon: IconCloud,
  goKey: 'e',
  Screen: preloadable(() => import('./environments-screen.tsx')),
  Side: EnvironmentList,
  objects: () => environmentObjects,
  Background: EnvironmentsBackground,
};
