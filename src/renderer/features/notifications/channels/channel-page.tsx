import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { api } from '../../../api.ts';
import { callFailure, troubleOf } from '../../../call-error.ts';
import { navigate } from '../../../location.ts';
import { Gone } from '../../../parts/gone.tsx';
import { BreadcrumbBar } from '../../../ui/bar.tsx';
import { Failed } from '../../../ui/failed.tsx';
import { Waiting } from '../../../ui/waiting.tsx';
import { channelsHref } from '../notifications-data.ts';
import { ChannelEditor } from './channel-editor.tsx';

/** A channel by its id, or its name. */
export function ChannelPage({ id }: { id: string }) {
  const { data, error, refetch } = useQuery(api.channels.get.queryOptions({ input: { channel: id } }));
  const gone = error !== null && callFailure(error).code === 'not_found';
  if (data && !gone) return <ChannelEditor key={data.id} channel={data} />;
  return (
    <>
      <BreadcrumbBar crumbs={[{ label: 'Notifications', href: channelsHref }, { label: '…' }]} />
      {error === null ? (
        <Waiting lines={8} label="Loading the channel" />
      ) : gone ? (
        <Gone what="channel" asked={id} name={data?.name}>
          <Button onClick={() => navigate(channelsHref)}>Show all channels</Button>
        </Gone>
      ) : (
        <Failed
          trouble={troubleOf(error, 'The channel could not be loaded')}
          onRetry={() => void refetch()}
        />
      )}
    </>
  );
}
