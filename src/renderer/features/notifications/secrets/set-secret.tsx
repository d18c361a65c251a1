import { Button, Group, Modal, PasswordInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { client } from '../../../api.ts';
import { troubleOf } from '../../../call-error.ts';
import { ErrorPanel } from '../../../ui/error-panel.tsx';
import { showToast } from '../../../ui/notices.ts';
import type { Trouble } from '../../../ui/trouble.ts';
import { useFocusBack } from '../../../ui/use-focus-back.ts';
import classes from './secrets.module.css';

interface Props {
  name: string;
  /** It has a value, which the new one replaces. */
  isSet: boolean;
  onClose: () => void;
}

/** Asks for the value of a secret and sends it, once. It is kept nowhere in the page: not even as the input of a mutation. */
export function SetSecret({ name, isSet, onClose }: Props) {
  useFocusBack();
  const [value, setValue] = useState('');
  const [sending, setSending] = useState(false);
  const [trouble, setTrouble] = useState<Trouble>();
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (value === '' || sending) return;
    setSending(true);
    setTrouble(undefined);
    try {
      await client.secrets.set({ secret: name, value });
      showToast(`${name} is set`);
      onClose();
    } catch (error) {
      setTrouble(troubleOf(error, `${name} was not set`));
      setSending(false);
    }
  };
  return (
    <Modal opened onClose={onClose} title={`${isSet ? 'Replace' : 'Set'} ${name}`}>
      <form onSubmit={event => void submit(event)} className={classes.dialog}>
        <PasswordInput
          size="xs"
          label="Value"
          description="Kept in the keychain of the machine the engine runs on. It is sent once and never shown again."
          autoComplete="new-password"
          spellCheck={false}
          maxLength={8_000}
          value={value}
          onChange={event => setValue(event.currentTarget.value)}
          data-autofocus
        />
        {trouble && <ErrorPanel trouble={trouble} />}
        <Group justify="flex-end" gap="sm">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="filled" disabled={value === ''} loading={sending}>
            {isSet ? 'Replace secret' : 'Set secret'}
          </Button>
        </Group>
      </form>
    </Modal>
  );
}
