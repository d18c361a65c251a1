import { IconBraces, IconDatabase, IconGauge, IconPlus } from '@tabler/icons-react';
import { useCommands } from '../../commands.ts';
import { navigate } from '../../location.ts';
import {
  computeProfilesHref,
  connectionsHref,
  newComputeProfileHref,
  newConnectionHref,
  newEnvironmentHref,
  variablesHref,
} from './environments-data.ts';

/** What there is of environments wherever one is. */
export function EnvironmentsBackground() {
  useCommands([
    {
      id: 'environment.new',
      title: 'New environment…',
      group: 'Environments',
      shortcut: 'c e',
      words: 'create add',
      icon: IconPlus,
      run: () => navigate(newEnvironmentHref),
    },
    {
      id: 'connection.new',
      title: 'New connection…',
      group: 'Environments',
      words: 'create add snowflake account sign in duckdb',
      icon: IconPlus,
      run: () => navigate(newConnectionHref),
    },
    {
      id: 'connection.list',
      title: 'Connections',
      group: 'Environments',
      words: 'snowflake account sign in duckdb',
      icon: IconDatabase,
      run: () => navigate(connectionsHref),
    },
    {
      id: 'compute_profile.new',
      title: 'New compute profile…',
      group: 'Environments',
      words: 'create add warehouse timeout session parameters concurrency',
      icon: IconPlus,
      run: () => navigate(newComputeProfileHref),
    },
    {
      id: 'compute_profile.list',
      title: 'Compute profiles',
      group: 'Environments',
      words: 'warehouse timeout session parameters concurrency',
      icon: IconGauge,
      run: () => navigate(computeProfilesHref),
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
