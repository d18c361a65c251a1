import { Menu } from '@mantine/core';
import {
  IconArrowDown,
  IconArrowUp,
  IconCopy,
  IconCopyPlus,
  IconFolderOpen,
  IconTrash,
} from '@tabler/icons-react';
import type { Environment } from '../../../../shared/contract/environments.ts';
import { navigate } from '../../../location.ts';
import { useEnvironments } from '../../../parts/environments.ts';
import { copyText } from '../../../ui/copy.ts';
import { sizes } from '../../../ui/theme.ts';
import { environmentHref, newEnvironmentHref } from '../environments-data.ts';
import { removeEnvironment } from './remove-environment.tsx';
import { useReorder } from './reorder.ts';

/** What can be done with an environment as a whole; the same in every menu. */
export function EnvironmentMenuItems({
  environment,
  opened = false,
}: {
  environment: Environment;
  opened?: boolean;
}) {
  const environments = useEnvironments();
  const reorder = useReorder();
  const at = environments.findIndex(({ id }) => id === environment.id);
  const icon = { size: sizes.iconSmall, 'aria-hidden': true };
  return (
    <>
      {!opened && (
        <Menu.Item
          leftSection={<IconFolderOpen {...icon} />}
          onClick={() => navigate(environmentHref(environment.id))}
        >
          Open
        </Menu.Item>
      )}
      <Menu.Item
        leftSection={<IconCopyPlus {...icon} />}
        onClick={() => navigate(`${newEnvironmentHref}?from=${environment.id}`)}
      >
        New environment like {environment.name}…
      </Menu.Item>
      <Menu.Item leftSection={<IconCopy {...icon} />} onClick={() => void copyText(environment.name, 'Name')}>
        Copy name
      </Menu.Item>
      <Menu.Divider />
      <Menu.Item
        leftSection={<IconArrowUp {...icon} />}
        disabled={at <= 0}
        onClick={() => reorder(environment.id, at - 1)}
      >
        Move up in the order of promotion
      </Menu.Item>
      <Menu.Item
        leftSection={<IconArrowDown {...icon} />}
        disabled={at < 0 || at === environments.length - 1}
        onClick={() => reorder(environment.id, at + 1)}
      >
        Move down in the order of promotion
      </Menu.Item>
      <Menu.Divider />
      <Menu.Item
        color="red"
        leftSection={<IconTrash {...icon} />}
        onClick={() => void removeEnvironment(environment)}
      >
        Delete environment…
      </Menu.Item>
    </>
  );
}
