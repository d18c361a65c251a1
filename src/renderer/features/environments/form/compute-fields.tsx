import { Select, TextInput } from '@mantine/core';
import { Link } from 'wouter';
import type { ComputeProfile } from '../../../../shared/contract/compute-profiles.ts';
import { durationRule, formatDuration, parseDuration } from '../../../../shared/domain/duration.ts';
import { ParameterList } from '../compute/parameter-list.tsx';
import { profileInShort } from '../compute/profile-words.ts';
import { computeProfileHref, newComputeProfileHref, useComputeProfiles } from '../environments-data.ts';
import { ChoiceField } from './choice-field.tsx';
import { type Effective, effectiveCompute, effectiveText } from './effective-compute.ts';
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
  const otherwise = (effective: Effective) =>
    effective.from === 'own' ? undefined : effectiveText(effective, form.computeProfile);
  return (
    <FormSection
      title="Compute and limits"
      description={
        isEmbedded
          ? 'DuckDB has no warehouses and no session parameters: what is given of them is kept, not used.'
          : 'What is given here goes before what the compute profile says.'
      }
    >
      <ProfileField
        value={form.computeProfile}
        profiles={data?.compute_profiles ?? []}
        chosen={profile}
        error={problems.computeProfile}
        onChange={computeProfile => set({ computeProfile })}
      />
      <div className={classes.pair}>
        <ChoiceField
          form={form}
          connection={connection}
          what="warehouses"
          label="Warehouse"
          description={source(holds.warehouse, form.computeProfile, 'What statements run on')}
          placeholder={otherwise(holds.warehouse) ?? 'none'}
          noneLabel={
            profile?.definition.warehouse === undefined
              ? 'none: the default warehouse of the user'
              : `${profile.definition.warehouse}, from ${profile.name}`
          }
          value={form.warehouse}
          error={problems.warehouse}
          onChange={warehouse => set({ warehouse })}
        />
      </div>
      <div className={classes.pair}>
        <TextInput
          label="Concurrent runs"
          description={source(holds.concurrency, form.computeProfile, 'Further runs wait; 1 to 512')}
          inputMode="numeric"
          {...plainText}
          placeholder={otherwise(holds.concurrency) ?? ''}
          value={form.concurrency}
          error={problems.concurrency}
          onChange={event => set({ concurrency: event.currentTarget.value })}
        />
        <TextInput
          label="Statement timeout"
          description={source(
            holds.timeout,
            form.computeProfile,
            timeout === undefined ? durationRule : `Stopped after ${formatDuration(timeout)}`,
          )}
          {...plainText}
          placeholder={otherwise(holds.timeout) ?? 'none'}
          value={form.timeout}
          error={problems.timeout}
          onChange={event => set({ timeout: event.currentTarget.value })}
        />
      </div>
      {profile && <ParameterList profile={profile} isUsed={!isEmbedded} />}
    </FormSection>
  );
}

/** Where the value that holds comes from, where somebody else would decide. */
function source({ from }: Effective, profile: string, about: string): string {
  if (profile === '' || from === 'default') return about;
  return from === 'own' ? `Its own, before what ${profile} says` : `From ${profile}`;
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
            {profileInShort(chosen)} · <Link href={computeProfileHref(chosen.id)}>Open it</Link>
          </>
        ) : (
          <>
            A warehouse with limits and session parameters, shared by environments ·{' '}
            <Link href={newComputeProfileHref}>Make one</Link>
          </>
        )
      }
      className={classes.short}
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
