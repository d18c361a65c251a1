import { Button, Menu } from '@mantine/core';
import { IconCopy, IconKey, IconTrash } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import { secretVariable } from '../../../../shared/domain/notices.ts';
import { client } from '../../../api.ts';
import { troubleOf } from '../../../call-error.ts';
import { navigate } from '../../../location.ts';
import { copyText } from '../../../ui/copy.ts';
import { confirm, explain } from '../../../ui/dialogs.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { Failed } from '../../../ui/failed.tsx';
import { FloatingMenu } from '../../../ui/floating-menu.tsx';
import { showToast } from '../../../ui/notices.ts';
import { type ObjectColumn, ObjectTable } from '../../../ui/object-table.tsx';
import { sizes } from '../../../ui/theme.ts';
import { Waiting } from '../../../ui/waiting.tsx';
import classes from '../notifications.module.css';
import { newChannelHref, useSecrets } from '../notifications-data.ts';
import { sourceWords } from '../words.ts';
import { SecretStateChip } from './secret-state.tsx';
import secretClasses from './secrets.module.css';
import { SetSecret } from './set-secret.tsx';

type Secret = NonNullable<ReturnType<typeof useSecrets>['data']>['secrets'][number];

const columns: readonly ObjectColumn<Secret>[] = [
  {
    key: 'name',
    title: 'Secret',
    width: '2fr',
    sortBy: ({ name }) => name,
    render: ({ name }) => (
      <span className={classes.name} title={name}>
        {name}
      </span>
    ),
  },
  {
    key: 'state',
    title: 'Value',
    width: '6rem',
    sortBy: ({ source }) => (source === null ? 0 : 1),
    render: ({ source }) => <SecretStateChip source={source} />,
  },
  {
    key: 'source',
    title: 'Where it is',
    width: '2fr',
    fromWidth: 640,
    render: ({ name, source }) => {
      const text =
        source === 'environment' ? `in the variable ${secretVariable(name)}` : source && sourceWords[source];
      return (
        <span className={classes.dim} title={text ?? undefined}>
          {text ?? '–'}
        </span>
      );
    },
  },
  {
    key: 'channels',
    title: 'Used by',
    width: '2fr',
    sortBy: ({ channels }) => channels.join(', '),
    render: ({ channels }) => <span title={channels.join(', ')}>{channels.join(', ')}</span>,
  },
];

const setColumn = (set: (secret: Secret) => void): ObjectColumn<Secret> => ({
  key: 'set',
  title: 'Change',
  width: '6rem',
  align: 'end',
  render: secret => (
    <button type="button" tabIndex={-1} className={secretClasses.set} onClick={() => set(secret)}>
      {verb(secret)}
    </button>
  ),
});

const verb = ({ source }: Secret) => (source === 'keychain' ? 'Replace…' : 'Set…');

/** The secrets that channels name: whether they are set, by whom they are used; Enter sets one. */
export function SecretList() {
  const { data, error, refetch } = useSecrets();
  const [menu, setMenu] = useState<{ secret: Secret; at: { x: number; y: number } } | null>(null);
  const [setting, setSetting] = useState<Secret | null>(null);
  const allColumns = useMemo(() => [...columns, setColumn(setSetting)], []);
  const icon = { size: sizes.iconSmall, 'aria-hidden': true };
  if (error) {
    return (
      <Failed trouble={troubleOf(error, 'The secrets could not be listed')} onRetry={() => void refetch()} />
    );
  }
  if (!data) return <Waiting lines={4} label="Loading the secrets" />;
  if (data.secrets.length === 0) {
    return (
      <EmptyState action={<Button onClick={() => navigate(newChannelHref)}>New channel…</Button>}>
        No channel names a secret: keys, passwords and addresses that nobody else may know belong in one.
      </EmptyState>
    );
  }
  return (
    <>
      <ObjectTable
        label="Secrets"
        columns={allColumns}
        rows={data.secrets}
        keyOf={({ name }) => name}
        onOpen={setSetting}
        onMenu={(secret, at) => setMenu({ secret, at })}
      />
      <FloatingMenu at={menu?.at ?? null} onClose={() => setMenu(null)}>
        {menu && (
          <>
            <Menu.Item leftSection={<IconKey {...icon} />} onClick={() => setSetting(menu.secret)}>
              {verb(menu.secret)}
            </Menu.Item>
            <Menu.Item
              leftSection={<IconCopy {...icon} />}
              onClick={() => void copyText(`slipway secret set ${menu.secret.name}`, 'Command')}
            >
              Copy the command that sets it
            </Menu.Item>
            <Menu.Divider />
            <Menu.Item
              color="red"
              leftSection={<IconTrash {...icon} />}
              disabled={menu.secret.source !== 'keychain'}
              onClick={() => void removeSecret(menu.secret)}
            >
              Remove from the keychain…
            </Menu.Item>
          </>
        )}
      </FloatingMenu>
      {setting && (
        <SetSecret
          name={setting.name}
          isSet={setting.source === 'keychain'}
          onClose={() => setSetting(null)}
        />
      )}
    </>
  );
}

async function removeSecret({ name, channels }: Secret): Promise<void> {
  const body = (
    <p>
      {channels.join(', ')} can deliver nothing without it. Its value is gone then: Slipway has no other copy.
    </p>
  );
  const title = `Remove ${name}?`;
  if (!(await confirm({ title, body, verb: 'Remove secret', danger: true }))) return;
  try {
    await client.secrets.remove({ secret: name });
    showToast(`${name} removed from the keychain`);
  } catch (error) {
    explain(troubleOf(error, `${name} was not removed`));
  }
}
