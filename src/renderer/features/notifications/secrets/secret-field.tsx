import { Button, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { namePattern } from '../../../../shared/domain/names.ts';
import { secretVariable } from '../../../../shared/domain/notices.ts';
import { api } from '../../../api.ts';
import { plainText } from '../../environments/form/fields.ts';
import { sourceWords } from '../words.ts';
import { SecretStateChip } from './secret-state.tsx';
import { SetSecret } from './set-secret.tsx';
import classes from './secrets.module.css';

const typingMs = 250;

interface Props {
  label: string;
  description: ReactNode;
  placeholder: string;
  required?: boolean;
  value: string;
  error: string | undefined;
  onChange: (name: string) => void;
}

/** The name of a secret, whether that secret is set, and a way to set it: its value is not part of any definition. */
export function SecretField({ value, onChange, ...field }: Props) {
  return (
    <div className={classes.field}>
      <TextInput
        {...field}
        {...plainText}
        className={classes.input}
        value={value}
        onChange={event => onChange(event.currentTarget.value)}
      />
      <SecretStatus name={value.trim()} />
    </div>
  );
}

function SecretStatus({ name }: { name: string }) {
  const [known] = useDebouncedValue(name, typingMs);
  const isName = namePattern.test(known);
  const { data } = useQuery(api.secrets.has.queryOptions({ input: { secret: known }, enabled: isName }));
  const [setting, setSetting] = useState(false);
  if (!isName || name !== known || !data) return null;
  const { source } = data;
  return (
    <p className={classes.status}>
      <SecretStateChip source={source} />
      {source !== null && (
        <span className={classes.source} title={source === 'environment' ? secretVariable(name) : undefined}>
          {sourceWords[source]}
        </span>
      )}
      <Button onClick={() => setSetting(true)}>{source === 'keychain' ? 'Replace…' : 'Set…'}</Button>
      {setting && <SetSecret name={name} isSet={source === 'keychain'} onClose={() => setSetting(false)} />}
    </p>
  );
}
