import { Button, Group } from '@mantine/core';
import { navigate } from '../../../location.ts';
import { useHasArea } from '../../../parts/areas.tsx';
import { LoadSample } from '../../../parts/load-sample.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';

/** The board of a workspace in which there is nothing to promote yet: says what comes first. */
export function NothingToPromote({ hasEnvironments }: { hasEnvironments: boolean }) {
  const next = hasEnvironments
    ? { area: 'models', to: '/models', verb: 'Go to models' }
    : { area: 'environments', to: '/environments/new', verb: 'New environment…' };
  const there = useHasArea(next.area);
  return (
    <EmptyState
      action={
        <>
          <Group>
            {there && (
              <Button variant="filled" onClick={() => navigate(next.to)}>
                {next.verb}
              </Button>
            )}
          </Group>
          <LoadSample />
        </>
      }
    >
      Promoting moves a tag from environment to environment; there is{' '}
      {hasEnvironments ? 'no model' : 'no environment'} yet.
    </EmptyState>
  );
}
