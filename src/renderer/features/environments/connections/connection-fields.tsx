import { SegmentedControl, Textarea, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { engineNames } from '../../../../shared/domain/engines.ts';
import { engineWords } from '../../../parts/engine-words.ts';
import { FormSection } from '../form/form-section.tsx';
import { plainText } from '../form/fields.ts';
import formClasses from '../form/form.module.css';
import { AccountFields } from './account-fields.tsx';
import type { ConnectionFieldsProps } from './fields.ts';
import { NetworkFields } from './network-fields.tsx';
import { SignInFields } from './sign-in-fields.tsx';
import classes from './connections.module.css';

interface Props extends ConnectionFieldsProps {
  /** Why its engine cannot be another one. */
  engineFixed?: string | undefined;
  /** What has to be known of its addresses. */
  children?: ReactNode;
}

const engineAbout = {
  duckdb:
    'The embedded engine: no account needed, nothing leaves this machine. Snowflake’s SQL is translated, so details can differ.',
  snowflake: 'Your account, through Snowflake’s own driver: what runs is what Snowflake makes of it.',
};

/** All of a connection: its engine, and what that needs to be reached. */
export function ConnectionFields({ engineFixed, children, ...fields }: Props) {
  const { form, set, problems } = fields;
  return (
    <>
      <FormSection title="Engine" description={engineAbout[form.engine]}>
        <SegmentedControl
          aria-label="Engine"
          className={classes.choice}
          data={engineNames.map(engine => ({ value: engine, label: engineWords[engine] }))}
          value={form.engine}
          disabled={engineFixed !== undefined}
          onChange={engine => set({ engine })}
        />
        {engineFixed !== undefined && <p className={classes.text}>{engineFixed}</p>}
      </FormSection>
      <FormSection title="Identity">
        <TextInput
          label="Name"
          required
          {...plainText}
          className={formClasses.short}
          placeholder={form.engine === 'duckdb' ? 'embedded' : 'prod_loader'}
          value={form.name}
          error={problems.name}
          onChange={event => set({ name: event.currentTarget.value })}
        />
        <Textarea
          label="Description"
          autosize
          minRows={1}
          maxRows={6}
          maxLength={2_000}
          value={form.description}
          error={problems.description}
          onChange={event => set({ description: event.currentTarget.value })}
        />
      </FormSection>
      {form.engine === 'snowflake' && (
        <>
          <AccountFields {...fields} />
          <SignInFields {...fields} />
          <NetworkFields {...fields}>{children}</NetworkFields>
        </>
      )}
    </>
  );
}
