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
import { computeProfileCrumbs, computeProfileHref, computeProfilesHref } from '../environments-data.ts';
import { ProfileEditor } from './profile-editor.tsx';

/** A compute profile by its id, or its name. */
export function ProfilePage({ id }: { id: string }) {
  const { data, error, refetch } = useQuery(
    api.computeProfiles.get.queryOptions({ input: { compute_profile: id } }),
  );
  useIdAddress(id, data, computeProfileHref, found => {
    const input = { compute_profile: String(found.id) };
    queryClient.setQueryData(api.computeProfiles.get.queryKey({ input }), found);
  });
  const gone = error !== null && callFailure(error).code === 'not_found';
  if (data && !gone) return <ProfileEditor key={data.id} profile={data} />;
  return (
    <>
      <BreadcrumbBar crumbs={[...computeProfileCrumbs, { label: '…' }]} />
      {error === null ? (
        <Waiting lines={8} label="Loading the compute profile" />
      ) : gone ? (
        <Gone what="compute profile" asked={id} name={data?.name}>
          <Button onClick={() => navigate(computeProfilesHref)}>Show all compute profiles</Button>
        </Gone>
      ) : (
        <Failed
          trouble={troubleOf(error, 'The compute profile could not be loaded')}
          onRetry={() => void refetch()}
        />
      )}
    </>
  );
}
