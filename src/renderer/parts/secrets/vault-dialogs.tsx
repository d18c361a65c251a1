import { Modal } from '@mantine/core';
import { useFocusBack } from '../../ui/use-focus-back.ts';
import { ChangePassphrase, CreateVault, UnlockVault } from './vault-forms.tsx';

export type VaultDialogKind = 'create' | 'unlock' | 'passphrase';

const dialogs = {
  create: { title: 'Create a passphrase vault', Form: CreateVault },
  unlock: { title: 'Unlock the vault', Form: UnlockVault },
  passphrase: { title: 'Change the passphrase of the vault', Form: ChangePassphrase },
} as const;

/** Makes, unlocks or re-encrypts the vault. */
export function VaultDialog({ kind, onClose }: { kind: VaultDialogKind; onClose: () => void }) {
  useFocusBack();
  const { title, Form } = dialogs[kind];
  return (
    <Modal opened onClose={onClose} title={title}>
      <Form onDone={onClose} onCancel={onClose} />
    </Modal>
  );
}
