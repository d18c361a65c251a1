import { Menu } from '@mantine/core';
import { IconCopy, IconFolderOpen, IconTrash } from '@tabler/icons-react';
import type { ComputeProfile } from '../../../../shared/contract/compute-profiles.ts';
import { navigate } from '../../../location.ts';
import { copyText } from '../../../ui/copy.ts';
import { sizes } from '../../../ui/theme.ts';
import { computeProfileHref } from '../environments-data.ts';
import { removeProfile } from './remove-profile.tsx';

interface Props {
  profile: ComputeProfile;
  /** Its page is shown. */
  opened?: boolean;
}

/** What can be done with a compute profile as a whole; the same in every menu. */
export function ProfileMenuItems({ profile, opened = false }: Props) {
  const icon = { size: sizes.iconSmall, 'aria-hidden': true };
  return (
    <>
      {!opened && (
        <Menu.Item
          leftSection={<IconFolderOpen {...icon} />}
          onClick={() => navigate(computeProfileHref(profile.id))}
        >
          Open
        </Menu.Item>
      )}
      <Menu.Item leftSection={<IconCopy {...icon} />} onClick={() => void copyText(profile.name, 'Name')}>
        Copy name
      </Menu.Item>
      <Menu.Divider />
      <Menu.Item
        color="red"
        leftSection={<IconTrash {...icon} />}
        onClick={() => void removeProfile(profile)}
      >
        Delete compute profile…
      </Menu.Item>
    </>
  );
}
