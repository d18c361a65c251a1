import { TextInput } from '@mantine/core';
import type { Environment } from '../../../../shared/contract/environments.ts';
import { useAllJobs } from '../jobs-data.ts';
import { useEnvironments } from '../../../parts/environments.ts';
import { plainText } from '../../environments/form/fields.ts';
import { FormSection } from '../../environments/form/form-section.tsx';
import { targetName } from '../reads.ts';
import classes from './edit.module.css';
import type { JobFieldsProps } from './fields.ts';
import { definitionOf } from './job-form.ts';
import { KeptFields } from './kept-fields.tsx';

/** What it writes, and how that is kept. */
export function TargetFields(props: JobFieldsProps) {
  const { job, form, set, problems, environment } = props;
  const target = targetName(definitionOf(form).target, environment);
  return (
    <FormSection
      title="Where it writes"
      description="Database and schema are the environment’s where they are left empty."
    >
      <div className={classes.three}>
        {(['database', 'schema', 'table'] as const).map(part => (
          <TextInput
            key={part}
            label={part === 'table' ? 'Table or view' : part === 'schema' ? 'Schema' : 'Database'}
            required={part === 'table'}
            {...plainText}
            classNames={{ input: classes.code }}
            placeholder={placeholderOf(part, environment)}
            value={form[part]}
            error={problems[`target.${part}`]}
            onChange={event => set({ [part]: event.currentTarget.value })}
          />
        ))}
      </div>
      <output className={classes.outcome}>
        {target === undefined ? (
          ''
        ) : (
          <>
            Writes <code>{target}</code>
          </>
        )}
      </output>
      {target !== undefined && (
        <SharedTarget target={target} jobId={job?.id ?? null} connection={environment?.connection_id} />
      )}
      <KeptFields {...props} />
    </FormSection>
  );
}

/** What an empty field means. */
function placeholderOf(part: 'database' | 'schema' | 'table', environment: Environment | undefined): string {
  if (part === 'table') return 'DAILY_DELAYS';
  return environment === undefined ? 'the environment’s' : (environment[part] ?? 'none');
}

interface SharedTargetProps {
  target: string;
  jobId: number | null;
  connection: number | undefined;
}

/** Other jobs that write the same; publishing asks whether that is meant. */
function SharedTarget({ target, jobId, connection }: SharedTargetProps) {
  const { jobs } = useAllJobs();
  const environments = useEnvironments();
  const others = jobs.filter(
    job =>
      job.id !== jobId &&
      job.version !== null &&
      job.target === target &&
      environments.find(({ id }) => id === job.environment_id)?.connection_id === connection,
  );
  if (others.length === 0) return null;
  return (
    <p className={classes.warning} data-tone="warning">
      {others.map(({ name }) => name).join(', ')} {others.length === 1 ? 'writes' : 'write'} it too:
      publishing will ask whether that is meant.
    </p>
  );
}
