import { Radio, Select, type ComboboxItem } from '@mantine/core';
import { IconLock } from '@tabler/icons-react';
import { AreaLink } from '../../../parts/areas.tsx';
import { EnvironmentChip } from '../../../parts/environment-chip.tsx';
import { useEnvironments } from '../../../parts/environments.ts';
import { versionText } from '../../../parts/version-text.ts';
import { sizes } from '../../../ui/theme.ts';
import { FormSection } from '../../environments/form/form-section.tsx';
import { useAllModels } from '../../models/models-data.ts';
import { promoteHref } from '../promote-link.ts';
import classes from './edit.module.css';
import type { JobFieldsProps } from './fields.ts';

/** Where it runs and what. */
export function WorkloadFields(props: JobFieldsProps) {
  const { job, form, set, problems, environment } = props;
  const { models } = useAllModels();
  const locked = isLocked(props);
  return (
    <FormSection
      title="What it runs"
      description="One model, by a tag that names a version, in one environment."
    >
      <EnvironmentField {...props} />
      <Select
        label="Model"
        required
        searchable
        nothingFoundMessage="No such model"
        data={withValue(
          models.map(({ name }) => name),
          form.model,
        )}
        value={form.model === '' ? null : form.model}
        placeholder="Choose"
        disabled={locked && form.model === job?.definition?.model}
        error={problems.model}
        onChange={model => model !== null && set({ model, tag: '' })}
      />
      <Radio.Group
        label="Version"
        value={form.runs}
        error={problems.runs}
        onChange={value => set({ runs: value === 'latest' ? 'latest' : 'tag' })}
      >
        <div className={classes.choices}>
          <Radio
            value="tag"
            size="xs"
            label="A tag: it changes when the job is changed or promoted"
            disabled={locked}
          />
          <Radio
            value="latest"
            size="xs"
            label="The latest: a new version is run as soon as it is published"
            disabled={environment?.protected === true}
          />
        </div>
      </Radio.Group>
      {form.runs === 'tag' && <TagField {...props} />}
      {locked && <Locked {...props} />}
    </FormSection>
  );
}

/** In a protected environment what a live job runs changes by promotion only. */
function isLocked({ job, environment }: JobFieldsProps): boolean {
  return job !== null && job.definition !== null && environment?.protected === true;
}

function Locked({ job, environment }: JobFieldsProps) {
  return (
    <p className={classes.locked}>
      <IconLock size={sizes.iconSmall} aria-hidden />
      <span>
        {environment?.name} is protected: what {job?.name} runs there changes by promotion only.{' '}
        {job && <AreaLink to={promoteHref(job)}>Promote {job.model}</AreaLink>}
      </span>
    </p>
  );
}

function EnvironmentField({ job, form, set, problems }: JobFieldsProps) {
  const environments = useEnvironments();
  const live = job?.definition?.environment;
  return (
    <Select
      label="Environment"
      required
      data={withValue(
        environments.map(({ name }) => name),
        form.environment,
      ).map(name => {
        const known = environments.find(environment => environment.name === name);
        // A live job gets into a protected environment by nothing: make another one there.
        return {
          value: name,
          label: name,
          disabled: known?.protected === true && live !== undefined && live !== name,
        };
      })}
      value={form.environment === '' ? null : form.environment}
      placeholder="Choose"
      error={problems.environment}
      renderOption={({ option }: { option: ComboboxItem }) => {
        const known = environments.find(({ name }) => name === option.value);
        return (
          <span className={classes.option}>
            {known ? <EnvironmentChip environment={known} /> : option.label}
            {option.disabled && <span className={classes.dim}>protected: make a new job there</span>}
          </span>
        );
      }}
      onChange={environment => environment !== null && set({ environment })}
    />
  );
}

function TagField(props: JobFieldsProps) {
  const { job, form, set, problems, model } = props;
  const tags = model?.tags ?? [];
  return (
    <Select
      label="Tag"
      required
      searchable
      nothingFoundMessage={
        tags.length === 0 ? 'The model has no tags: tag a version of it first' : 'No such tag'
      }
      data={withValue(
        tags.map(({ name }) => name),
        form.tag,
      ).map(name => {
        const version = tags.find(tag => tag.name === name)?.version ?? null;
        return { value: name, label: version === null ? name : versionText({ tag: name, version }) };
      })}
      value={form.tag === '' ? null : form.tag}
      placeholder={model ? 'Choose' : 'Choose a model first'}
      disabled={!model || (isLocked(props) && form.tag === job?.definition?.tag)}
      error={problems.tag}
      description={
        model && tags.length === 0 ? (
          <>
            It has no tags yet: <AreaLink to={`/models/${model.id}`}>tag a version of it</AreaLink>
          </>
        ) : undefined
      }
      onChange={tag => tag !== null && set({ tag })}
    />
  );
}

/** The options with the one that is chosen, even where it is not there any more. */
function withValue(options: readonly string[], value: string): string[] {
  return value === '' || options.includes(value) ? [...options] : [value, ...options];
}
