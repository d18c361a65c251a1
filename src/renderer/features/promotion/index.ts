import { IconArrowsExchange } from '@tabler/icons-react';
import { lazy } from 'react';
import type { Feature } from '../feature.ts';
import { PromotionBackground } from './promotion-background.tsx';
import { promotionObjects } from './promotion-data.ts';

export const promote: Feature = {
  id: 'promote',
  title: 'Promote',
  icon: IconArrowsExchange,
  goKey: 'p',
  Screen: lazy(() => import('./promotion-screen.tsx')),
  objects: promotionObjects,
  Background: PromotionBackground,
};
