import { Button, Menu } from '@mantine/core';
import { IconCopy, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import type { Connection } from '../../../shared/contract/connections.ts';
import { client } from '../../api.ts';
import { troubleOf } from '../../call-error.ts';
import { navigate } from '../../location.ts';
import { EnvironmentChip } from '../../parts/environment-chip.tsx';
import { useEnvironments } from '../../parts/environments.ts';
import { BreadcrumbBar } from '../../ui/bar.tsx';
import { copyText } from '../../ui/copy.ts';
import { confirm, explain } from '../../ui/dialogs.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorPanel } from '../../ui/error-panel.tsx';
import { FloatingMenu } from '../../ui/floating-menu.tsx';
import { showToast } from '../../ui/notices.ts';
import { counted } from '../../ui/numbers.ts';
import { type ObjectColumn, ObjectTable } from '../../ui/object-table.tsx';
import { sizes } from '../../ui/theme.ts';
import { RelativeTime } from '../../ui/time-text.tsx';
import { Waiting } from '../../ui/waiting.tsx';
import classes from './connections-page.module.css';
import { engineWords } from '../../parts/engine-words.ts';
import { newEnvironmentHref, useConnections } from './environments-data.ts';

const columns: readonly ObjectColumn<Connection>[] = [
  {
    key: 'name',
    title: 'Name',
    width: '2fr',
    sortBy: ({ name }) => name,
    render: ({ name, description }) => (
      <>
        <span className={classes.name}>{name}</span>
        <span className={classes.description}>{description}</span>
      </>
    ),
  },
  {
    key: 'engine',
    title: 'Engine',
    width: '12rem',
    sortBy: ({ engine }) => engine,
    render: ({ engine }) => engineWords[engine] ?? engine,
  },
  {
    key: 'environments',
    title: 'Used by',
    width: '2fr',
    sortBy: ({ environments }) => environments.length,
    render: ({ environments }) => <Users names={environments} />,
  },
  {
    key: 'updated',
    title: 'Changed',
    width: '6.5rem',
    align: 'end',
    fromWidth: 640,
    sortBy: ({ updated_at }) => Date.parse(updated_at),
    render: ({ updated_at }) => <RelativeTime at={updated_at} />,
  },
];

/** How warehouses are reached; each environment uses one of these. */
export function ConnectionsPage() {
  const { data, error } = useConnections();
  const [menu, setMenu] = useState<{ connection: Connection; at: { x: number; y: number } } | null>(null);
  const icon = { size: sizes.iconSmall, 'aria-hidden': true };
  return (
    <>
      <BreadcrumbBar
        crumbs={[{ label: 'Environments', href: '/environments' }, { label: 'Connections' }]}
        marks={data && counted(data.connections.length, 'connection')}
      >
        <Button onClick={() => navigate('/secrets')}>Secrets</Button>
      </BreadcrumbBar>
      {error ? (
        <ErrorPanel trouble={troubleOf(error, 'The connections could not be listed')} />
      ) : !data ? (
        <Waiting lines={4} label="Loading connections" />
      ) : data.connections.length === 0 ? (
        <EmptyState action={<Button onClick={() => navigate(newEnvironmentHref)}>New environment…</Button>}>
          No connections yet; the first environment brings one.
        </EmptyState>
      ) : (
        <ObjectTable
          label="Connections"
          columns={columns}
          rows={data.connections}
          keyOf={connection => String(connection.id)}
          onMenu={(connection, at) => setMenu({ connection, at })}
        />
      )}
      <FloatingMenu at={menu?.at ?? null} onClose={() => setMenu(null)}>
        {menu && (
          <>
            <Menu.Item
              leftSection={<IconCopy {...icon} />}
              onClick={() => void copyText(menu.connection.name, 'Name')}
            >
              Copy name
            </Menu.Item>
            <Menu.Item
              color="red"
              leftSection={<IconTrash {...icon} />}
              onClick={() => void removeConnection(menu.connection)}
            >
              Delete connection…
            </Menu.Item>
          </>
        )}
      </FloatingMenu>
    </>
  );
}

function Users({ names }: { names: readonly string[] }) {
  const environments = useEnvironments().filter(({ name }) => names.includes(name));
  if (environments.length === 0) return <span className={classes.description}>nothing</span>;
  return (
    <span className={classes.chips} title={names.join(', ')}>
      {environments.map(environment => (
        <EnvironmentChip key={environment.id} environment={environment} />
      ))}
    </span>
  );
}

async function removeConnection({ id, name, environments }: Connection): Promise<void> {
  const title = `${name} was not deleted`;
  if (environments.length > 0) {
    explain({
      title,
      message: `${counted(environments.length, 'environment')} ${environments.length === 1 ? 'uses' : 'use'} ${name}:`,
      problems: environments,
      hint: 'Move them to another connection first',
    });
    return;
  }
  const body = <p>No environment uses it. This cannot be undone.</p>;
  if (!(await confirm({ title: `Delete ${name}?`, body, verb: 'Delete connection', danger: true }))) return;
  try {
    await client.connections.remove({ connection: String(id) });
    showToast(`${name} deleted`);
  } catch (error) {
    explain(troubleOf(error, title));
  }
}
