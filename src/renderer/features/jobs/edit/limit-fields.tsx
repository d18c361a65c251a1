import { TextInput } from '@mantine/core';
import { formatDuration, parseDuration } from '../../../../shared/domain/duration.ts';
import { plainText } from '../../environments/form/fields.ts';
import { FormSection } from '../../environments/form/form-section.tsx';
import classes from './edit.module.css';
import type { JobFieldsProps } from './fields.ts';

export function LimitFields({ form, set, problems, environment }: JobFieldsProps) {
  const ms = parseDuration(form.timeout);
  const ofStatements = environment?.limits.statement_timeout ?? null;
  return (
    <FormSection title="Limits">
      <TextInput
        label="Timeout"
        className={classes.short}
        description="A run that takes longer is stopped and fails"
        {...plainText}
        placeholder="none, or 30m, 2h"
        value={form.timeout}
        error={problems.timeout}
        onChange={event => set({ timeout: event.currentTarget.value })}
      />
      <p className={classes.note}>
        {ms === undefined ? '' : `After ${formatDuration(ms)}. `}
        {environment &&
          (ofStatements === null
            ? `Single statements have no limit of their own in ${environment.name}.`
            : `A single statement may take ${ofStatements} in ${environment.name}.`)}
      </p>
    </FormSection>
  );
}
