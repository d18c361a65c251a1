import { IconPlus } from '@tabler/icons-react';
import { lazy, Suspense } from 'react';
import { useCommands } from '../../commands.ts';
import { openCreateModel, useModelDialog } from './dialogs/dialog-state.ts';
import { useSavingInTime } from './drafts/drafts.ts';

const ModelDialogs = lazy(() => import('./dialogs/model-dialogs.tsx'));

/** What there is of models wherever one is: the command to make one, the dialogs, saving in time. */
export function ModelsBackground() {
  useSavingInTime();
  useCommands([
    {
      id: 'model.new',
      title: 'New model…',
      group: 'Models',
      shortcut: 'c m',
      words: 'create add',
      icon: IconPlus,
      run: openCreateModel,
    },
  ]);
  const wasOpened = useModelDialog(state => state.opened);
  if (!wasOpened) return null;
  return (
    <Suspense>
      <ModelDialogs />
    </Suspense>
  );
}
