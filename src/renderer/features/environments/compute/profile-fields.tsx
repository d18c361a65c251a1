import { Textarea, TextInput } from '@mantine/core';
import { durationRule, formatDuration, parseDuration } from '../../../../shared/domain/duration.ts';
import { plainText } from '../form/fields.ts';
import { FormSection } from '../form/form-section.tsx';
import formClasses from '../form/form.module.css';
import { defaultConcurrency } from '../form/environment-form.ts';
import type { ProfileFieldsProps } from './fields.ts';
import { ParameterFields } from './parameter-fields.tsx';
import { WarehouseField } from './warehouse-field.tsx';

interface Props extends ProfileFieldsProps {
  /** Environments that use it: the first to be asked what there is. */
  users: readonly string[];
}

/** All of a compute profile. */
export function ProfileFields({ users, ...fields }: Props) {
  const { form, set, problems } = fields;
  const timeout = parseDuration(form.timeout);
  return (
    <>
      <FormSection title="Identity">
        <TextInput
          label="Name"
          required
          {...plainText}
          className={formClasses.short}
          placeholder="etl_large"
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
      <FormSection
        title="Compute and limits"
        description="What an environment says itself goes before what is given here; what is empty is left to it."
      >
        <WarehouseField {...fields} users={users} />
        <div className={formClasses.pair}>
          <TextInput
            label="Concurrent runs"
            description="In each environment; further runs wait. 1 to 512"
            inputMode="numeric"
            {...plainText}
            placeholder={`not said: ${defaultConcurrency} by default`}
            value={form.concurrency}
            error={problems.concurrency}
            onChange={event => set({ concurrency: event.currentTarget.value })}
          />
          <TextInput
            label="Statement timeout"
            description={timeout === undefined ? durationRule : `Stopped after ${formatDuration(timeout)}`}
            {...plainText}
            placeholder="not said"
            value={form.timeout}
            error={problems.timeout}
            onChange={event => set({ timeout: event.currentTarget.value })}
          />
        </div>
      </FormSection>
      <ParameterFields {...fields} />
    </>
  );
}
