import { Button } from '@mantine/core';
import type { Connection } from '../../../../shared/contract/connections.ts';
import { navigate } from '../../../location.ts';
import { useEnvironments } from '../../../parts/environments.ts';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { newEnvironmentHref } from '../environments-data.ts';
import { EnvironmentTable } from '../list/environment-table.tsx';

/** The environments that use a connection. */
export function ConnectionUsers({ connection: { name, environments } }: { connection: Connection }) {
  const users = useEnvironments().filter(environment => environments.includes(environment.name));
  if (environments.length === 0) {
    const create = () => navigate(`${newEnvironmentHref}?connection=${encodeURIComponent(name)}`);
    return (
      <EmptyState action={<Button onClick={create}>New environment with {name}…</Button>}>
        No environment uses {name} yet.
      </EmptyState>
    );
  }
  return <EnvironmentTable label={`Environments with ${name}`} environments={users} />;
}
