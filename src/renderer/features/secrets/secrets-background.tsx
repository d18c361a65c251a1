import { IconKey, IconLock, IconLockOpen } from '@tabler/icons-react';
import { useState } from 'react';
import { useCommands } from '../../commands.ts';
import { navigate } from '../../location.ts';
import { VaultDialog, type VaultDialogKind } from '../../parts/secrets/vault-dialogs.tsx';
import { secretsHref, useVault } from './secrets-data.ts';
import { lockVault } from './vault-actions.ts';

/** What there is of secrets wherever one is. */
export function SecretsBackground() {
  const vault = useVault();
  const [dialog, setDialog] = useState<VaultDialogKind | null>(null);
  useCommands([
    {
      id: 'secrets.open',
      title: 'Show secrets',
      group: 'Secrets',
      words: 'keys passwords tokens credentials keychain vault',
      icon: IconKey,
      run: () => navigate(secretsHref),
    },
    {
      id: 'vault.unlock',
      title: 'Unlock the vault…',
      group: 'Secrets',
      words: 'passphrase',
      icon: IconLockOpen,
      ...(vault?.state !== 'locked' && { disabled: 'No vault is locked' }),
      run: () => setDialog('unlock'),
    },
    {
      id: 'vault.lock',
      title: 'Lock the vault',
      group: 'Secrets',
      words: 'passphrase forget',
      icon: IconLock,
      ...(vault?.state !== 'unlocked' && { disabled: 'No vault is unlocked' }),
      run: () => void lockVault(),
    },
  ]);
  return dialog && <VaultDialog kind={dialog} onClose={() => setDialog(null)} />;
}
