import { Button } from '@mantine/core';
import { IconBell, IconBellOff } from '@tabler/icons-react';
import { useState } from 'react';
import type { Rule } from '../../../../shared/contract/notifications.ts';
import { troubleOf } from '../../../call-error.ts';
import { navigate } from '../../../location.ts';
import { StateChip } from '../../../ui/chip.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { Failed } from '../../../ui/failed.tsx';
import { FloatingMenu } from '../../../ui/floating-menu.tsx';
import { type ObjectColumn, ObjectTable } from '../../../ui/object-table.tsx';
import { RelativeTime } from '../../../ui/time-text.tsx';
import { Waiting } from '../../../ui/waiting.tsx';
import classes from '../notifications.module.css';
import { newChannelHref, newRuleHref, ruleHref, useChannels, useRules } from '../notifications-data.ts';
import { ofWhat, tellsAbout } from '../words.ts';
import { RuleMenuItems } from './rule-menu.tsx';

const cut = (text: string) => <span title={text}>{text}</span>;

const columns: readonly ObjectColumn<Rule>[] = [
  {
    key: 'name',
    title: 'Rule',
    width: '2fr',
    sortBy: ({ name }) => name,
    render: ({ name, definition: { description } }) => (
      <span title={[name, description].filter(Boolean).join(': ')}>
        <span className={classes.name}>{name}</span>
        <span className={classes.dim}>{description}</span>
      </span>
    ),
  },
  {
    key: 'on',
    title: 'State',
    width: '4.5rem',
    sortBy: ({ definition }) => (definition.enabled === false ? 1 : 0),
    render: ({ definition }) =>
      definition.enabled === false ? (
        <StateChip tone="muted" icon={IconBellOff}>
          off
        </StateChip>
      ) : (
        <StateChip tone="success" icon={IconBell}>
          on
        </StateChip>
      ),
  },
  {
    key: 'about',
    title: 'Tells about',
    width: '2fr',
    render: ({ definition }) => cut(tellsAbout(definition)),
  },
  { key: 'of', title: 'Of', width: '1.6fr', render: ({ definition }) => cut(ofWhat(definition)) },
  {
    key: 'channels',
    title: 'Sent to',
    width: '1.4fr',
    sortBy: ({ definition }) => definition.channels.join(', '),
    render: ({ definition }) => cut(definition.channels.join(', ')),
  },
  {
    key: 'updated',
    title: 'Changed',
    width: '6.5rem',
    align: 'end',
    fromWidth: 900,
    sortBy: ({ updated_at }) => Date.parse(updated_at),
    render: ({ updated_at }) => <RelativeTime at={updated_at} />,
  },
];

/** What is told, and where to. */
export function RuleList() {
  const { data, rules, error, refetch } = useRules();
  const { data: channels } = useChannels();
  const [menu, setMenu] = useState<{ rule: Rule; at: { x: number; y: number } } | null>(null);
  if (error) {
    return (
      <Failed trouble={troubleOf(error, 'The rules could not be listed')} onRetry={() => void refetch()} />
    );
  }
  if (!data || !channels) return <Waiting lines={4} label="Loading the rules" />;
  if (rules.length === 0) {
    const hasChannel = channels.channels.length > 0;
    return (
      <EmptyState
        action={
          <Button variant="filled" onClick={() => navigate(hasChannel ? newRuleHref() : newChannelHref)}>
            {hasChannel ? 'New rule…' : 'New channel…'}
          </Button>
        }
      >
        A rule says what is told, of which jobs, and to which channels
        {hasChannel ? '.' : '; it needs a channel to send to.'}
      </EmptyState>
    );
  }
  return (
    <>
      <ObjectTable
        label="Rules"
        columns={columns}
        rows={rules}
        keyOf={({ id }) => String(id)}
        onOpen={({ id }) => navigate(ruleHref(id))}
        onMenu={(rule, at) => setMenu({ rule, at })}
      />
      <FloatingMenu at={menu?.at ?? null} onClose={() => setMenu(null)}>
        {menu && <RuleMenuItems rule={menu.rule} />}
      </FloatingMenu>
    </>
  );
}
