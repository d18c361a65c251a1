import { TextInput } from '@mantine/core';
import { durationRule, formatDuration, parseDuration } from '../../../../shared/domain/duration.ts';
import { type FieldsProps, plainText } from './fields.ts';
import { FormSection } from './form-section.tsx';
import classes from './form.module.css';

/** How much may run here, and for how long. */
export function LimitFields({ form, set, problems }: FieldsProps) {
  const timeout = parseDuration(form.timeout);
  return (
    <FormSection title="Limits">
      <div className={classes.pair}>
        <TextInput
          label="Concurrent runs"
          description="Further runs wait; 1 to 512"
          inputMode="numeric"
          {...plainText}
          value={form.concurrency}
          error={problems.concurrency}
          onChange={event => set({ concurrency: event.currentTarget.value })}
        />
        <TextInput
          label="Statement timeout"
          description={timeout === undefined ? durationRule : `Stopped after ${formatDuration(timeout)}`}
          {...plainText}
          placeholder="none"
          value={form.timeout}
          error={problems.timeout}
          onChange={event => set({ timeout: event.currentTarget.value })}
        />
      </div>
    </FormSection>
  );
}
