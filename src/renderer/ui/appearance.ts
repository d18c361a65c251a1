import { useColorScheme, useMediaQuery } from '@mantine/hooks';
import type { Contrast, Mode } from './theme.ts';
import { useDeviceState } from './ui-state.ts';

export const schemes = ['system', 'light', 'dark'] as const;
export type Scheme = (typeof schemes)[number];

/** What was chosen, and what it comes to on this device now. */
export function useAppearance() {
  const [scheme, setScheme] = useDeviceState<Scheme>('appearance.scheme', 'system');
  const [highContrast, setHighContrast] = useDeviceState('appearance.contrast', false);
  const system = useColorScheme('light', { getInitialValueInEffect: false });
  const systemContrast = useMediaQuery('(prefers-contrast: more)', false, { getInitialValueInEffect: false });
  const mode: Mode = scheme === 'system' ? system : scheme;
  const contrast: Contrast = highContrast || systemContrast ? 'more' : 'normal';
  return { scheme, setScheme, highContrast, setHighContrast, mode, contrast };
}
