import { IconKey } from '@tabler/icons-react';
import { preloadable } from '../../ui/preloadable.tsx';
import type { Feature } from '../feature.ts';
import { SecretsBackground } from './secrets-background.tsx';
import { secretObjects } from './secrets-data.ts';

export const secrets: Feature = {
  id: 'secrets',
  title: 'Secrets',
  icon: IconKey,
  goKey: 'k',
  Screen: preloadable(() => import('./secrets-screen.tsx')),
  objects: () => secretObjects,
  Background: SecretsBackground,
};
