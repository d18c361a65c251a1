import { IconPlus, IconTable } from '@tabler/icons-react';
import { lazy } from 'react';
import type { Feature } from '../feature.ts';
import { openCreateModel } from './dialogs/dialog-state.ts';
import { useSavingInTime } from './drafts/drafts.ts';
import { ModelList } from './list/model-list.tsx';
import { modelHref, useAllModels } from './models-data.ts';

export const models: Feature = {
  id: 'models',
  title: 'Models',
  icon: IconTable,
  goKey: 'm',
  Screen: lazy(() => import('./models-screen.tsx')),
  Side: ModelList,
  useCommands: () => [
    {
      id: 'model.new',
      title: 'New model…',
      group: 'Models',
      shortcut: 'c m',
      words: 'create add',
      icon: IconPlus,
      run: openCreateModel,
    },
  ],
  useObjects: () =>
    useAllModels().models.map(model => ({
      key: `model:${model.id}`,
      title: model.name,
      kind: 'Model',
      detail: model.description,
      href: modelHref(model.id),
      icon: IconTable,
    })),
  useBackground: useSavingInTime,
};
