import { IconPlus, IconSearch } from '@tabler/icons-react';
import { type ComponentType, useEffect, useState } from 'react';
import { useCommands } from '../../commands.ts';
import { onChange } from '../../events.ts';
import { navigate } from '../../location.ts';
import { openCreateModel } from './dialogs/dialog-state.ts';
import { useSavingInTime } from './drafts/drafts.ts';
import { keepModelInList, refetchModels } from './models-data.ts';

/** What there is of models wherever one is: the command to make one, the dialogs, saving in time. */
export function ModelsBackground() {
  useSavingInTime();
  useKeepingTheList();
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
    {
      id: 'versions.search',
      title: 'Search all versions…',
      group: 'Models',
      shortcut: 'mod+shift+f',
      words: 'find history sql full text',
      icon: IconSearch,
      run: () => navigate('/models?in=versions'),
    },
  ]);
  const Dialogs = useLoadedDialogs();
  // oxlint-disable-next-line react/static-components -- loaded once, not made here
  return Dialogs ? <Dialogs /> : null;
}

function useKeepingTheList(): void {
  useEffect(
    () =>
      onChange(({ topic, id }) => {
        if (topic === 'model' && id !== null) keepModelInList(id).catch(() => refetchModels());
      }),
    [],
  );
}

/** Not part of what the first screen waits for, yet there when a dialog is wanted. */
function useLoadedDialogs(): ComponentType | undefined {
  const [dialogs, setDialogs] = useState<ComponentType>();
  useEffect(() => {
    void import('./dialogs/model-dialogs.tsx').then(loaded => setDialogs(() => loaded.ModelDialogs));
  }, []);
  return dialogs;
}
