import { Textarea, TextInput } from '@mantine/core';
import { plainText } from '../../environments/form/fields.ts';
import { FormSection } from '../../environments/form/form-section.tsx';
import type { JobFieldsProps } from './fields.ts';
import { suggested } from './job-form.ts';

export function IdentityFields({ job, form, set, problems }: JobFieldsProps) {
  const renames = job !== null && form.name.trim() !== '' && form.name.trim() !== job.name;
  return (
    <FormSection title="Identity">
      <TextInput
        label="Name"
        required
        {...plainText}
        placeholder={job === null ? suggested(form).name || 'daily_delays_dev' : undefined}
        value={form.name}
        error={problems.name}
        description={renames ? 'The name changes as soon as this is saved, also as a draft' : undefined}
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
  );
}
