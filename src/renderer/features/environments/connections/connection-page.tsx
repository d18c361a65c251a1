import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { api, queryClient } from '../../../api.ts';
import { callFailure, troubleOf } from '../../../call-error.ts';
import { navigate } from '../../../location.ts';
import { Gone } from '../../../parts/gone.tsx';
import { BreadcrumbBar } from '../../../ui/bar.tsx';
import { Failed } from '../../../ui/failed.tsx';
import { Waiting } from '../../../ui/waiting.tsx';
import { useIdAddress } from '../edit/use-id-address.ts';
import { connectionCrumbs, connectionHref, connectionsHref } from '../environments-data.ts';
import { ConnectionEditor } from './connection-editor.tsx';

/** A connection by its id, or its name. */
export function ConnectionPage({ id }: { id: string }) {
  const { data, error, refetch } = useQuery(api.connections.get.queryOptions({ input: { connection: id } }));
  useIdAddress(id, data, connectionHref, found => {
    const input = { connection: String(found.id) };
    queryClient.setQueryData(api.connections.get.queryKey({ input }), found);
  });
  const gone = error !== null && callFailure(error).code === 'not_found';
  if (data && !gone) return <ConnectionEditor key={data.id} connection={data} />;
  return (
    <>
      <BreadcrumbBar crumbs={[...connectionCrumbs, { label: '…' }]} />
      {error === null ? (
        <Waiting lines={10} label="Loading the connection" />
      ) : gone ? (
        <Gone what="connection" asked={id} name={data?.name}>
          <Button onClick={() => navigate(connectionsHref)}>Show all connections</Button>
        </Gone>
      ) : (
        <Failed
          trouble={troubleOf(error, 'The connection could not be loaded')}
          onRetry={() => void refetch()}
        />
      )}
    </>
  );
}
