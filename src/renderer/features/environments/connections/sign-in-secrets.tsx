import { Checkbox } from '@mantine/core';
import { secretKindOf, secretKindWords } from '../../../../shared/domain/secrets.ts';
import { SecretField } from '../../../parts/secrets/secret-field.tsx';
import { defaultPassphrase } from './connection-form.ts';
import type { ConnectionFieldsProps } from './fields.ts';

/** The secrets that signing in takes: their names, and whether they are set; never what they are. */
export function SignInSecrets({ form, set, problems }: ConnectionFieldsProps) {
  const kind = secretKindOf[form.authenticator];
  const name = form.name.trim();
  if (kind === null) return null;
  const isKey = form.authenticator === 'key_pair';
  return (
    <>
      <SecretField
        label={`Secret with the ${secretKindWords[kind]}`}
        description="Its name, and whether it is set. What it is stays out of every file, log and page."
        placeholder={name === '' ? 'called like the connection' : name}
        fallback={name}
        value={form.secret}
        error={problems.secret}
        onChange={secret => set({ secret })}
        kind={kind}
        onSet={({ asksForPassphrase }) => {
          if (asksForPassphrase) set({ encrypted: true });
        }}
      />
      {isKey && (
        <Checkbox
          label="The private key is encrypted"
          checked={form.encrypted}
          onChange={event => set({ encrypted: event.currentTarget.checked })}
        />
      )}
      {isKey && form.encrypted && (
        <SecretField
          label="Secret with its passphrase"
          description={null}
          placeholder={name === '' ? 'called after the connection' : defaultPassphrase(name)}
          kind="passphrase"
          fallback={name === '' ? '' : defaultPassphrase(name)}
          value={form.passphrase_secret}
          error={problems.passphrase_secret}
          onChange={passphrase_secret => set({ passphrase_secret })}
        />
      )}
    </>
  );
}
