import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { navigate } from '../../location.ts';
import { BreadcrumbBar } from '../../ui/bar.tsx';
import { PanelTabs } from '../../ui/panel-tabs.tsx';
import { sizes } from '../../ui/theme.ts';
import { secretsHref as allSecretsHref } from '../secrets/secrets-data.ts';
import classes from './notifications.module.css';
import {
  channelsHref,
  deliveriesHref,
  newChannelHref,
  newRuleHref,
  rulesHref,
  secretsHref,
  useChannels,
  useRules,
} from './notifications-data.ts';

const places = {
  channels: { label: 'Channels', path: channelsHref },
  rules: { label: 'Rules', path: rulesHref },
  deliveries: { label: 'Deliveries', path: deliveriesHref() },
  secrets: { label: 'Secrets', path: secretsHref },
} as const;
type Place = keyof typeof places;
const panelId = 'notifications-panel';

/** The four lists of notifications as tabs; what is made new is that of the tab. */
export function Overview({ tab, children }: { tab: Place; children: ReactNode }) {
  const counts = { channels: useChannels().data?.channels.length, rules: useRules().data?.rules.length };
  const badgeOf = (place: Place) =>
    place === 'channels' || place === 'rules' ? (
      <span className={classes.count}>{counts[place]}</span>
    ) : undefined;
  return (
    <div className={classes.page}>
      <BreadcrumbBar crumbs={[{ label: 'Notifications' }]}>
        {tab === 'channels' && <NewButton href={newChannelHref}>New channel…</NewButton>}
        {tab === 'rules' && <NewButton href={newRuleHref()}>New rule…</NewButton>}
        {tab === 'secrets' && <Button onClick={() => navigate(allSecretsHref)}>All secrets</Button>}
      </BreadcrumbBar>
      <PanelTabs
        label="Parts of notifications"
        tabs={Object.entries(places).map(([key, { label }]) => ({
          key,
          label,
          badge: badgeOf(key as Place),
        }))}
        current={tab}
        panelId={panelId}
        onShow={key => navigate(places[key as Place].path, { replace: true })}
      />
      <div id={panelId} role="tabpanel" aria-label={places[tab].label} className={classes.panel}>
        {children}
      </div>
    </div>
  );
}

function NewButton({ href, children }: { href: string; children: string }) {
  return (
    <Button
      variant="filled"
      leftSection={<IconPlus size={sizes.iconSmall} aria-hidden />}
      onClick={() => navigate(href)}
    >
      {children}
    </Button>
  );
}
