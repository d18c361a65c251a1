import { useState } from 'react';
import type { Environment } from '../../../../shared/contract/environments.ts';
import { navigate } from '../../../location.ts';
import { EngineBadge } from '../../../parts/engine-badge.tsx';
import { EnvironmentChip } from '../../../parts/environment-chip.tsx';
import { FloatingMenu } from '../../../ui/floating-menu.tsx';
import { counted } from '../../../ui/numbers.ts';
import { type ObjectColumn, ObjectTable } from '../../../ui/object-table.tsx';
import { RelativeTime } from '../../../ui/time-text.tsx';
import { defaultPlace, environmentHref } from '../environments-data.ts';
import { EnvironmentMenuItems } from './environment-menu.tsx';
import classes from './environment-table.module.css';

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
    width: '17rem',
    fromWidth: 560,
    render: ({ connection, engine }) => (
      <span className={classes.pair} title={connection}>
        <span className={classes.cut}>{connection}</span>
        <EngineBadge engine={engine} />
      </span>
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

interface Props {
  label: string;
  environments: readonly Environment[];
}

/** Environments beside each other. */
export function EnvironmentTable({ label, environments }: Props) {
  const [menu, setMenu] = useState<{ environment: Environment; at: { x: number; y: number } } | null>(null);
  return (
    <>
      <ObjectTable
        label={label}
        columns={columns}
        rows={environments}
        keyOf={environment => String(environment.id)}
        hueOf={environment => environment.colour}
        onOpen={environment => navigate(environmentHref(environment.id))}
        onMenu={(environment, at) => setMenu({ environment, at })}
      />
      <FloatingMenu at={menu?.at ?? null} onClose={() => setMenu(null)}>
        {menu && <EnvironmentMenuItems environment={menu.environment} />}
      </FloatingMenu>
    </>
  );
}
