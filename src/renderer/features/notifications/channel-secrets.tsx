import { Button } from '@mantine/core';
import { navigate } from '../../location.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { SecretList } from '../secrets/secret-list.tsx';
import { newChannelHref } from './notifications-data.ts';

/** The secrets that channels name. */
export function ChannelSecrets() {
  return (
    <SecretList
      only={({ used_by }) => used_by.channels.length > 0}
      empty={
        <EmptyState action={<Button onClick={() => navigate(newChannelHref)}>New channel…</Button>}>
          No channel names a secret: keys, passwords and addresses that nobody else may know belong in one.
        </EmptyState>
      }
    />
  );
}
