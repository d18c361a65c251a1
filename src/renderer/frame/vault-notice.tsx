import { Button } from '@mantine/core';
import { IconLock } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { api } from '../api.ts';
import { VaultDialog } from '../parts/secrets/vault-dialogs.tsx';
import { counted } from '../ui/numbers.ts';
import { sizes } from '../ui/theme.ts';
import classes from './notice.module.css';

/** What is in a vault that is locked cannot be used by any run or channel: said wherever one is, until it is dismissed. */
export function VaultNotice() {
  const { data: vault } = useQuery(api.vault.status.queryOptions());
  const [path] = useLocation();
  const [dismissed, setDismissed] = useState(false);
  const [unlocking, setUnlocking] = useState(false);
  const locked = vault?.state === 'locked' && vault.secrets.length > 0;
  // The page of secrets says it itself.
  if (!locked || dismissed || path === '/secrets') return null;
  return (
    <output className={classes.notice} data-tone="warning">
      <IconLock size={sizes.icon} aria-hidden />
      <span className={classes.text} title={vault.secrets.join(', ')}>
        <b>The vault is locked:</b> {counted(vault.secrets.length, 'secret')} in it cannot be read.
      </span>
      <Button variant="subtle" onClick={() => setUnlocking(true)}>
        Unlock vault…
      </Button>
      <Button variant="subtle" color="gray" onClick={() => setDismissed(true)}>
        Dismiss
      </Button>
      {unlocking && <VaultDialog kind="unlock" onClose={() => setUnlocking(false)} />}
    </output>
  );
}
