import { Button, FileButton, Group, PasswordInput, Textarea } from '@mantine/core';
import { IconFile } from '@tabler/icons-react';
import { useState } from 'react';
import { maxSecretLength } from '../../../shared/domain/secrets.ts';
import { sizes } from '../../ui/theme.ts';
import classes from './secrets.module.css';

interface Props {
  label: string;
  description: string;
  /** A private key has many lines, and is in a file as a rule. */
  lines: boolean;
  /** What is wrong with what was typed. */
  problem: string | undefined;
  value: string;
  onChange: (value: string) => void;
}

/** Where the value of a secret is typed, pasted or taken from a file. It is not shown. */
export function ValueField({ label, description, lines, problem, value, onChange }: Props) {
  const [fileProblem, setFileProblem] = useState<string>();
  const change = (text: string) => {
    setFileProblem(undefined);
    onChange(text);
  };
  const common = {
    size: 'xs',
    label,
    description,
    autoComplete: 'new-password',
    spellCheck: false,
    maxLength: maxSecretLength,
    value,
    error: fileProblem ?? problem,
  } as const;
  const read = async (file: File | null) => {
    if (file === null) return;
    if (file.size > maxSecretLength) {
      setFileProblem(
        `${file.name} is too large for a secret: at most ${maxSecretLength.toLocaleString()} characters`,
      );
      return;
    }
    const text = await file.text();
    // A newline at the end belongs to the file.
    change(text.replace(/\r?\n$/, ''));
  };
  return (
    <>
      {lines ? (
        <Textarea
          {...common}
          className={classes.hidden}
          autosize
          minRows={4}
          maxRows={10}
          placeholder="-----BEGIN PRIVATE KEY-----"
          onChange={event => change(event.currentTarget.value)}
        />
      ) : (
        <PasswordInput {...common} onChange={event => change(event.currentTarget.value)} />
      )}
      {lines && (
        <Group gap="sm">
          <FileButton onChange={file => void read(file)} accept=".pem,.p8,.key,.txt">
            {props => (
              <Button {...props} leftSection={<IconFile size={sizes.iconSmall} aria-hidden />}>
                From a file…
              </Button>
            )}
          </FileButton>
          {value !== '' && <span className={classes.dim}>{value.length.toLocaleString()} characters</span>}
        </Group>
      )}
    </>
  );
}
