import { Button, Group } from '@mantine/core';
import { useState } from 'react';
import type { KeychainStatus, VaultStatus } from '../../../shared/contract/secrets.ts';
import { secretVariable } from '../../../shared/domain/secrets.ts';
import { Copyable } from '../../ui/copyable.tsx';
import classes from './secrets.module.css';
import { CreateVault } from './vault-forms.tsx';

interface Props {
  name: string;
  where: { keychain: KeychainStatus; vault: VaultStatus };
  onCancel: () => void;
}

/** There is no keychain that answers and no vault: says why, and what there is to choose from. Nothing is chosen by itself. */
export function NoPlace({ name, where: { keychain, vault }, onCancel }: Props) {
  const [creating, setCreating] = useState(false);
  if (creating) return <CreateVault onDone={() => {}} onCancel={() => setCreating(false)} />;
  return (
    <div className={classes.dialog}>
      <p>
        {keychain.message}.{keychain.state !== 'none' && keychain.hint !== null && ` ${keychain.hint}.`}
      </p>
      {vault.state === 'unusable' ? (
        <p>
          {vault.message}. {vault.hint}.
        </p>
      ) : (
        <div className={classes.choice}>
          <p>Keep {name} in a file of yours that a passphrase opens:</p>
          <Button variant="filled" onClick={() => setCreating(true)} data-autofocus>
            Use a passphrase vault…
          </Button>
        </div>
      )}
      <div className={classes.choice}>
        <p>Or give it to the Slipway that runs the jobs as an environment variable:</p>
        <Copyable text={secretVariable(name)} what="Name" />
      </div>
      <Group justify="flex-end" gap="sm">
        <Button onClick={onCancel}>Close</Button>
      </Group>
    </div>
  );
}
