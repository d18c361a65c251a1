import { IconArrowsExchange } from '@tabler/icons-react';
import { preloadable } from '../../ui/preloadable.tsx';
import type { Feature } from '../feature.ts';
import { PromotionBackground } from './promotion-background.tsx';
import { promotionObjects } from './promotion-data.ts';

export const promote: Feature = {
  id: 'promote',
  title: 'Promote',
  icon: IconArrowsExchange,
  goKey: 'p',
  Screen: preloadable(() => import('./promotion-screen.tsx')),
  objects: promotionObjects,
  Background: PromotionBackground,
};
