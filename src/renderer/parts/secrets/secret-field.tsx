import { TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import type { ReactNode } from 'react';
import type { SecretKind } from '../../../shared/domain/secrets.ts';
import { SecretStatus } from './secret-status.tsx';
import classes from './secrets.module.css';
import type { OnSet } from './set-secret.tsx';

const typingMs = 250;

interface Props {
  label: string;
  description: ReactNode;
  placeholder: string;
  required?: boolean;
  /** What the secret is to the definition that names it. */
  kind?: SecretKind;
  /** Its name where none is typed. */
  fallback?: string;
  value: string;
  error: string | undefined;
  onChange: (name: string) => void;
  /** It was given a value here. */
  onSet?: OnSet;
}

/** The name of a secret, whether that secret is set, and a way to set it: its value is not part of any definition. */
export function SecretField({ value, onChange, kind, fallback = '', onSet, ...field }: Props) {
  const name = value.trim() === '' ? fallback : value.trim();
  const [known] = useDebouncedValue(name, typingMs);
  return (
    <div className={classes.field}>
      <TextInput
        {...field}
        autoComplete="off"
        spellCheck={false}
        autoCapitalize="off"
        className={classes.input}
        value={value}
        onChange={event => onChange(event.currentTarget.value)}
      />
      {name === known && <SecretStatus name={known} kind={kind} onSet={onSet} />}
    </div>
  );
}
