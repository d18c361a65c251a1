import { IconSitemap } from '@tabler/icons-react';
import { preloadable } from '../../ui/preloadable.tsx';
import type { Feature } from '../feature.ts';

export const lineage: Feature = {
  id: 'lineage',
  title: 'Lineage',
  icon: IconSitemap,
  goKey: 'l',
  Screen: preloadable(() => import('./lineage-screen.tsx')),
};
