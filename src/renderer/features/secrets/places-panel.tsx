import { Button } from '@mantine/core';
import { IconShieldLock, IconKey } from '@tabler/icons-react';
import { type ComponentType, type ReactNode, useState } from 'react';
import type { KeychainStatus, VaultStatus } from '../../../shared/contract/secrets.ts';
import type { KeychainState, VaultState } from '../../../shared/domain/secrets.ts';
import { VaultDialog, type VaultDialogKind } from '../../parts/secrets/vault-dialogs.tsx';
import { counted } from '../../ui/numbers.ts';
import { sizes, type Tone } from '../../ui/theme.ts';
import classes from './secrets.module.css';
import { lockVault } from './vault-actions.ts';

const keychainWords: Record<KeychainState, { word: string; tone: Tone }> = {
  ok: { word: 'answers', tone: 'success' },
  none: { word: 'none', tone: 'muted' },
  locked: { word: 'locked', tone: 'warning' },
  denied: { word: 'refuses', tone: 'warning' },
  silent: { word: 'does not answer', tone: 'warning' },
  failed: { word: 'failed', tone: 'danger' },
};

const vaultWords: Record<VaultState, { word: string; tone: Tone }> = {
  none: { word: 'none', tone: 'muted' },
  locked: { word: 'locked', tone: 'warning' },
  unlocked: { word: 'unlocked', tone: 'success' },
  unusable: { word: 'cannot be used', tone: 'danger' },
};

/** The places secrets are kept in, with what can be done about each. */
export function PlacesPanel({ keychain, vault }: { keychain: KeychainStatus; vault: VaultStatus }) {
  const [dialog, setDialog] = useState<VaultDialogKind | null>(null);
  return (
    <section className={classes.places} aria-label="Where secrets are kept">
      <Place title="Keychain" icon={IconKey} {...keychainWords[keychain.state]}>
        {keychain.state === 'ok' ? 'Of the user the engine runs as.' : sentences(keychain)}
      </Place>
      <Place
        title="Vault"
        icon={IconShieldLock}
        {...vaultWords[vault.state]}
        actions={<VaultActions state={vault.state} onOpen={setDialog} />}
      >
        {vaultText(vault)}
      </Place>
      {dialog && <VaultDialog kind={dialog} onClose={() => setDialog(null)} />}
    </section>
  );
}

function VaultActions({ state, onOpen }: { state: VaultState; onOpen: (kind: VaultDialogKind) => void }) {
  switch (state) {
    case 'none':
      return <Button onClick={() => onOpen('create')}>Create vault…</Button>;
    case 'locked':
      return (
        <Button variant="filled" onClick={() => onOpen('unlock')}>
          Unlock vault…
        </Button>
      );
    case 'unlocked':
      return (
        <>
          <Button onClick={() => void lockVault()}>Lock vault</Button>
          <Button onClick={() => onOpen('passphrase')}>Change passphrase…</Button>
        </>
      );
    case 'unusable':
      return null;
  }
}

interface PlaceProps {
  title: string;
  icon: ComponentType<{ size?: number | string; 'aria-hidden'?: boolean }>;
  word: string;
  tone: Tone;
  actions?: ReactNode;
  children: ReactNode;
}

function Place({ title, icon: Icon, word, tone, actions, children }: PlaceProps) {
  return (
    <div className={classes.place}>
      <Icon size={sizes.icon} aria-hidden />
      <div className={classes.placeText}>
        <h2 className={classes.placeTitle}>
          {title} <span data-tone={tone}>{word}</span>
        </h2>
        <p className={classes.dim}>{children}</p>
      </div>
      {actions && <div className={classes.placeActions}>{actions}</div>}
    </div>
  );
}

function sentences({ message, hint }: { message: string; hint: string | null }): string {
  return [message, hint].flatMap(text => (text === null ? [] : [`${text}.`])).join(' ');
}

function vaultText(vault: VaultStatus): ReactNode {
  const { state, file, secrets } = vault;
  if (state === 'unusable') return sentences(vault);
  if (state === 'none') return 'A file of yours, opened by a passphrase, for where there is no keychain.';
  return (
    <>
      {counted(secrets.length, 'secret')} in <span className={classes.file}>{file}</span>
    </>
  );
}
