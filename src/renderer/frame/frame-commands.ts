import {
  IconArrowLeft,
  IconArrowRight,
  IconContrast,
  IconDeviceDesktop,
  IconKeyboard,
  IconLayoutSidebar,
  IconMoon,
  IconSearch,
  IconSun,
} from '@tabler/icons-react';
import type { Command } from '../commands.ts';
import { features } from '../features/index.ts';
import { useAppearance } from '../ui/appearance.ts';

interface Doing {
  openPalette: () => void;
  openShortcuts: () => void;
  toggleSide: () => void;
  goTo: (feature: string) => void;
}

/** What can be done wherever one is. The ids are those the desktop's menu uses. */
export function useFrameCommands(doing: Doing): Command[] {
  const { setScheme, highContrast, setHighContrast } = useAppearance();
  return [
    ...features.map(
      ({ id, title, icon, goKey }): Command => ({
        id: `go.${id}`,
        title: `Go to ${title.toLowerCase()}`,
        group: 'Go',
        shortcut: `g ${goKey}`,
        icon,
        run: () => doing.goTo(id),
      }),
    ),
    {
      id: 'go.back',
      title: 'Go back',
      group: 'Go',
      shortcut: 'alt+ArrowLeft',
      icon: IconArrowLeft,
      run: () => history.back(),
    },
    {
      id: 'go.forward',
      title: 'Go forward',
      group: 'Go',
      shortcut: 'alt+ArrowRight',
      icon: IconArrowRight,
      run: () => history.forward(),
    },
    {
      id: 'palette.open',
      title: 'Search everything',
      group: 'View',
      shortcut: 'mod+k',
      icon: IconSearch,
      run: doing.openPalette,
    },
    {
      id: 'view.side_bar',
      title: 'Show or hide the side bar',
      group: 'View',
      shortcut: 'mod+b',
      icon: IconLayoutSidebar,
      run: doing.toggleSide,
    },
    {
      id: 'theme.system',
      title: 'Appearance: as the system',
      group: 'View',
      words: 'theme',
      icon: IconDeviceDesktop,
      run: () => setScheme('system'),
    },
    {
      id: 'theme.light',
      title: 'Appearance: light',
      group: 'View',
      words: 'theme',
      icon: IconSun,
      run: () => setScheme('light'),
    },
    {
      id: 'theme.dark',
      title: 'Appearance: dark',
      group: 'View',
      words: 'theme',
      icon: IconMoon,
      run: () => setScheme('dark'),
    },
    {
      id: 'theme.contrast',
      title: highContrast ? 'Appearance: normal contrast' : 'Appearance: high contrast',
      group: 'View',
      words: 'theme',
      icon: IconContrast,
      run: () => setHighContrast(!highContrast),
    },
    {
      id: 'help.shortcuts',
      title: 'Show keyboard shortcuts',
      group: 'Help',
      shortcut: '?',
      icon: IconKeyboard,
      run: doing.openShortcuts,
    },
  ];
}
