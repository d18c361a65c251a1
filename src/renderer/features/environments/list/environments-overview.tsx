import { Button, Group } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Environment } from '../../../../shared/contract/environments.ts';
import { api } from '../../../api.ts';
import { troubleOf } from '../../../call-error.ts';
import { navigate } from '../../../location.ts';
import { EnvironmentChip } from '../../../parts/environment-chip.tsx';
import { LoadSample } from '../../../parts/load-sample.tsx';
import { BreadcrumbBar } from '../../../ui/bar.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { ErrorPanel } from '../../../ui/error-panel.tsx';
import { FloatingMenu } from '../../../ui/floating-menu.tsx';
import { counted } from '../../../ui/numbers.ts';
import { type ObjectColumn, ObjectTable } from '../../../ui/object-table.tsx';
import { sizes } from '../../../ui/theme.ts';
import { RelativeTime } from '../../../ui/time-text.tsx';
import { Waiting } from '../../../ui/waiting.tsx';
import { engineWords } from '../../../parts/engine-words.ts';
import { defaultPlace, environmentHref, newEnvironmentHref } from '../environments-data.ts';
import { EnvironmentMenuItems } from './environment-menu.tsx';
import classes from './environments-overview.module.css';

const columns: readonly ObjectColumn<Environment>[] = [
  {
    key: 'name',
    title: 'Name',
    width: '2.2fr',
    render: environment => (
      <>
        <EnvironmentChip environment={environment} />
        <span className={classes.description}>{environment.description}</span>
      </>
    ),
  },
  {
    key: 'connection',
    title: 'Connection',
    width: '14rem',
    fromWidth: 560,
    render: ({ connection, engine }) => (
      <>
        {connection} <span className={classes.dim}>{engineWords[engine] ?? engine}</span>
      </>
    ),
  },
  { key: 'role', title: 'Role', width: '1fr', fromWidth: 1000, render: ({ role }) => role ?? '–' },
  {
    key: 'warehouse',
    title: 'Warehouse',
    width: '1fr',
    fromWidth: 1000,
    render: ({ warehouse }) => warehouse ?? '–',
  },
  {
    key: 'place',
    title: 'Database and schema',
    width: '1.5fr',
    render: environment => defaultPlace(environment) || '–',
  },
  {
    key: 'mapping',
    title: 'Source mapping',
    width: '7rem',
    fromWidth: 760,
    render: ({ source_mapping }) => {
      const rules = Object.entries(source_mapping);
      return (
        <span title={rules.map(([from, to]) => `${from} → ${to}`).join('\n')}>
          {rules.length === 0 ? '–' : counted(rules.length, 'rule')}
        </span>
      );
    },
  },
  {
    key: 'updated',
    title: 'Changed',
    width: '6.5rem',
    align: 'end',
    fromWidth: 860,
    render: ({ updated_at }) => <RelativeTime at={updated_at} />,
  },
];

/** All environments beside each other, in the order of promotion. */
export function EnvironmentsOverview() {
  const { data, error } = useQuery(api.environments.list.queryOptions());
  const [menu, setMenu] = useState<{ environment: Environment; at: { x: number; y: number } } | null>(null);
  const create = (
    <Button
      variant="filled"
      leftSection={<IconPlus size={sizes.iconSmall} aria-hidden />}
      onClick={() => navigate(newEnvironmentHref)}
    >
      New environment…
    </Button>
  );
  return (
    <>
      <BreadcrumbBar
        crumbs={[{ label: 'Environments' }]}
        marks={data && data.environments.length > 1 ? 'in the order of promotion' : null}
      >
        {create}
      </BreadcrumbBar>
      {error ? (
        <ErrorPanel trouble={troubleOf(error, 'The environments could not be listed')} />
      ) : !data ? (
        <Waiting lines={6} label="Loading environments" />
      ) : data.environments.length === 0 ? (
        <EmptyState
          action={
            <>
              <Group>{create}</Group>
              <LoadSample />
            </>
          }
        >
          An environment is where jobs run: a connection with a role, a warehouse and defaults.
        </EmptyState>
      ) : (
        <ObjectTable
          label="Environments"
          columns={columns}
          rows={data.environments}
          keyOf={environment => String(environment.id)}
          hueOf={environment => environment.colour}
          onOpen={environment => navigate(environmentHref(environment.id))}
          onMenu={(environment, at) => setMenu({ environment, at })}
        />
      )}
      <FloatingMenu at={menu?.at ?? null} onClose={() => setMenu(null)}>
        {menu && <EnvironmentMenuItems environment={menu.environment} />}
      </FloatingMenu>
    </>
  );
}
