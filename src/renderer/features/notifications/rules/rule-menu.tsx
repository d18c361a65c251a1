import { Menu } from '@mantine/core';
import { IconBell, IconBellOff, IconCopy, IconFolderOpen, IconTrash } from '@tabler/icons-react';
import type { Rule } from '../../../../shared/contract/notifications.ts';
import { navigate } from '../../../location.ts';
import { copyText } from '../../../ui/copy.ts';
import { sizes } from '../../../ui/theme.ts';
import { ruleHref } from '../notifications-data.ts';
import { removeRule, switchRule } from './rule-actions.tsx';

/** What can be done with a rule as a whole; the same in every menu. */
export function RuleMenuItems({ rule, opened = false }: { rule: Rule; opened?: boolean }) {
  const icon = { size: sizes.iconSmall, 'aria-hidden': true };
  const isOn = rule.definition.enabled !== false;
  return (
    <>
      {!opened && (
        <Menu.Item leftSection={<IconFolderOpen {...icon} />} onClick={() => navigate(ruleHref(rule.id))}>
          Open
        </Menu.Item>
      )}
      <Menu.Item
        leftSection={isOn ? <IconBellOff {...icon} /> : <IconBell {...icon} />}
        onClick={() => switchRule(rule)}
      >
        Turn {isOn ? 'off' : 'on'}
      </Menu.Item>
      <Menu.Item leftSection={<IconCopy {...icon} />} onClick={() => void copyText(rule.name, 'Name')}>
        Copy name
      </Menu.Item>
      <Menu.Divider />
      <Menu.Item color="red" leftSection={<IconTrash {...icon} />} onClick={() => void removeRule(rule)}>
        Delete rule…
      </Menu.Item>
    </>
  );
}
