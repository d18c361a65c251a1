import { IconBraces, IconPlus } from '@tabler/icons-react';
import { useCommands } from '../../commands.ts';
import { navigate } from '../../location.ts';
import { newEnvironmentHref, variablesHref } from './environments-data.ts';

/** What there is of environments wherever one is. */
export function EnvironmentsBackground() {
  useCommands([
    {
      id: 'environment.new',
      title: 'New environment…',
      group: 'Environments',
      shortcut: 'c e',
      words: 'create add connection',
      icon: IconPlus,
      run: () => navigate(newEnvironmentHref),
    },
    {
      id: 'workspace.variables',
      title: 'Workspace variables',
      group: 'Environments',
      words: 'placeholders values',
      icon: IconBraces,
      run: () => navigate(variablesHref),
    },
  ]);
  return null;
}
