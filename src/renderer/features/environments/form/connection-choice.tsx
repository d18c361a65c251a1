import { Anchor, Select } from '@mantine/core';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { engineWords } from '../../../parts/engine-words.ts';
import { isUnset } from '../connections/connection-secrets.tsx';
import { TrustNotice } from '../connections/trust.tsx';
import { connectionHref, useConnections } from '../environments-data.ts';
import type { FieldsProps } from './fields.ts';
import { FormSection } from './form-section.tsx';
import classes from './form.module.css';
import type { FormConnection } from './use-form-connection.ts';

interface Props extends FieldsProps {
  connection: FormConnection;
  /** Somebody wants another one than there is. */
  onNew?: () => void;
  /** Above the choice. */
  children?: ReactNode;
}

/** Which of the connections there are; what it still asks of somebody before it is used. */
export function ConnectionChoice({ form, set, problems, connection, onNew, children }: Props) {
  const { data } = useConnections();
  const { saved, trust } = connection;
  const unset = saved?.secrets.filter(isUnset).map(({ name }) => name) ?? [];
  return (
    <FormSection title="Connection" description="How the warehouse is reached, and who signs in.">
      {children}
      <Select
        label="Connection"
        className={classes.short}
        description={
          <>
            {saved && (
              <Anchor component={Link} href={connectionHref(saved.id)} size="xs" underline="always">
                Open it
              </Anchor>
            )}
            {saved && onNew && ' · '}
            {onNew && (
              <Anchor component="button" type="button" size="xs" underline="always" onClick={onNew}>
                Make a new one
              </Anchor>
            )}
          </>
        }
        required
        data={(data?.connections ?? []).map(({ name, engine }) => ({
          value: name,
          label: `${name} · ${engineWords[engine]}`,
        }))}
        value={form.connection === '' ? null : form.connection}
        placeholder="Choose"
        error={problems.connection}
        onChange={value => value !== null && set({ connection: value })}
      />
      <TrustNotice name={connection.name} hosts={trust.untrusted} onTrust={() => void trust.ask()} />
      {saved && unset.length > 0 && (
        <p className={classes.remark} data-tone="warning">
          It cannot sign in: {unset.join(' and ')} {unset.length === 1 ? 'is' : 'are'} not set.{' '}
          <Link href={connectionHref(saved.id)}>Set {unset.length === 1 ? 'it' : 'them'} there</Link>
        </p>
      )}
    </FormSection>
  );
}
