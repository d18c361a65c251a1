import { Anchor, Select, TextInput } from '@mantine/core';
import { Link } from 'wouter';
import type { ComputeProfile } from '../../../../shared/contract/compute-profiles.ts';
import { durationRule, formatDuration, parseDuration } from '../../../../shared/domain/duration.ts';
import { ParameterList } from '../compute/parameter-list.tsx';
import { profileInShort } from '../compute/profile-words.ts';
import { computeProfileHref, newComputeProfileHref, useComputeProfiles } from '../environments-data.ts';
import { ChoiceField } from './choice-field.tsx';
import { effectiveCompute, effectiveText } from './effective-compute.ts';
import { type FieldsProps, plainText } from './fields.ts';
import { FormSection } from './form-section.tsx';
import classes from './form.module.css';
import type { FormConnection } from './use-form-connection.ts';

interface Props extends FieldsProps {
  connection: FormConnection;
}

/** What statements run on and how much of it, each with what holds and who says so. */
export function ComputeFields({ form, set, problems, connection }: Props) {
  const { data } = useComputeProfiles();
  const profile = data?.compute_profiles.find(({ name }) => name === form.computeProfile);
  const holds = effectiveCompute(form, profile);
  const timeout = parseDuration(holds.timeout.value ?? '');
  const isEmbedded = connection.engine === 'duckdb';
  const chosen = form.computeProfile;
  /** What would hold if nothing were said here. */
  const otherwise = effectiveCompute({ warehouse: '', concurrency: '', timeout: '' }, profile);
  const instead = (field: keyof typeof holds, about: string) =>
    holds[field].from === 'own' && otherwise[field].from === 'profile'
      ? `Its own, in place of ${effectiveText(otherwise[field], chosen)}`
      : about;
  return (
    <FormSection
      title="Compute and limits"
      description={
        isEmbedded
          ? 'DuckDB has no warehouses and no session parameters: what is given of them is kept, not used.'
          : 'What is given here goes before what the compute profile says.'
      }
    >
      <div className={classes.pair}>
        <ProfileField
          value={chosen}
          profiles={data?.compute_profiles ?? []}
          chosen={profile}
          error={problems.computeProfile}
          onChange={computeProfile => set({ computeProfile })}
        />
        <ChoiceField
          form={form}
          connection={connection}
          what="warehouses"
          label="Warehouse"
          description={instead('warehouse', 'What statements run on')}
          placeholder={effectiveText(otherwise.warehouse, chosen)}
          noneLabel={
            otherwise.warehouse.from === 'profile'
              ? effectiveText(otherwise.warehouse, chosen)
              : 'none: the default warehouse of the user'
          }
          value={form.warehouse}
          error={problems.warehouse}
          onChange={warehouse => set({ warehouse })}
        />
      </div>
      <div className={classes.pair}>
        <TextInput
          label="Concurrent runs"
          description={instead('concurrency', 'Further runs wait; 1 to 512')}
          inputMode="numeric"
          {...plainText}
          placeholder={effectiveText(otherwise.concurrency, chosen)}
          value={form.concurrency}
          error={problems.concurrency}
          onChange={event => set({ concurrency: event.currentTarget.value })}
        />
        <TextInput
          label="Statement timeout"
          description={instead(
            'timeout',
            timeout === undefined ? durationRule : `Stopped after ${formatDuration(timeout)}`,
          )}
          {...plainText}
          placeholder={effectiveText(otherwise.timeout, chosen)}
          value={form.timeout}
          error={problems.timeout}
          onChange={event => set({ timeout: event.currentTarget.value })}
        />
      </div>
      {profile && <ParameterList profile={profile} isUsed={!isEmbedded} />}
    </FormSection>
  );
}

interface ProfileProps {
  value: string;
  profiles: readonly ComputeProfile[];
  chosen: ComputeProfile | undefined;
  error: string | undefined;
  onChange: (name: string) => void;
}

/** No name looks like this. */
const none = '-';

function ProfileField({ value, profiles, chosen, error, onChange }: ProfileProps) {
  const known = profiles.some(({ name }) => name === value);
  return (
    <Select
      label="Compute profile"
      description={
        chosen ? (
          <>
            {profileInShort(chosen)} ·{' '}
            <Anchor component={Link} href={computeProfileHref(chosen.id)} size="xs" underline="always">
              Open it
            </Anchor>
          </>
        ) : (
          <>
            Warehouse, limits and parameters to share ·{' '}
            <Anchor component={Link} href={newComputeProfileHref} size="xs" underline="always">
              Make one
            </Anchor>
          </>
        )
      }
      data={[
        { value: none, label: 'none' },
        ...profiles.map(({ name }) => ({ value: name, label: name })),
        // It is there no more, or not known yet.
        ...(known || value === '' ? [] : [{ value, label: value }]),
      ]}
      value={value === '' ? none : value}
      searchable={profiles.length > 8}
      error={error}
      onChange={next => onChange(next === null || next === none ? '' : next)}
    />
  );
}
