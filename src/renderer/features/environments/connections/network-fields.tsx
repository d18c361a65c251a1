import { TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { plainText } from '../form/fields.ts';
import { FormSection } from '../form/form-section.tsx';
import formClasses from '../form/form.module.css';
import type { ConnectionFieldsProps } from './fields.ts';

interface Props extends ConnectionFieldsProps {
  /** What has to be known of the addresses. */
  children?: ReactNode;
}

/** How the account is reached where the usual way does not do. */
export function NetworkFields({ form, set, problems, children }: Props) {
  return (
    <FormSection
      title="Network"
      description="For private links, proxies and slow sign-ins; all of it can stay empty."
    >
      <TextInput
        label="Access URL"
        description="Address of the account where it is not the usual one"
        {...plainText}
        inputMode="url"
        placeholder={`https://${form.account.trim() === '' ? 'myorg-myaccount' : form.account.trim()}.snowflakecomputing.com`}
        maxLength={2_000}
        value={form.access_url}
        error={problems.access_url}
        onChange={event => set({ access_url: event.currentTarget.value })}
      />
      {children}
      <div className={formClasses.pair}>
        <TextInput
          label="Proxy"
          description="Without one, HTTPS_PROXY of the machine holds"
          {...plainText}
          inputMode="url"
          placeholder="http://proxy.example.com:8080"
          maxLength={500}
          value={form.proxy}
          error={problems.proxy}
          onChange={event => set({ proxy: event.currentTarget.value })}
        />
        <TextInput
          label="Sign-in timeout"
          description="How long reaching and signing in may take"
          {...plainText}
          placeholder="60s"
          value={form.sign_in_timeout}
          error={problems.sign_in_timeout}
          onChange={event => set({ sign_in_timeout: event.currentTarget.value })}
        />
      </div>
    </FormSection>
  );
}
