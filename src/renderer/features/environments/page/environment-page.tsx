import { useQuery } from '@tanstack/react-query';
import { Button } from '@mantine/core';
import { api } from '../../../api.ts';
import { callFailure, troubleOf } from '../../../call-error.ts';
import { navigate } from '../../../location.ts';
import { BreadcrumbBar } from '../../../ui/bar.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { ErrorPanel } from '../../../ui/error-panel.tsx';
import { Waiting } from '../../../ui/waiting.tsx';
import { EnvironmentEditor } from './environment-editor.tsx';
import classes from './page.module.css';

/** An environment by its id. */
export function EnvironmentPage({ id }: { id: string }) {
  const { data, error } = useQuery(api.environments.get.queryOptions({ input: { environment: id } }));
  if (data) return <EnvironmentEditor key={data.id} environment={data} />;
  return (
    <>
      <BreadcrumbBar crumbs={[{ label: 'Environments', href: '/environments' }, { label: '…' }]} />
      {error === null ? (
        <Waiting lines={10} label="Loading the environment" />
      ) : callFailure(error).code === 'not_found' ? (
        <EmptyState action={<Button onClick={() => navigate('/environments')}>Show all environments</Button>}>
          This environment is not there any more.
        </EmptyState>
      ) : (
        <div className={classes.failed}>
          <ErrorPanel trouble={troubleOf(error, 'The environment could not be loaded')} />
        </div>
      )}
    </>
  );
}
