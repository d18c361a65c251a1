import { Button, Group, Modal, SegmentedControl } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import type { Secret } from '../../../shared/contract/secrets.ts';
import { isEncryptedKey, pemProblem } from '../../../shared/domain/pem.ts';
import {
  type SecretKind,
  secretKindWords,
  type SecretPlace,
  secretVariable,
} from '../../../shared/domain/secrets.ts';
import { api, client } from '../../api.ts';
import { troubleOf } from '../../call-error.ts';
import { ErrorPanel } from '../../ui/error-panel.tsx';
import { showToast } from '../../ui/notices.ts';
import type { Trouble } from '../../ui/trouble.ts';
import { useFirstField } from '../../ui/use-first-field.ts';
import { useFocusBack } from '../../ui/use-focus-back.ts';
import { Waiting } from '../../ui/waiting.tsx';
import { NoPlace } from './no-place.tsx';
import { placesFor } from './places.ts';
import classes from './secrets.module.css';
import { ValueField } from './value-field.tsx';
import { UnlockVault } from './vault-forms.tsx';
import { isKept } from './words.ts';

/** Called once a value is kept, with what may be told of it. */
export type OnSet = (told: { asksForPassphrase: boolean }) => void;

interface Props {
  name: string;
  /** What it is to whoever is looking. Default: what those that name it say. */
  kind?: SecretKind | undefined;
  onSet?: OnSet | undefined;
  onClose: () => void;
}

/**
 * Asks for the value of a secret and sends it, once; where there is no place to keep it, says what can be done. A value is kept
 * nowhere in the page: not even as the input of a mutation.
 */
export function SetSecret({ name, kind, onSet, onClose }: Props) {
  useFocusBack();
  const secret = useQuery(api.secrets.get.queryOptions({ input: { secret: name } }));
  const places = useQuery(api.secrets.list.queryOptions());
  const error = secret.error ?? places.error;
  return (
    <Modal
      opened
      onClose={onClose}
      title={`${secret.data && isKept(secret.data) ? 'Replace' : 'Set'} ${name}`}
    >
      {error ? (
        <ErrorPanel trouble={troubleOf(error, `Where ${name} is kept could not be found out`)} />
      ) : secret.data && places.data ? (
        <Steps secret={secret.data} kind={kind} where={places.data} onSet={onSet} onClose={onClose} />
      ) : (
        <Waiting lines={3} label="Looking where it can be kept" />
      )}
    </Modal>
  );
}

interface StepsProps {
  secret: Secret;
  kind: SecretKind | undefined;
  where: Parameters<typeof NoPlace>[0]['where'];
  onSet: OnSet | undefined;
  onClose: () => void;
}

/** First a place, where there is none; then the vault's passphrase, where it is locked; then the value. */
function Steps({ secret, kind, where, onSet, onClose }: StepsProps) {
  const { places, preferred } = placesFor(secret, where.keychain, where.vault);
  const [chosen, setChosen] = useState<SecretPlace | null>(null);
  const place = chosen !== null && places.includes(chosen) ? chosen : preferred;
  if (place === null) return <NoPlace name={secret.name} where={where} onCancel={onClose} />;
  const choice = places.length > 1 && (
    <SegmentedControl
      aria-label="Where it is kept"
      data={[
        { value: 'keychain', label: 'In the keychain' },
        { value: 'vault', label: 'In the vault' },
      ]}
      value={place}
      onChange={setChosen}
    />
  );
  if (place === 'vault' && where.vault.state === 'locked') {
    return (
      <div className={classes.dialog}>
        {choice}
        <p>The vault is locked: it has to be unlocked before {secret.name} can be kept in it.</p>
        <UnlockVault onDone={() => {}} onCancel={onClose} />
      </div>
    );
  }
  return (
    <div className={classes.dialog}>
      {choice}
      {secret.source === 'environment' && (
        <p className={classes.dim}>
          It is given as {secretVariable(secret.name)} now. What is kept here is used instead.
        </p>
      )}
      <Value secret={secret} kind={kind ?? secret.kinds[0]} place={place} onSet={onSet} onClose={onClose} />
    </div>
  );
}

interface ValueProps {
  secret: Secret;
  kind: SecretKind | undefined;
  place: SecretPlace;
  onSet: OnSet | undefined;
  onClose: () => void;
}

const placeTexts: Record<SecretPlace, string> = {
  keychain: 'Kept in the keychain of the machine the engine runs on.',
  vault: 'Kept in the vault.',
};

function Value({ secret, kind, place, onSet, onClose }: ValueProps) {
  const { name } = secret;
  const form = useFirstField();
  const [value, setValue] = useState('');
  const [sending, setSending] = useState(false);
  const [trouble, setTrouble] = useState<Trouble>();
  const isKey = kind === 'private_key';
  const problem = isKey && value !== '' ? pemProblem(value) : undefined;
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (value === '' || problem !== undefined || sending) return;
    setSending(true);
    setTrouble(undefined);
    try {
      await client.secrets.set({ secret: name, value, place });
      onSet?.({ asksForPassphrase: isKey && isEncryptedKey(value) });
      setValue('');
      showToast(`${name} is set`);
      onClose();
    } catch (error) {
      setTrouble(troubleOf(error, `${name} was not set`));
      setSending(false);
    }
  };
  const word = kind === undefined || kind === 'session_token' ? 'value' : secretKindWords[kind];
  return (
    <form ref={form} onSubmit={event => void submit(event)} className={classes.dialog}>
      <ValueField
        label={word.charAt(0).toUpperCase() + word.slice(1)}
        description={`${placeTexts[place]} It is sent once and never shown again.`}
        lines={isKey}
        problem={problem}
        value={value}
        onChange={setValue}
      />
      {trouble && <ErrorPanel trouble={trouble} />}
      <Group justify="flex-end" gap="sm">
        <Button onClick={onClose}>Cancel</Button>
        <Button
          type="submit"
          variant="filled"
          disabled={value === '' || problem !== undefined}
          loading={sending}
        >
          {isKept(secret) ? 'Replace secret' : 'Set secret'}
        </Button>
      </Group>
    </form>
  );
}
