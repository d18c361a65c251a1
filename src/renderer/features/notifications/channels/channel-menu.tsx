import { Menu } from '@mantine/core';
import {
  IconBellPlus,
  IconCopy,
  IconFolderOpen,
  IconListDetails,
  IconSend,
  IconTrash,
} from '@tabler/icons-react';
import type { Channel } from '../../../../shared/contract/notifications.ts';
import { navigate } from '../../../location.ts';
import { copyText } from '../../../ui/copy.ts';
import { sizes } from '../../../ui/theme.ts';
import { channelHref, deliveriesHref, newRuleHref } from '../notifications-data.ts';
import { removeChannel, testChannel } from './channel-actions.tsx';

interface Props {
  channel: Channel;
  /** Its page is shown, with its own button for testing. */
  opened?: boolean;
}

/** What can be done with a channel as a whole; the same in every menu. */
export function ChannelMenuItems({ channel, opened = false }: Props) {
  const icon = { size: sizes.iconSmall, 'aria-hidden': true };
  return (
    <>
      {!opened && (
        <>
          <Menu.Item
            leftSection={<IconFolderOpen {...icon} />}
            onClick={() => navigate(channelHref(channel.id))}
          >
            Open
          </Menu.Item>
          <Menu.Item leftSection={<IconSend {...icon} />} onClick={() => void testChannel(channel)}>
            Send a test
          </Menu.Item>
        </>
      )}
      <Menu.Item
        leftSection={<IconListDetails {...icon} />}
        onClick={() => navigate(deliveriesHref({ channel: channel.id }))}
      >
        Show its deliveries
      </Menu.Item>
      <Menu.Item leftSection={<IconBellPlus {...icon} />} onClick={() => navigate(newRuleHref(channel.name))}>
        New rule that sends to it…
      </Menu.Item>
      <Menu.Divider />
      <Menu.Item leftSection={<IconCopy {...icon} />} onClick={() => void copyText(channel.name, 'Name')}>
        Copy name
      </Menu.Item>
      <Menu.Item
        leftSection={<IconCopy {...icon} />}
        onClick={() => void copyText(`slipway notify channel test ${channel.name}`, 'Command')}
      >
        Copy the command that tests it
      </Menu.Item>
      <Menu.Divider />
      <Menu.Item
        color="red"
        leftSection={<IconTrash {...icon} />}
        onClick={() => void removeChannel(channel)}
      >
        Delete channel…
      </Menu.Item>
    </>
  );
}
