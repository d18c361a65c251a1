import { Checkbox, Select, TextInput } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { type Authenticator, authenticators, legacyNotes } from '../../../../shared/domain/engines.ts';
import { LabelChip } from '../../../ui/chip.tsx';
import { sizes } from '../../../ui/theme.ts';
import { plainText } from '../form/fields.ts';
import { FormSection } from '../form/form-section.tsx';
import formClasses from '../form/form.module.css';
import { authenticatorWords } from './authenticators.ts';
import classes from './connections.module.css';
import type { ConnectionFieldsProps } from './fields.ts';
import { SignInSecrets } from './sign-in-secrets.tsx';

/** How one signs in, and what is needed for it. */
export function SignInFields(fields: ConnectionFieldsProps) {
  const { form, set, problems } = fields;
  const { authenticator } = form;
  const legacy = legacyNotes[authenticator];
  return (
    <FormSection title="Sign-in" description={authenticatorWords[authenticator].about}>
      <Select
        label="Sign in with"
        className={formClasses.short}
        data={authenticators.map(value => ({ value, label: authenticatorWords[value].word }))}
        value={authenticator}
        error={problems.authenticator}
        maxDropdownHeight={480}
        comboboxProps={{ width: 420, position: 'bottom-start' }}
        renderOption={({ option }) => <Option authenticator={option.value} />}
        leftSectionWidth={legacy === undefined ? undefined : '4.5rem'}
        leftSection={legacy === undefined ? undefined : <Legacy />}
        leftSectionPointerEvents="none"
        onChange={value => value !== null && set({ authenticator: value })}
      />
      {legacy !== undefined && (
        <p className={classes.notice} data-tone="warning" role="note">
          <IconAlertTriangle size={sizes.icon} className={classes.noticeIcon} aria-hidden />
          <span>{legacy}.</span>
        </p>
      )}
      {authenticator === 'oauth_client_credentials' && <OauthFields {...fields} />}
      <SignInSecrets {...fields} />
      {authenticator === 'password' && (
        <Checkbox
          label="Approve the sign-in on a second device"
          description="Unless the account lets this user in without"
          checked={form.mfa}
          onChange={event => set({ mfa: event.currentTarget.checked })}
        />
      )}
    </FormSection>
  );
}

function Option({ authenticator }: { authenticator: Authenticator }) {
  const { word, about } = authenticatorWords[authenticator];
  return (
    <span className={classes.option}>
      <span className={classes.optionWord}>
        {word}
        {legacyNotes[authenticator] !== undefined && <Legacy />}
      </span>
      <span className={classes.optionAbout}>{about}</span>
    </span>
  );
}

const Legacy = () => <LabelChip tone="warning">legacy</LabelChip>;

/** Where the identity provider gives out tokens, and to whom. */
function OauthFields({ form, set, problems }: ConnectionFieldsProps) {
  return (
    <>
      <TextInput
        label="Token address"
        description="Where your identity provider gives out tokens"
        required
        {...plainText}
        inputMode="url"
        placeholder="https://login.example.com/oauth2/token"
        maxLength={2_000}
        value={form.token_url}
        error={problems.token_url}
        onChange={event => set({ token_url: event.currentTarget.value })}
      />
      <div className={formClasses.pair}>
        <TextInput
          label="Client ID"
          required
          {...plainText}
          maxLength={500}
          value={form.client_id}
          error={problems.client_id}
          onChange={event => set({ client_id: event.currentTarget.value })}
        />
        <TextInput
          label="Scope"
          {...plainText}
          placeholder="none"
          maxLength={500}
          value={form.scope}
          error={problems.scope}
          onChange={event => set({ scope: event.currentTarget.value })}
        />
      </div>
    </>
  );
}
