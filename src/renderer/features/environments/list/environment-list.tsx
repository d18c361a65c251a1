import { ActionIcon, Tooltip, VisuallyHidden } from '@mantine/core';
import { IconBraces, IconDatabase, IconGauge, IconLock, IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { type ComponentType, useState } from 'react';
import { Link, useLocation } from 'wouter';
import type { Environment } from '../../../../shared/contract/environments.ts';
import { api } from '../../../api.ts';
import { troubleOf } from '../../../call-error.ts';
import { navigate } from '../../../location.ts';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { ErrorPanel } from '../../../ui/error-panel.tsx';
import { FloatingMenu } from '../../../ui/floating-menu.tsx';
import { SidePanel } from '../../../ui/side-panel.tsx';
import { SortableList } from '../../../ui/sortable-list.tsx';
import { sizes } from '../../../ui/theme.ts';
import { Waiting } from '../../../ui/waiting.tsx';
import {
  computeProfilesHref,
  connectionsHref,
  defaultPlace,
  environmentHref,
  newEnvironmentHref,
  variablesHref,
} from '../environments-data.ts';
import { useEditedEnvironments } from '../form/edits.ts';
import classes from './environment-list.module.css';
import { EnvironmentMenuItems } from './environment-menu.tsx';
import { useReorder } from './reorder.ts';

/** The environments at the side in the order of promotion, and what all of them share. */
export function EnvironmentList() {
  const { data, error } = useQuery(api.environments.list.queryOptions());
  const [menu, setMenu] = useState<{ environment: Environment; at: { x: number; y: number } } | null>(null);
  const reorder = useReorder();
  return (
    <SidePanel
      title="Environments"
      actions={
        <Tooltip label="New environment">
          <ActionIcon aria-label="New environment" onClick={() => navigate(newEnvironmentHref)}>
            <IconPlus size={sizes.icon} aria-hidden />
          </ActionIcon>
        </Tooltip>
      }
    >
      {error ? (
        <ErrorPanel trouble={troubleOf(error, 'The environments could not be listed')} />
      ) : !data ? (
        <Waiting lines={4} label="Loading environments" />
      ) : data.environments.length === 0 ? (
        <EmptyState>No environments yet.</EmptyState>
      ) : (
        <SortableList
          label="Environments in the order of promotion"
          items={data.environments}
          keyOf={environment => String(environment.id)}
          nameOf={environment => environment.name}
          render={environment => <EnvironmentRow environment={environment} />}
          onMove={(key, to) => reorder(Number(key), to)}
          onMenu={(environment, at) => setMenu({ environment, at })}
        />
      )}
      <nav className={classes.shared} aria-label="Shared by all environments">
        <h3 className={classes.group}>Shared by all</h3>
        <SharedLink href={variablesHref} icon={IconBraces}>
          Workspace variables
        </SharedLink>
        <SharedLink href={connectionsHref} icon={IconDatabase}>
          Connections
        </SharedLink>
        <SharedLink href={computeProfilesHref} icon={IconGauge}>
          Compute profiles
        </SharedLink>
      </nav>
      <FloatingMenu at={menu?.at ?? null} onClose={() => setMenu(null)}>
        {menu && <EnvironmentMenuItems environment={menu.environment} />}
      </FloatingMenu>
    </SidePanel>
  );
}

function EnvironmentRow({ environment }: { environment: Environment }) {
  const [path] = useLocation();
  const edited = useEditedEnvironments().has(String(environment.id));
  const href = environmentHref(environment.id);
  return (
    <Link
      href={href}
      className={classes.row}
      data-hue={environment.colour}
      aria-current={path === href ? 'page' : undefined}
      title={[environment.name, environment.description].filter(Boolean).join(': ')}
      draggable={false}
    >
      <span className={classes.name}>{environment.name}</span>
      {environment.protected && <IconLock size={sizes.iconSmall} aria-label="protected" />}
      {edited && (
        <span className={classes.mark} title="Changes that are not saved">
          <VisuallyHidden>not saved</VisuallyHidden>
        </span>
      )}
      <span className={classes.place}>{defaultPlace(environment)}</span>
    </Link>
  );
}

interface SharedLinkProps {
  href: string;
  icon: ComponentType<{ size?: number | string; 'aria-hidden'?: boolean }>;
  children: string;
}

function SharedLink({ href, icon: Icon, children }: SharedLinkProps) {
  const [path] = useLocation();
  return (
    <Link href={href} className={classes.link} aria-current={path.startsWith(href) ? 'page' : undefined}>
      <Icon size={sizes.iconSmall} aria-hidden />
      {children}
    </Link>
  );
}
