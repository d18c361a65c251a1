import { IconBell, IconBellRinging } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { Channel, Rule } from '../../../shared/contract/notifications.ts';
import type { DeliveryState } from '../../../shared/domain/notices.ts';
import { api, queryClient } from '../../api.ts';
import type { PaletteObject } from '../feature.ts';
import { goesTo, tellsAbout } from './words.ts';

export const channelsHref = '/notifications';
export const rulesHref = '/notifications/rules';
export const secretsHref = '/notifications/secrets';
export const newChannelHref = '/notifications/channels/new';
export const channelHref = (id: number) => `/notifications/channels/${id}`;
export const ruleHref = (id: number) => `/notifications/rules/${id}`;

/** Where a new rule is written; `channel` is the name of one it is to send to. */
export const newRuleHref = (channel?: string) =>
  `/notifications/rules/new${channel === undefined ? '' : `?channel=${encodeURIComponent(channel)}`}`;

/** The log of deliveries, all of it or that of one channel or run. */
export function deliveriesHref(
  filter: { channel?: number; run?: number; state?: DeliveryState } = {},
): string {
  const search = new URLSearchParams(Object.entries(filter).map(([key, value]) => [key, String(value)]));
  const text = search.toString();
  return `/notifications/deliveries${text === '' ? '' : `?${text}`}`;
}

const noChannels: readonly Channel[] = [];
const noRules: readonly Rule[] = [];

/** All channels, by name. */
export function useChannels() {
  const query = useQuery(api.channels.list.queryOptions());
  return { ...query, channels: query.data?.channels ?? noChannels };
}

/** All rules, by name. */
export function useRules() {
  const query = useQuery(api.rules.list.queryOptions());
  return { ...query, rules: query.data?.rules ?? noRules };
}

/** Channels and rules for the palette. */
export const notificationObjects = {
  queryKey: [...api.channels.list.key({ type: 'query' }), 'palette'],
  queryFn: async (): Promise<PaletteObject[]> => {
    const [{ channels }, { rules }] = await Promise.all([
      queryClient.fetchQuery(api.channels.list.queryOptions()),
      queryClient.fetchQuery(api.rules.list.queryOptions()),
    ]);
    return [
      ...channels.map(({ id, name, definition }) => ({
        key: `channel:${id}`,
        title: name,
        kind: 'Channel',
        detail: goesTo(definition),
        href: channelHref(id),
        icon: IconBell,
      })),
      ...rules.map(({ id, name, definition }) => ({
        key: `rule:${id}`,
        title: name,
        kind: 'Rule',
        detail: tellsAbout(definition),
        href: ruleHref(id),
        icon: IconBellRinging,
      })),
    ];
  },
};
