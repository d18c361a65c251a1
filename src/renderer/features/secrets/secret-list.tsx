import { Menu } from '@mantine/core';
import { IconCopy, IconKey, IconTrash } from '@tabler/icons-react';
import { type ReactNode, useMemo, useState } from 'react';
import type { Secret } from '../../../shared/contract/secrets.ts';
import { secretKindWords } from '../../../shared/domain/secrets.ts';
import { troubleOf } from '../../call-error.ts';
import { SecretStateChip } from '../../parts/secrets/secret-state.tsx';
import { SetSecret } from '../../parts/secrets/set-secret.tsx';
import { isKept, whereItIs } from '../../parts/secrets/words.ts';
import { copyText } from '../../ui/copy.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Failed } from '../../ui/failed.tsx';
import { FloatingMenu } from '../../ui/floating-menu.tsx';
import { type ObjectColumn, ObjectTable } from '../../ui/object-table.tsx';
import { sizes } from '../../ui/theme.ts';
import { Waiting } from '../../ui/waiting.tsx';
import { isSessionToken, removeSecret, removeVerb, usersOf } from './secret-actions.tsx';
import classes from './secrets.module.css';
import { useSecrets } from './secrets-data.ts';
import { UsedBy } from './used-by.tsx';

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
    key: 'kind',
    title: 'What it is',
    width: '1.5fr',
    fromWidth: 820,
    sortBy: ({ kinds }) => kinds.join(' '),
    render: ({ kinds }) => (
      <span className={classes.faint}>{kinds.map(kind => secretKindWords[kind]).join(', ')}</span>
    ),
  },
  {
    key: 'state',
    title: 'Value',
    width: '7rem',
    sortBy: ({ source, problem }) => (source === null ? 0 : 2) + (problem === null ? 1 : 0),
    render: ({ source, problem }) => <SecretStateChip source={source} problem={problem} />,
  },
  {
    key: 'source',
    title: 'Where it is',
    width: '2fr',
    fromWidth: 640,
    render: secret => {
      const text = secret.source === null ? secret.problem : whereItIs(secret.name, secret);
      return (
        <span className={classes.faint} title={secret.problem ?? text ?? undefined}>
          {text ?? '–'}
        </span>
      );
    },
  },
  {
    key: 'users',
    title: 'Used by',
    width: '2fr',
    sortBy: secret => usersOf(secret).join(', '),
    render: secret => <UsedBy secret={secret} />,
  },
];

const setColumn = (set: (secret: Secret) => void): ObjectColumn<Secret> => ({
  key: 'set',
  title: 'Change',
  width: '10rem',
  align: 'end',
  render: secret => (
    <>
      {!isSessionToken(secret) && (
        <button type="button" tabIndex={-1} className={classes.set} onClick={() => set(secret)}>
          {verb(secret)}
        </button>
      )}
      {isKept(secret) && (
        <button type="button" tabIndex={-1} className={classes.set} onClick={() => void removeSecret(secret)}>
          {isSessionToken(secret) ? 'Sign out…' : 'Remove…'}
        </button>
      )}
    </>
  ),
});

const verb = (secret: Secret) => (isKept(secret) ? 'Replace…' : 'Set…');

interface Props {
  /** Which are shown; all without it. */
  only?: (secret: Secret) => boolean;
  /** In place of the table where there are none. */
  empty?: ReactNode;
}

/** Secrets: whether they are set, by whom they are used; Enter sets one. */
export function SecretList({ only, empty }: Props) {
  const { data, error, refetch } = useSecrets();
  const [menu, setMenu] = useState<{ secret: Secret; at: { x: number; y: number } } | null>(null);
  const [setting, setSetting] = useState<string | null>(null);
  const allColumns = useMemo(() => [...columns, setColumn(({ name }) => setSetting(name))], []);
  const icon = { size: sizes.iconSmall, 'aria-hidden': true };
  if (error) {
    return (
      <Failed trouble={troubleOf(error, 'The secrets could not be listed')} onRetry={() => void refetch()} />
    );
  }
  if (!data) return <Waiting lines={4} label="Loading the secrets" />;
  const secrets = only ? data.secrets.filter(only) : data.secrets;
  if (secrets.length === 0) {
    return (
      empty ?? (
        <EmptyState>
          Nothing names a secret yet. Connections and channels do: keys, passwords, tokens and addresses that
          nobody else may know.
        </EmptyState>
      )
    );
  }
  return (
    <>
      <ObjectTable
        label="Secrets"
        columns={allColumns}
        rows={secrets}
        keyOf={({ name }) => name}
        onOpen={secret => !isSessionToken(secret) && setSetting(secret.name)}
        onMenu={(secret, at) => setMenu({ secret, at })}
      />
      <FloatingMenu at={menu?.at ?? null} onClose={() => setMenu(null)}>
        {menu && (
          <>
            {!isSessionToken(menu.secret) && (
              <>
                <Menu.Item leftSection={<IconKey {...icon} />} onClick={() => setSetting(menu.secret.name)}>
                  {verb(menu.secret)}
                </Menu.Item>
                <Menu.Item
                  leftSection={<IconCopy {...icon} />}
                  onClick={() => void copyText(`slipway secret set ${menu.secret.name}`, 'Command')}
                >
                  Copy the command that sets it
                </Menu.Item>
                <Menu.Divider />
              </>
            )}
            <Menu.Item
              color="red"
              leftSection={<IconTrash {...icon} />}
              disabled={!isKept(menu.secret)}
              onClick={() => void removeSecret(menu.secret)}
            >
              {removeVerb(menu.secret)}…
            </Menu.Item>
          </>
        )}
      </FloatingMenu>
      {setting !== null && <SetSecret name={setting} onClose={() => setSetting(null)} />}
    </>
  );
}
