import { Button } from '@mantine/core';
import { IconKeyOff } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Channel } from '../../../../shared/contract/notifications.ts';
import { channelSecrets } from '../../../../shared/domain/secrets.ts';
import { api } from '../../../api.ts';
import { troubleOf } from '../../../call-error.ts';
import { navigate } from '../../../location.ts';
import { LabelChip } from '../../../ui/chip.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { Failed } from '../../../ui/failed.tsx';
import { FloatingMenu } from '../../../ui/floating-menu.tsx';
import { type ObjectColumn, ObjectTable } from '../../../ui/object-table.tsx';
import { RelativeTime } from '../../../ui/time-text.tsx';
import { Waiting } from '../../../ui/waiting.tsx';
import { DeliveryStateChip } from '../deliveries/delivery-state.tsx';
import classes from '../notifications.module.css';
import { useSecrets } from '../../secrets/secrets-data.ts';
import { channelHref, newChannelHref, useChannels } from '../notifications-data.ts';
import { channelKinds, goesTo } from '../words.ts';
import { ChannelMenuItems } from './channel-menu.tsx';

const columns: readonly ObjectColumn<Channel>[] = [
  {
    key: 'name',
    title: 'Channel',
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
    key: 'kind',
    title: 'Kind',
    width: '5.5rem',
    sortBy: ({ kind }) => kind,
    render: ({ kind }) => channelKinds[kind].word,
  },
  {
    key: 'to',
    title: 'Goes to',
    width: '2fr',
    fromWidth: 640,
    sortBy: ({ definition }) => goesTo(definition),
    render: channel => <Destination channel={channel} />,
  },
  {
    key: 'rules',
    title: 'Rules',
    width: '1.2fr',
    sortBy: ({ rules }) => rules.length,
    render: ({ rules }) =>
      rules.length === 0 ? (
        <span className={classes.dim}>no rule sends to it</span>
      ) : (
        <span title={rules.join(', ')}>{rules.join(', ')}</span>
      ),
  },
  {
    key: 'last',
    title: 'Last delivery',
    width: '11rem',
    render: ({ id }) => <LastDelivery channel={id} />,
  },
];

/** Where notifications go. */
export function ChannelList() {
  const { data, channels, error, refetch } = useChannels();
  const [menu, setMenu] = useState<{ channel: Channel; at: { x: number; y: number } } | null>(null);
  if (error) {
    return (
      <Failed trouble={troubleOf(error, 'The channels could not be listed')} onRetry={() => void refetch()} />
    );
  }
  if (!data) return <Waiting lines={4} label="Loading the channels" />;
  if (channels.length === 0) {
    return (
      <EmptyState
        action={
          <Button variant="filled" onClick={() => navigate(newChannelHref)}>
            New channel…
          </Button>
        }
      >
        A channel is where notifications go: this desktop, a webhook, a chat or mail.
      </EmptyState>
    );
  }
  return (
    <>
      <ObjectTable
        label="Channels"
        columns={columns}
        rows={channels}
        keyOf={({ id }) => String(id)}
        onOpen={({ id }) => navigate(channelHref(id))}
        onMenu={(channel, at) => setMenu({ channel, at })}
      />
      <FloatingMenu at={menu?.at ?? null} onClose={() => setMenu(null)}>
        {menu && <ChannelMenuItems channel={menu.channel} />}
      </FloatingMenu>
    </>
  );
}

function Destination({ channel: { definition } }: { channel: Channel }) {
  const { data } = useSecrets();
  const names = channelSecrets(definition).map(({ name }) => name);
  const missing =
    data?.secrets.filter(
      ({ name, source, problem }) => source === null && problem === null && names.includes(name),
    ) ?? [];
  const text = goesTo(definition);
  return (
    <span title={text}>
      {missing.length > 0 && (
        <>
          <LabelChip icon={IconKeyOff} tone="warning">
            {missing.map(({ name }) => name).join(', ')} not set
          </LabelChip>{' '}
        </>
      )}
      {text}
    </span>
  );
}

/** What became of the newest message, tests included. */
function LastDelivery({ channel }: { channel: number }) {
  const { data } = useQuery(
    api.deliveries.list.queryOptions({ input: { channel: String(channel), limit: 1 } }),
  );
  if (!data) return null;
  const [last] = data.deliveries;
  if (!last) return <span className={classes.dim}>none yet</span>;
  return (
    <span className={classes.pair} title={last.attempts.at(-1)?.message}>
      <DeliveryStateChip state={last.state} again={last.state === 'pending' && last.attempts.length > 0} />
      <RelativeTime at={last.attempts.at(-1)?.at ?? last.created_at} />
    </span>
  );
}
