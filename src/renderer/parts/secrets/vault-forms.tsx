import { Button, Group, PasswordInput } from '@mantine/core';
import { type FormEvent, type ReactNode, useState } from 'react';
import { minPassphraseLength } from '../../../shared/domain/secrets.ts';
import { client } from '../../api.ts';
import { troubleOf } from '../../call-error.ts';
import { ErrorPanel } from '../../ui/error-panel.tsx';
import { showToast } from '../../ui/notices.ts';
import type { Trouble } from '../../ui/trouble.ts';
import { useFirstField } from '../../ui/use-first-field.ts';
import classes from './secrets.module.css';

interface Props {
  onDone: () => void;
  onCancel: () => void;
}

const passphraseField = {
  size: 'xs',
  autoComplete: 'new-password',
  spellCheck: false,
  maxLength: 1_000,
} as const;

/** Asks for the passphrase of a new vault, twice, and makes it. */
export function CreateVault(props: Props) {
  const [passphrase, setPassphrase] = useState('');
  const [again, setAgain] = useState('');
  return (
    <VaultForm
      {...props}
      verb="Create vault"
      failed="The vault was not made"
      ready={passphrase.length >= minPassphraseLength && passphrase === again}
      send={async () => {
        await client.vault.create({ passphrase });
        showToast('The vault is made and unlocked');
      }}
    >
      <p>
        A file of yours that holds secrets, encrypted with a passphrase. It is for all of your workspaces, and
        locked whenever Slipway starts.
      </p>
      <PasswordInput
        {...passphraseField}
        label="Passphrase"
        description={`At least ${minPassphraseLength} characters. Nobody can recover it: without it the secrets in the vault are lost.`}
        value={passphrase}
        onChange={event => setPassphrase(event.currentTarget.value)}
      />
      <PasswordInput
        {...passphraseField}
        label="Passphrase again"
        value={again}
        error={
          again !== '' && again.length >= passphrase.length && again !== passphrase && 'It is another one'
        }
        onChange={event => setAgain(event.currentTarget.value)}
      />
    </VaultForm>
  );
}

/** Asks for the passphrase of the vault and unlocks it. */
export function UnlockVault(props: Props) {
  const [passphrase, setPassphrase] = useState('');
  return (
    <VaultForm
      {...props}
      verb="Unlock vault"
      failed="The vault was not unlocked"
      ready={passphrase !== ''}
      send={async () => {
        await client.vault.unlock({ passphrase });
        showToast('The vault is unlocked');
      }}
    >
      <PasswordInput
        {...passphraseField}
        label="Passphrase"
        description="Of the vault. It stays unlocked until it is locked or Slipway ends."
        value={passphrase}
        onChange={event => setPassphrase(event.currentTarget.value)}
      />
    </VaultForm>
  );
}

/** Asks for the passphrase of the vault and for another one. */
export function ChangePassphrase(props: Props) {
  const [passphrase, setPassphrase] = useState('');
  const [next, setNext] = useState('');
  const [again, setAgain] = useState('');
  return (
    <VaultForm
      {...props}
      verb="Change passphrase"
      failed="The passphrase was not changed"
      ready={passphrase !== '' && next.length >= minPassphraseLength && next === again}
      send={async () => {
        await client.vault.changePassphrase({ passphrase, new_passphrase: next });
        showToast('The passphrase is changed');
      }}
    >
      <PasswordInput
        {...passphraseField}
        label="Passphrase"
        description="The one the vault has now."
        value={passphrase}
        onChange={event => setPassphrase(event.currentTarget.value)}
      />
      <PasswordInput
        {...passphraseField}
        label="New passphrase"
        description={`At least ${minPassphraseLength} characters. Nobody can recover it.`}
        value={next}
        onChange={event => setNext(event.currentTarget.value)}
      />
      <PasswordInput
        {...passphraseField}
        label="New passphrase again"
        value={again}
        error={again !== '' && again.length >= next.length && again !== next && 'It is another one'}
        onChange={event => setAgain(event.currentTarget.value)}
      />
    </VaultForm>
  );
}

interface FormProps extends Props {
  verb: string;
  failed: string;
  ready: boolean;
  /** What is typed goes straight to the engine: it is not even the input of a mutation. */
  send: () => Promise<void>;
  children: ReactNode;
}

function VaultForm({ verb, failed, ready, send, children, onDone, onCancel }: FormProps) {
  const form = useFirstField();
  const [sending, setSending] = useState(false);
  const [trouble, setTrouble] = useState<Trouble>();
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!ready || sending) return;
    setSending(true);
    setTrouble(undefined);
    try {
      await send();
      onDone();
    } catch (error) {
      setTrouble(troubleOf(error, failed));
      setSending(false);
    }
  };
  return (
    <form ref={form} onSubmit={event => void submit(event)} className={classes.dialog}>
      {children}
      {trouble && <ErrorPanel trouble={trouble} />}
      <Group justify="flex-end" gap="sm">
        <Button onClick={onCancel}>Cancel</Button>
        <Button type="submit" variant="filled" disabled={!ready} loading={sending}>
          {verb}
        </Button>
      </Group>
    </form>
  );
}
