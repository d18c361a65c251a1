import { Checkbox, MultiSelect, Textarea, TextInput } from '@mantine/core';
import { Link } from 'wouter';
import { noticeKinds } from '../../../../shared/domain/notices.ts';
import { plainText } from '../../environments/form/fields.ts';
import { FormSection } from '../../environments/form/form-section.tsx';
import type { Problems } from '../edit/problems.ts';
import { newChannelHref } from '../notifications-data.ts';
import { defaultFactor, noticeWords } from '../words.ts';
import type { KnownNames, RuleForm } from './rule-form.ts';
import classes from './rules.module.css';

interface Props {
  form: RuleForm;
  set: (changes: Partial<RuleForm>) => void;
  problems: Problems;
  known: KnownNames;
}

/** More than these are found by typing. */
const shownAtOnce = 200;

/** What is told, of what, and to which channels. */
export function RuleFields({ form, set, problems, known }: Props) {
  const pick = (field: 'jobs' | 'environments' | 'channels') => ({
    size: 'xs' as const,
    searchable: true,
    limit: shownAtOnce,
    hidePickedOptions: true,
    // What was deleted since stays to be seen, and to be taken out.
    data: [...new Set([...(known[field] ?? []), ...form[field]])],
    value: form[field],
    error: problems[field],
    onChange: (names: string[]) => set({ [field]: names }),
  });
  return (
    <>
      <FormSection title="Identity">
        <TextInput
          label="Name"
          required
          {...plainText}
          className={classes.short}
          placeholder="production"
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
        <Checkbox
          label="On"
          description="A rule that is off tells nothing; what it has told already is still delivered."
          checked={form.enabled}
          onChange={event => set({ enabled: event.currentTarget.checked })}
        />
      </FormSection>
      <FormSection
        title="Tells about"
        description="Of one run each rule tells once: recovery rather than slow, slow rather than success."
      >
        <KindChoice form={form} set={set} problems={problems} />
      </FormSection>
      <FormSection
        title="Of what"
        description="Nothing chosen is everything. With both, jobs have to be among these and in these environments."
      >
        <MultiSelect
          label="Jobs"
          placeholder={form.jobs.length === 0 ? 'all jobs' : ''}
          nothingFoundMessage="No such job"
          {...pick('jobs')}
        />
        <MultiSelect
          label="Environments"
          placeholder={form.environments.length === 0 ? 'all environments' : ''}
          nothingFoundMessage="No such environment"
          {...pick('environments')}
        />
        {form.on.includes('woke') && form.jobs.length + form.environments.length > 0 && (
          <p className={classes.hint}>
            An absence is about no single job: this rule does not tell of it (“woke”).
          </p>
        )}
      </FormSection>
      <FormSection
        title="Sent to"
        description="What a rule has for a channel is gathered for a minute and sent as one message."
      >
        <MultiSelect
          label="Channels"
          required
          placeholder={form.channels.length === 0 ? 'Choose' : ''}
          nothingFoundMessage="No such channel"
          {...pick('channels')}
        />
        {known.channels?.length === 0 && (
          <p className={classes.hint}>
            There are no channels yet. <Link href={newChannelHref}>Make one first</Link>
          </p>
        )}
      </FormSection>
    </>
  );
}

function KindChoice({ form, set, problems }: Omit<Props, 'known'>) {
  return (
    <Checkbox.Group
      aria-label="Tells about"
      classNames={{ error: classes.error }}
      error={problems.on}
      value={form.on}
      onChange={chosen => set({ on: noticeKinds.filter(kind => chosen.includes(kind)) })}
    >
      <ul className={classes.kinds}>
        {noticeKinds.map(kind => (
          <li key={kind}>
            <Checkbox
              value={kind}
              label={kind}
              description={noticeWords[kind]}
              aria-invalid={problems.on === undefined ? undefined : true}
            />
            {kind === 'slow' && form.on.includes('slow') && (
              <TextInput
                className={classes.factor}
                label="Times the usual duration"
                description="Of the median of the last 20 completed runs; there have to be three"
                inputMode="decimal"
                {...plainText}
                placeholder={String(defaultFactor)}
                value={form.factor}
                error={problems.factor}
                onChange={event => set({ factor: event.currentTarget.value })}
              />
            )}
          </li>
        ))}
      </ul>
    </Checkbox.Group>
  );
}
