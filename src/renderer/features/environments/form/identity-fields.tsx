import { Checkbox, Textarea, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { ColourChoice } from './colour-choice.tsx';
import { type FieldsProps, plainText } from './fields.ts';
import { FormSection } from './form-section.tsx';
import classes from './form.module.css';

interface Props extends FieldsProps {
  /** Below the protection: what stands against it. */
  children?: ReactNode;
}

/** What an environment is called and how it is told from the others. */
export function IdentityFields({ form, set, problems, children }: Props) {
  return (
    <>
      <FormSection title="Identity">
        <TextInput
          label="Name"
          required
          {...plainText}
          className={classes.short}
          placeholder="prod"
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
          onChange={event => set({ description: event.currentTarget.value })}
        />
        <ColourChoice value={form.colour} onChange={colour => set({ colour })} />
      </FormSection>
      <FormSection title="Protection">
        <Checkbox
          label="Protected: what runs here changes by approved promotion only"
          description="Promotions wait for approval. Jobs run a tag, never the latest version; editing a job’s tag, running a draft or another version are refused."
          checked={form.protected}
          error={problems.protected}
          onChange={event => set({ protected: event.currentTarget.checked })}
        />
        {children}
      </FormSection>
    </>
  );
}
