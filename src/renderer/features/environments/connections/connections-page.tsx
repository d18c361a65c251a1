import { Button } from '@mantine/core';
import { IconPlus, IconShieldQuestion } from '@tabler/icons-react';
import { useState } from 'react';
import type { Connection } from '../../../../shared/contract/connections.ts';
import { legacyNotes } from '../../../../shared/domain/engines.ts';
import { troubleOf } from '../../../call-error.ts';
import { navigate } from '../../../location.ts';
import { EngineBadge } from '../../../parts/engine-badge.tsx';
import { BreadcrumbBar } from '../../../ui/bar.tsx';
import { LabelChip } from '../../../ui/chip.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { Failed } from '../../../ui/failed.tsx';
import { FloatingMenu } from '../../../ui/floating-menu.tsx';
import { counted } from '../../../ui/numbers.ts';
import { type ObjectColumn, ObjectTable } from '../../../ui/object-table.tsx';
import { sizes } from '../../../ui/theme.ts';
import { RelativeTime } from '../../../ui/time-text.tsx';
import { Waiting } from '../../../ui/waiting.tsx';
import { EnvironmentNames } from '../edit/environment-names.tsx';
import { connectionHref, newConnectionHref, useConnections } from '../environments-data.ts';
import { authenticatorWords } from './authenticators.ts';
import { ConnectionMenuItems } from './connection-menu.tsx';
import { ConnectionSecrets, isUnset } from './connection-secrets.tsx';
import classes from './connections.module.css';
import { untrustedOf } from './trust.tsx';

const columns: readonly ObjectColumn<Connection>[] = [
  {
    key: 'name',
    title: 'Connection',
    width: '2fr',
    sortBy: ({ name }) => name,
    render: connection => <Name connection={connection} />,
  },
  {
    key: 'engine',
    title: 'Engine',
    width: '11.5rem',
    sortBy: ({ engine }) => engine,
    render: ({ engine }) => <EngineBadge engine={engine} />,
  },
  {
    key: 'account',
    title: 'Account',
    width: '1fr',
    fromWidth: 720,
    sortBy: ({ definition }) => accountOf(definition),
    render: ({ definition }) => (
      <span title={accountOf(definition) ?? ''}>{accountOf(definition) ?? '–'}</span>
    ),
  },
  {
    key: 'sign_in',
    title: 'Signs in with',
    width: '1.4fr',
    fromWidth: 860,
    sortBy: ({ definition }) => signsIn(definition),
    render: ({ definition }) => <SignsIn definition={definition} />,
  },
  {
    key: 'secrets',
    title: 'Secrets',
    width: '7rem',
    fromWidth: 560,
    sortBy: ({ secrets }) => secrets.filter(isUnset).length,
    render: ({ secrets }) => <ConnectionSecrets secrets={secrets} />,
  },
  {
    key: 'environments',
    title: 'Used by',
    width: '1.2fr',
    sortBy: ({ environments }) => environments.length,
    render: ({ environments }) =>
      environments.length === 0 ? (
        <span className={classes.dim}>nothing</span>
      ) : (
        <EnvironmentNames names={environments} oneLine />
      ),
  },
  {
    key: 'updated',
    title: 'Changed',
    width: '6.5rem',
    align: 'end',
    fromWidth: 980,
    sortBy: ({ updated_at }) => Date.parse(updated_at),
    render: ({ updated_at }) => <RelativeTime at={updated_at} />,
  },
];

type Definition = Connection['definition'];
const accountOf = (definition: Definition) => (definition.engine === 'snowflake' ? definition.account : null);
const signsIn = (definition: Definition) =>
  definition.engine === 'snowflake' ? authenticatorWords[definition.authenticator].word : null;

/** How warehouses are reached; each environment uses one of these. */
export function ConnectionsPage() {
  const { data, error, refetch } = useConnections();
  const [menu, setMenu] = useState<{ connection: Connection; at: { x: number; y: number } } | null>(null);
  const create = (
    <Button
      variant="filled"
      leftSection={<IconPlus size={sizes.iconSmall} aria-hidden />}
      onClick={() => navigate(newConnectionHref)}
    >
      New connection…
    </Button>
  );
  return (
    <>
      <BreadcrumbBar
        crumbs={[{ label: 'Environments', href: '/environments' }, { label: 'Connections' }]}
        marks={data && counted(data.connections.length, 'connection')}
      >
        {create}
      </BreadcrumbBar>
      {error ? (
        <Failed
          trouble={troubleOf(error, 'The connections could not be listed')}
          onRetry={() => void refetch()}
        />
      ) : !data ? (
        <Waiting lines={4} label="Loading connections" />
      ) : data.connections.length === 0 ? (
        <EmptyState action={create}>
          A connection is how a warehouse is reached: the embedded DuckDB, or a Snowflake account and who
          signs in.
        </EmptyState>
      ) : (
        <ObjectTable
          label="Connections"
          columns={columns}
          rows={data.connections}
          keyOf={connection => String(connection.id)}
          onOpen={({ id }) => navigate(connectionHref(id))}
          onMenu={(connection, at) => setMenu({ connection, at })}
        />
      )}
      <FloatingMenu at={menu?.at ?? null} onClose={() => setMenu(null)}>
        {menu && <ConnectionMenuItems connection={menu.connection} />}
      </FloatingMenu>
    </>
  );
}

function Name({ connection }: { connection: Connection }) {
  const { name, description } = connection;
  const untrusted = untrustedOf(connection);
  return (
    <span className={classes.pair} title={[name, description].filter(Boolean).join(': ')}>
      {untrusted.length > 0 && (
        <LabelChip
          tone="warning"
          icon={IconShieldQuestion}
          title={`It would send what signs in to ${untrusted.join(', ')}`}
        >
          asks for trust
        </LabelChip>
      )}
      <span className={classes.cut}>
        <span className={classes.name}>{name}</span>
        <span className={classes.dim}>{description}</span>
      </span>
    </span>
  );
}

function SignsIn({ definition }: { definition: Definition }) {
  if (definition.engine !== 'snowflake') return '–';
  const { authenticator, user } = definition;
  const legacy = legacyNotes[authenticator];
  const word = authenticatorWords[authenticator].word;
  return (
    <span className={classes.pair} title={user === undefined ? word : `${word}, as ${user}`}>
      {legacy !== undefined && (
        <LabelChip tone="warning" title={legacy}>
          legacy
        </LabelChip>
      )}
      <span className={classes.cut}>
        {word}
        {user !== undefined && <span className={classes.dim}> as {user}</span>}
      </span>
    </span>
  );
}
