import { Anchor, TextInput } from '@mantine/core';
import { plainText } from '../form/fields.ts';
import { FormSection } from '../form/form-section.tsx';
import formClasses from '../form/form.module.css';
import { accountIn, needsUser } from './connection-problems.ts';
import type { ConnectionFieldsProps } from './fields.ts';

/** Which account it is, and who signs in to it. */
export function AccountFields({ form, set, problems }: ConnectionFieldsProps) {
  const meant = accountIn(form.account);
  const hasToSayWho = needsUser(form);
  return (
    <FormSection title="Account">
      <div className={formClasses.pair}>
        <TextInput
          label="Account"
          description="Organisation and account, as in myorg-myaccount"
          required
          {...plainText}
          placeholder="myorg-myaccount"
          maxLength={2_000}
          value={form.account}
          error={
            meant === undefined ? (
              problems.account
            ) : (
              <>
                That is an address: the account in it is {meant}.{' '}
                <Anchor
                  component="button"
                  type="button"
                  size="xs"
                  underline="always"
                  onClick={() => set({ account: meant })}
                >
                  Use {meant}
                </Anchor>
              </>
            )
          }
          onChange={event => set({ account: event.currentTarget.value })}
        />
        <TextInput
          label="User"
          description={hasToSayWho ? 'Who signs in' : 'May stay empty: the token says who it is'}
          required={hasToSayWho}
          {...plainText}
          placeholder={hasToSayWho ? 'LOADER' : 'none'}
          maxLength={255}
          value={form.user}
          error={problems.user}
          onChange={event => set({ user: event.currentTarget.value })}
        />
      </div>
    </FormSection>
  );
}
