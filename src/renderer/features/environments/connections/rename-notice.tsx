import { Button } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import type { Connection } from '../../../../shared/contract/connections.ts';
import { sizes } from '../../../ui/theme.ts';
import { namesInShort } from '../environments-data.ts';
import { type ConnectionForm, definitionOf, secretsOfForm } from './connection-form.ts';
import classes from './connections.module.css';

interface Props {
  connection: Connection;
  form: ConnectionForm;
  set: (changes: Partial<ConnectionForm>) => void;
}

/** Secrets that are called after the connection are not found any more under its new name: said before it is saved. */
export function RenameNotice({ connection, form, set }: Props) {
  const now = secretsOfForm(form).map(({ name }) => name);
  const renamed = definitionOf(form).name !== connection.name;
  const lost = connection.secrets.filter(({ name, source }) => source !== null && !now.includes(name));
  const kept = Object.fromEntries(
    lost.flatMap(({ field, name }) => (form[field] === '' ? [[field, name]] : [])),
  ) as Partial<Pick<ConnectionForm, 'secret' | 'passphrase_secret'>>;
  const names = Object.values(kept);
  if (!renamed || names.length === 0) return null;
  return (
    <div className={classes.notice} data-tone="warning" role="alert">
      <IconAlertTriangle size={sizes.icon} className={classes.noticeIcon} aria-hidden />
      <p>
        {namesInShort(names)} {names.length === 1 ? 'is' : 'are'} called after the connection, and would not
        be found under its new name.
      </p>
      <Button onClick={() => set(kept)}>Keep using {namesInShort(names)}</Button>
    </div>
  );
}
