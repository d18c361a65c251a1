import { IconTable } from '@tabler/icons-react';
import { preloadable } from '../../ui/preloadable.tsx';
import type { Feature } from '../feature.ts';
import { ModelList } from './list/model-list.tsx';
import { ModelsBackground } from './models-background.tsx';
import { modelObjects } from './models-data.ts';

export const models: Feature = {
  id: 'models',
  title: 'Models',
  icon: IconTable,
  goKey: 'm',
  Screen: preloadable(() => import('./models-screen.tsx')),
  Side: ModelList,
  objects: () => modelObjects,
  Background: ModelsBackground,
};
