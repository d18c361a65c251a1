import { Menu } from '@mantine/core';
import {
  IconCheck,
  IconFileDownload,
  IconFileOff,
  IconFilePencil,
  IconGitCompare,
  IconRefresh,
} from '@tabler/icons-react';
import type { OriginStatus } from '../../../../shared/contract/models.ts';
import { sizes } from '../../../ui/theme.ts';
import { openModelDialog } from '../dialogs/dialog-state.ts';
import { useModelPage } from '../workbench.ts';
import { forgetFile, noteFile, takeFile } from './origin-actions.tsx';

const icon = { size: sizes.iconSmall, 'aria-hidden': true };

/** What can be done about the file a model comes from. */
export function OriginMenuItems({ origin, onLook }: { origin: OriginStatus; onLook: () => void }) {
  const page = useModelPage();
  const { model, compare } = page;
  const readable = origin.state === 'same' || origin.state === 'changed';
  return (
    <>
      <Menu.Item
        leftSection={<IconGitCompare {...icon} />}
        disabled={!readable}
        onClick={() => compare('draft', 'file')}
      >
        Compare the draft with the file
      </Menu.Item>
      <Menu.Item
        leftSection={<IconFileDownload {...icon} />}
        disabled={!readable}
        onClick={() => void takeFile(page)}
      >
        Take the file into the draft
      </Menu.Item>
      {origin.state === 'changed' && (
        <Menu.Item leftSection={<IconCheck {...icon} />} onClick={() => void noteFile(model)}>
          Keep the draft, note the file as it is
        </Menu.Item>
      )}
      <Menu.Divider />
      <Menu.Item leftSection={<IconRefresh {...icon} />} onClick={onLook}>
        Look at the file again
      </Menu.Item>
      <Menu.Item
        leftSection={<IconFilePencil {...icon} />}
        onClick={() => openModelDialog({ kind: 'origin', model, path: origin.path })}
      >
        It is another file…
      </Menu.Item>
      <Menu.Item leftSection={<IconFileOff {...icon} />} onClick={() => void forgetFile(model)}>
        Forget the file…
      </Menu.Item>
    </>
  );
}
