import { useQuery } from '@tanstack/react-query';
import { Button } from '@mantine/core';
import { api, queryClient } from '../../../api.ts';
import { callFailure, troubleOf } from '../../../call-error.ts';
import { navigate } from '../../../location.ts';
import { Gone } from '../../../parts/gone.tsx';
import { BreadcrumbBar } from '../../../ui/bar.tsx';
import { ErrorPanel } from '../../../ui/error-panel.tsx';
import { Waiting } from '../../../ui/waiting.tsx';
import { useIdAddress } from '../edit/use-id-address.ts';
import { environmentHref } from '../environments-data.ts';
import { EnvironmentEditor } from './environment-editor.tsx';
import classes from './page.module.css';

/** An environment by its id. */
export function EnvironmentPage({ id }: { id: string }) {
  const { data, error } = useQuery(api.environments.get.queryOptions({ input: { environment: id } }));
  useIdAddress(id, data, environmentHref, found => {
    const input = { environment: String(found.id) };
    queryClient.setQueryData(api.environments.get.queryKey({ input }), found);
  });
  const gone = error !== null && callFailure(error).code === 'not_found';
  if (data && !gone) return <EnvironmentEditor key={data.id} environment={data} />;
  return (
    <>
      <BreadcrumbBar crumbs={[{ label: 'Environments', href: '/environments' }, { label: '…' }]} />
      {error === null ? (
        <Waiting lines={10} label="Loading the environment" />
      ) : gone ? (
        <Gone what="environment" asked={id} name={data?.name}>
          <Button onClick={() => navigate('/environments')}>Show all environments</Button>
        </Gone>
      ) : (
        <div className={classes.failed}>
          <ErrorPanel trouble={troubleOf(error, 'The environment could not be loaded')} />
        </div>
      )}
    </>
  );
}
