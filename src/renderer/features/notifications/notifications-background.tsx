import { IconPlus, IconSend } from '@tabler/icons-react';
import { useCommands } from '../../commands.ts';
import { navigate } from '../../location.ts';
import { deliveriesHref, newChannelHref, newRuleHref } from './notifications-data.ts';

/** What there is of notifications wherever one is. */
export function NotificationsBackground() {
  useCommands([
    {
      id: 'channel.new',
      title: 'New channel…',
      group: 'Notifications',
      words: 'create add webhook slack smtp mail desktop',
      icon: IconPlus,
      run: () => navigate(newChannelHref),
    },
    {
      id: 'rule.new',
      title: 'New rule…',
      group: 'Notifications',
      words: 'create add alert failure recovery',
      icon: IconPlus,
      run: () => navigate(newRuleHref()),
    },
    {
      id: 'deliveries.open',
      title: 'Show deliveries',
      group: 'Notifications',
      words: 'log sent messages attempts',
      icon: IconSend,
      run: () => navigate(deliveriesHref()),
    },
  ]);
  return null;
}
