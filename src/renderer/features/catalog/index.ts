import { IconDatabase } from '@tabler/icons-react';
import { preloadable } from '../../ui/preloadable.tsx';
import type { Feature } from '../feature.ts';
import { CatalogBackground } from './catalog-background.tsx';
import { catalogObjects } from './catalog-data.ts';
import { CatalogSide } from './tree/catalog-side.tsx';

export const catalog: Feature = {
  id: 'catalog',
  title: 'Catalogue',
  icon: IconDatabase,
  goKey: 'c',
  Screen: preloadable(() => import('./catalog-screen.tsx')),
  Side: CatalogSide,
  objects: catalogObjects,
  Background: CatalogBackground,
};
