import { SegmentedControl, Select, TagsInput, Textarea, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ChangeEvent } from 'react';
import { api } from '../../../api.ts';
import { plainText } from '../../environments/form/fields.ts';
import { FormSection } from '../../environments/form/form-section.tsx';
import type { Problems } from '../edit/problems.ts';
import { SecretField } from '../../../parts/secrets/secret-field.tsx';
import { channelKindNames, channelKinds } from '../words.ts';
import { type ChannelForm, defaultPort, type Security } from './channel-form.ts';
import classes from './channels.module.css';

export interface ChannelFieldsProps {
  form: ChannelForm;
  set: (changes: Partial<ChannelForm>) => void;
  problems: Problems;
}

interface Props extends ChannelFieldsProps {
  /** It is being made: its kind can still be chosen. */
  isNew?: boolean;
}

/** What a channel is called, and where its messages go. */
export function ChannelFields({ isNew = false, ...fields }: Props) {
  const { form, set, problems } = fields;
  return (
    <>
      {isNew && (
        <FormSection title="Kind" description={channelKinds[form.kind].about}>
          <SegmentedControl
            aria-label="Kind"
            className={classes.choice}
            data={channelKindNames.map(kind => ({ value: kind, label: channelKinds[kind].word }))}
            value={form.kind}
            onChange={kind => set(kindChosen(form, kind))}
          />
        </FormSection>
      )}
      <FormSection title="Identity">
        <TextInput
          label="Name"
          required
          {...plainText}
          className={classes.short}
          placeholder="team_chat"
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
      {form.kind === 'desktop' && <DesktopFacts />}
      {form.kind === 'webhook' && (
        <>
          <AddressFields {...fields} />
          <SigningFields {...fields} />
        </>
      )}
      {form.kind === 'slack' && <AddressFields {...fields} />}
      {form.kind === 'smtp' && <MailFields {...fields} />}
    </>
  );
}

/** The address of a chat's webhook is a secret as a rule, that of one's own receiver is not. */
function kindChosen(form: ChannelForm, kind: ChannelForm['kind']): Partial<ChannelForm> {
  return { kind, ...(form.url === '' ? { address: kind === 'slack' ? 'secret' : 'written' } : {}) };
}

function DesktopFacts() {
  const host = useQuery(api.workspace.info.queryOptions()).data?.host;
  return (
    <FormSection title="Where it goes">
      <p className={classes.text}>
        {host === undefined || host === 'desktop'
          ? 'Messages are shown as notifications of the system, also while the window is away. A click opens the run. What a rule tells here is not told a second time.'
          : 'The engine of this workspace runs without a desktop now: messages are in the log of deliveries alone. In the desktop application they are notifications of the system.'}
      </p>
    </FormSection>
  );
}

function AddressFields({ form, set, problems }: ChannelFieldsProps) {
  return (
    <FormSection
      title="Address"
      description="Messages are posted to it over http or https; redirects are not followed."
    >
      <SegmentedControl
        aria-label="Where the address is kept"
        className={classes.choice}
        data={[
          { value: 'written', label: 'Written here' },
          { value: 'secret', label: 'Kept as a secret' },
        ]}
        value={form.address}
        onChange={address => set({ address })}
      />
      {form.address === 'written' ? (
        <TextInput
          label="Address"
          description={
            form.kind === 'slack'
              ? 'Whoever has the address of a chat can post to it: at Slack, keep it as a secret.'
              : null
          }
          required
          {...plainText}
          inputMode="url"
          placeholder="https://example.com/slipway"
          value={form.url}
          error={problems.url}
          onChange={event => set({ url: event.currentTarget.value })}
        />
      ) : (
        <SecretField
          label="Secret with the address"
          description="Its name. The address itself is in no file or log."
          placeholder="team_chat_url"
          required
          kind="address"
          value={form.url_secret}
          error={problems.url_secret}
          onChange={url_secret => set({ url_secret })}
        />
      )}
    </FormSection>
  );
}

function SigningFields({ form, set, problems }: ChannelFieldsProps) {
  return (
    <FormSection
      title="Signature"
      description="With a key, every request has the header Slipway-Signature (HMAC-SHA256), by which the receiver knows who sent it."
    >
      <SecretField
        label="Secret with the key"
        description="Its name; without one requests are not signed."
        kind="signing_key"
        placeholder="none"
        value={form.secret}
        error={problems.secret}
        onChange={secret => set({ secret })}
      />
    </FormSection>
  );
}

const encryption: { value: Security; label: string }[] = [
  { value: 'starttls', label: 'STARTTLS: after a greeting in the clear' },
  { value: 'tls', label: 'TLS: from the start' },
  { value: 'none', label: 'None' },
];

function MailFields({ form, set, problems }: ChannelFieldsProps) {
  const text = (field: 'host' | 'port' | 'user' | 'from') => ({
    ...plainText,
    value: form[field],
    error: problems[field],
    onChange: (event: ChangeEvent<HTMLInputElement>) => set({ [field]: event.currentTarget.value }),
  });
  return (
    <>
      <FormSection title="Server">
        <div className={classes.server}>
          <TextInput label="Server" required placeholder="smtp.example.com" {...text('host')} />
          <TextInput
            label="Port"
            inputMode="numeric"
            placeholder={String(defaultPort(form.security))}
            {...text('port')}
          />
        </div>
        <Select
          label="Encryption"
          className={classes.short}
          data={encryption}
          value={form.security}
          error={problems.security}
          onChange={security => security !== null && set({ security })}
        />
      </FormSection>
      <FormSection title="Sign-in" description="For servers that ask for it.">
        <TextInput label="User" className={classes.short} placeholder="none" {...text('user')} />
        <SecretField
          label="Secret with the password"
          description="Its name, never the password."
          kind="password"
          placeholder="none"
          value={form.secret}
          error={problems.secret}
          onChange={secret => set({ secret })}
        />
      </FormSection>
      <FormSection title="Mails">
        <TextInput
          label="From"
          required
          className={classes.short}
          placeholder="slipway@example.com"
          {...text('from')}
        />
        <TagsInput
          label="To"
          description="Enter or a comma after each address"
          required
          {...plainText}
          placeholder={form.to.length === 0 ? 'ops@example.com' : ''}
          splitChars={[',', ';', ' ']}
          acceptValueOnBlur
          value={form.to}
          error={problems.to}
          onChange={to => set({ to })}
        />
      </FormSection>
    </>
  );
}
