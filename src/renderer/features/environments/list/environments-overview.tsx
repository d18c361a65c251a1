import { Button, Group } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { api } from '../../../api.ts';
import { troubleOf } from '../../../call-error.ts';
import { navigate } from '../../../location.ts';
import { LoadSample } from '../../../parts/load-sample.tsx';
import { BreadcrumbBar } from '../../../ui/bar.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { ErrorPanel } from '../../../ui/error-panel.tsx';
import { sizes } from '../../../ui/theme.ts';
import { Waiting } from '../../../ui/waiting.tsx';
import { newEnvironmentHref } from '../environments-data.ts';
import { EnvironmentTable } from './environment-table.tsx';

/** All environments beside each other, in the order of promotion. */
export function EnvironmentsOverview() {
  const { data, error } = useQuery(api.environments.list.queryOptions());
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
        <EnvironmentTable label="Environments" environments={data.environments} />
      )}
    </>
  );
}
