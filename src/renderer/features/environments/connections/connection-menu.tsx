import { Menu } from '@mantine/core';
import { IconCloudPlus, IconCopy, IconFolderOpen, IconShieldQuestion, IconTrash } from '@tabler/icons-react';
import type { Connection } from '../../../../shared/contract/connections.ts';
import { navigate } from '../../../location.ts';
import { copyText } from '../../../ui/copy.ts';
import { sizes } from '../../../ui/theme.ts';
import { connectionHref, newEnvironmentHref } from '../environments-data.ts';
import { removeConnection } from './remove-connection.tsx';
import { trustSaved, untrustedOf } from './trust.tsx';

interface Props {
  connection: Connection;
  /** Its page is shown. */
  opened?: boolean;
}

/** What can be done with a connection as a whole; the same in every menu. */
export function ConnectionMenuItems({ connection, opened = false }: Props) {
  const icon = { size: sizes.iconSmall, 'aria-hidden': true };
  const untrusted = untrustedOf(connection);
  return (
    <>
      {!opened && (
        <Menu.Item
          leftSection={<IconFolderOpen {...icon} />}
          onClick={() => navigate(connectionHref(connection.id))}
        >
          Open
        </Menu.Item>
      )}
      {untrusted.length > 0 && (
        <Menu.Item
          leftSection={<IconShieldQuestion {...icon} />}
          onClick={() => void trustSaved(connection, untrusted)}
        >
          Decide about trust…
        </Menu.Item>
      )}
      <Menu.Item
        leftSection={<IconCloudPlus {...icon} />}
        onClick={() => navigate(`${newEnvironmentHref}?connection=${encodeURIComponent(connection.name)}`)}
      >
        New environment with {connection.name}…
      </Menu.Item>
      <Menu.Item leftSection={<IconCopy {...icon} />} onClick={() => void copyText(connection.name, 'Name')}>
        Copy name
      </Menu.Item>
      <Menu.Divider />
      <Menu.Item
        color="red"
        leftSection={<IconTrash {...icon} />}
        onClick={() => void removeConnection(connection)}
      >
        Delete connection…
      </Menu.Item>
    </>
  );
}
