import { Menu } from '@mantine/core';
import { IconCopy, IconFolderOpen, IconPencil, IconTrash } from '@tabler/icons-react';
import type { ModelSummary } from '../../../../shared/contract/models.ts';
import { api, client, queryClient } from '../../../api.ts';
import { troubleOf } from '../../../call-error.ts';
import { navigate } from '../../../location.ts';
import { copyText } from '../../../ui/copy.ts';
import { confirm, explain } from '../../../ui/dialogs.tsx';
import { showToast } from '../../../ui/notices.ts';
import { counted } from '../../../ui/numbers.ts';
import { sizes } from '../../../ui/theme.ts';
import { openModelDialog } from '../dialogs/dialog-state.ts';
import { forgetDraft } from '../drafts/drafts.ts';
import { modelHref } from '../models-data.ts';
import { closeModel } from '../open-models.ts';

/** What can be done with a model as a whole; the same in every menu. */
export function ModelMenuItems({ model, opened = false }: { model: ModelSummary; opened?: boolean }) {
  const icon = { size: sizes.iconSmall, 'aria-hidden': true };
  return (
    <>
      {!opened && (
        <Menu.Item leftSection={<IconFolderOpen {...icon} />} onClick={() => navigate(modelHref(model.id))}>
          Open
        </Menu.Item>
      )}
      <Menu.Item
        leftSection={<IconPencil {...icon} />}
        onClick={() => openModelDialog({ kind: 'details', model })}
      >
        Rename and describe…
      </Menu.Item>
      <Menu.Item leftSection={<IconCopy {...icon} />} onClick={() => void copyText(model.name, 'Name')}>
        Copy name
      </Menu.Item>
      <Menu.Divider />
      <Menu.Item color="red" leftSection={<IconTrash {...icon} />} onClick={() => void deleteModel(model)}>
        Delete model…
      </Menu.Item>
    </>
  );
}

async function deleteModel(model: ModelSummary): Promise<void> {
  const title = `${model.name} was not deleted`;
  try {
    const { jobs } = await client.models.get({ model: String(model.id) });
    if (jobs.length > 0) {
      const names = jobs.map(job => job.name).join(', ');
      explain({ title, message: `${model.name} is built by ${names}`, hint: 'Delete these jobs first' });
      return;
    }
    if (!(await confirmDeletion(model))) return;
    await client.models.remove({ model: String(model.id) });
    const { directory } = await queryClient.ensureQueryData(api.workspace.info.queryOptions());
    forgetDraft(model.id, directory);
    closeModel(model.id);
    showToast(`${model.name} deleted`);
  } catch (error) {
    explain(troubleOf(error, title));
  }
}

function confirmDeletion(model: ModelSummary): Promise<boolean> {
  const versions = model.latest_version ?? 0;
  const what =
    versions === 0
      ? 'Its draft, which was never published, is deleted with it.'
      : `Its draft, ${counted(versions, 'version')} and ${counted(model.tags.length, 'tag')} are deleted with it.`;
  return confirm({
    title: `Delete ${model.name}?`,
    body: <p>{what} This cannot be undone.</p>,
    verb: 'Delete model',
    danger: true,
    ...(versions === 0 ? {} : { typedName: model.name }),
  });
}
