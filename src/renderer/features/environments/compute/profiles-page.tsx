import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import type { ComputeProfile } from '../../../../shared/contract/compute-profiles.ts';
import { parseDuration } from '../../../../shared/domain/duration.ts';
import { troubleOf } from '../../../call-error.ts';
import { navigate } from '../../../location.ts';
import { BreadcrumbBar } from '../../../ui/bar.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { Failed } from '../../../ui/failed.tsx';
import { FloatingMenu } from '../../../ui/floating-menu.tsx';
import { counted } from '../../../ui/numbers.ts';
import { type ObjectColumn, ObjectTable } from '../../../ui/object-table.tsx';
import { sizes } from '../../../ui/theme.ts';
import { RelativeTime } from '../../../ui/time-text.tsx';
import { Waiting } from '../../../ui/waiting.tsx';
import { EnvironmentNames } from '../edit/environment-names.tsx';
import { computeProfileHref, newComputeProfileHref, useComputeProfiles } from '../environments-data.ts';
import classes from './compute.module.css';
import { parameterSql } from './parameters.ts';
import { ProfileMenuItems } from './profile-menu.tsx';

const columns: readonly ObjectColumn<ComputeProfile>[] = [
  {
    key: 'name',
    title: 'Compute profile',
    width: '2fr',
    sortBy: ({ name }) => name,
    render: ({ name, description }) => (
      <span title={[name, description].filter(Boolean).join(': ')}>
        <span className={classes.name}>{name}</span>
        <span className={classes.dim}>{description}</span>
      </span>
    ),
  },
  {
    key: 'warehouse',
    title: 'Warehouse',
    width: '1.2fr',
    sortBy: ({ definition }) => definition.warehouse ?? null,
    render: ({ definition: { warehouse } }) => <span title={warehouse ?? ''}>{warehouse ?? '–'}</span>,
  },
  {
    key: 'timeout',
    title: 'Timeout',
    width: '5rem',
    fromWidth: 640,
    sortBy: ({ definition: { limits } }) => parseDuration(limits?.statement_timeout ?? '') ?? null,
    render: ({ definition: { limits } }) => limits?.statement_timeout ?? '–',
  },
  {
    key: 'runs',
    title: 'Runs',
    width: '4rem',
    fromWidth: 640,
    sortBy: ({ definition: { limits } }) => limits?.max_concurrent_runs ?? null,
    render: ({ definition: { limits } }) => limits?.max_concurrent_runs ?? '–',
  },
  {
    key: 'parameters',
    title: 'Session parameters',
    width: '1.4fr',
    fromWidth: 760,
    render: ({ definition: { session_parameters = {} } }) => {
      const lines = Object.entries(session_parameters).map(([name, value]) => parameterSql(name, value));
      return <span title={lines.join('\n')}>{lines.length === 0 ? '–' : lines.join(', ')}</span>;
    },
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
    fromWidth: 900,
    sortBy: ({ updated_at }) => Date.parse(updated_at),
    render: ({ updated_at }) => <RelativeTime at={updated_at} />,
  },
];

/** What statements run on, each shared by the environments that choose it. */
export function ProfilesPage() {
  const { data, error, refetch } = useComputeProfiles();
  const [menu, setMenu] = useState<{ profile: ComputeProfile; at: { x: number; y: number } } | null>(null);
  const create = (
    <Button
      variant="filled"
      leftSection={<IconPlus size={sizes.iconSmall} aria-hidden />}
      onClick={() => navigate(newComputeProfileHref)}
    >
      New compute profile…
    </Button>
  );
  return (
    <>
      <BreadcrumbBar
        crumbs={[{ label: 'Environments', href: '/environments' }, { label: 'Compute profiles' }]}
        marks={data && counted(data.compute_profiles.length, 'compute profile')}
      >
        {create}
      </BreadcrumbBar>
      {error ? (
        <Failed
          trouble={troubleOf(error, 'The compute profiles could not be listed')}
          onRetry={() => void refetch()}
        />
      ) : !data ? (
        <Waiting lines={4} label="Loading compute profiles" />
      ) : data.compute_profiles.length === 0 ? (
        <EmptyState action={create}>
          A compute profile is a warehouse with limits and session parameters that several environments share.
        </EmptyState>
      ) : (
        <ObjectTable
          label="Compute profiles"
          columns={columns}
          rows={data.compute_profiles}
          keyOf={profile => String(profile.id)}
          onOpen={({ id }) => navigate(computeProfileHref(id))}
          onMenu={(profile, at) => setMenu({ profile, at })}
        />
      )}
      <FloatingMenu at={menu?.at ?? null} onClose={() => setMenu(null)}>
        {menu && <ProfileMenuItems profile={menu.profile} />}
      </FloatingMenu>
    </>
  );
}
