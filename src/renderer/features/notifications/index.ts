import { IconBellCog } from '@tabler/icons-react';
import { preloadable } from '../../ui/preloadable.tsx';
import type { Feature } from '../feature.ts';
import { NotificationsBackground } from './notifications-background.tsx';
import { notificationObjects } from './notifications-data.ts';

export const notifications: Feature = {
  id: 'notifications',
  title: 'Notifications',
  icon: IconBellCog,
  goKey: 'n',
  Screen: preloadable(() => import('./notifications-screen.tsx')),
  objects: () => notificationObjects,
  Background: NotificationsBackground,
};
