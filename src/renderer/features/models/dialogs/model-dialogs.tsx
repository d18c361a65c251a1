import { Modal } from '@mantine/core';
import { CreateModel } from './create-model.tsx';
import { closeModelDialog, type ModelDialog, useModelDialog } from './dialog-state.ts';
import { EditDetails } from './edit-details.tsx';
import { PublishDraft } from './publish-draft.tsx';
import { SetOrigin } from './set-origin.tsx';
import { TagVersion } from './tag-version.tsx';

/** The dialogs about models; at most one is open. */
export function ModelDialogs() {
  const dialog = useModelDialog(state => state.dialog);
  return (
    <Modal opened={dialog !== null} onClose={closeModelDialog} title={dialog && titleOf(dialog)}>
      {dialog && <Content dialog={dialog} />}
    </Modal>
  );
}

function titleOf(dialog: ModelDialog): string {
  switch (dialog.kind) {
    case 'create':
      return 'New model';
    case 'details':
      return `Rename and describe ${dialog.model.name}`;
    case 'publish':
      return 'Publish the draft';
    case 'origin':
      return `The file ${dialog.model.name} comes from`;
    case 'tag':
      return `Tag v${dialog.version}`;
  }
}

function Content({ dialog }: { dialog: ModelDialog }) {
  switch (dialog.kind) {
    case 'create':
      return <CreateModel from={dialog.from} onDone={closeModelDialog} />;
    case 'details':
      return <EditDetails model={dialog.model} onDone={closeModelDialog} />;
    case 'publish':
      return <PublishDraft modelId={dialog.modelId} onDone={closeModelDialog} />;
    case 'origin':
      return <SetOrigin model={dialog.model} path={dialog.path} onDone={closeModelDialog} />;
    case 'tag':
      return <TagVersion modelId={dialog.modelId} version={dialog.version} onDone={closeModelDialog} />;
  }
}
