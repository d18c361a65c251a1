import { ActionIcon, Menu, Tooltip, VisuallyHidden } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconAdjustmentsHorizontal, IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { useLocation } from 'wouter';
import type { ModelSummary } from '../../../../shared/contract/models.ts';
import { api } from '../../../api.ts';
import { troubleOf } from '../../../call-error.ts';
import { navigate } from '../../../location.ts';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { Failed } from '../../../ui/failed.tsx';
import { FilterList, type ListEntry } from '../../../ui/filter-list.tsx';
import { FloatingMenu } from '../../../ui/floating-menu.tsx';
import { SidePanel } from '../../../ui/side-panel.tsx';
import { sizes } from '../../../ui/theme.ts';
import { useScopedState } from '../../../ui/ui-state.ts';
import { Waiting } from '../../../ui/waiting.tsx';
import { openCreateModel } from '../dialogs/dialog-state.ts';
import { filterModels, modelHref, refetchModels, useAllModels } from '../models-data.ts';
import classes from './model-list.module.css';
import { ModelMenuItems } from './model-menu.tsx';

const searchFromLength = 3;

/** The models at the side: filtered as one types, by label where there are labels. */
export function ModelList() {
  const [filter, setFilter] = useScopedState('models.filter', '');
  const [grouped, setGrouped] = useScopedState('models.grouped', true);
  const [menu, setMenu] = useState<{ model: ModelSummary; at: { x: number; y: number } } | null>(null);
  const { models, isPending, error } = useAllModels();
  const [path] = useLocation();
  const current = /^\/models\/(\d+)/.exec(path)?.[1];
  const shown = useMemo(() => filterModels(models, filter), [models, filter]);
  const inSql = useFoundInSql(filter, shown);
  const entries = useMemo(
    () => [...(grouped ? byLabel(shown) : shown.map(item)), ...foundEntries(inSql)],
    [shown, grouped, inSql],
  );

  return (
    <SidePanel
      title="Models"
      actions={
        <Tooltip label="New model">
          <ActionIcon aria-label="New model" onClick={openCreateModel}>
            <IconPlus size={sizes.icon} aria-hidden />
          </ActionIcon>
        </Tooltip>
      }
    >
      {error ? (
        <Failed trouble={troubleOf(error, 'The models could not be listed')} onRetry={refetchModels} />
      ) : isPending ? (
        <Waiting lines={8} label="Loading models" />
      ) : (
        <FilterList
          label="Models"
          filter={filter}
          onFilter={setFilter}
          entries={entries}
          current={current}
          render={model => <ModelRow model={model} />}
          onOpen={model => navigate(modelHref(model.id))}
          onMenu={(model, at) => setMenu({ model, at })}
          actions={<ListOptions grouped={grouped} onGrouped={setGrouped} />}
          empty={
            <EmptyState>
              {filter === '' ? 'No models yet.' : `No model has “${filter}” in its name, labels or tags.`}
            </EmptyState>
          }
        />
      )}
      <FloatingMenu at={menu?.at ?? null} onClose={() => setMenu(null)}>
        {menu && <ModelMenuItems model={menu.model} />}
      </FloatingMenu>
    </SidePanel>
  );
}

function ListOptions({ grouped, onGrouped }: { grouped: boolean; onGrouped: (grouped: boolean) => void }) {
  return (
    <Menu>
      <Menu.Target>
        <Tooltip label="How the list is shown">
          <ActionIcon aria-label="How the list is shown">
            <IconAdjustmentsHorizontal size={sizes.icon} aria-hidden />
          </ActionIcon>
        </Tooltip>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.CheckboxItem checked={grouped} onChange={onGrouped}>
          Group by first label
        </Menu.CheckboxItem>
      </Menu.Dropdown>
    </Menu>
  );
}

function ModelRow({ model }: { model: ModelSummary }) {
  return (
    <>
      <span className={classes.name} title={model.description === '' ? model.name : model.description}>
        {model.name}
      </span>
      {model.draft_modified && (
        <span className={classes.mark} title="The draft is modified">
          <VisuallyHidden>draft modified</VisuallyHidden>
        </span>
      )}
      <span className={classes.version}>
        {model.latest_version === null ? 'draft' : `v${model.latest_version}`}
      </span>
    </>
  );
}

type Entry = ListEntry<ModelSummary>;
const item = (model: ModelSummary): Entry => ({ type: 'item', key: String(model.id), item: model });

/** Groups by first label, in the order of the labels; those without one come last. */
function byLabel(models: readonly ModelSummary[]): Entry[] {
  const groups = Map.groupBy(models, model => model.labels[0] ?? '');
  if (groups.size === 1 && groups.has('')) return models.map(item);
  return [...groups]
    .sort(([a], [b]) => (a === '' ? 1 : b === '' ? -1 : a.localeCompare(b)))
    .flatMap(([label, members]): Entry[] => [
      { type: 'group', key: `label:${label}`, label: label === '' ? 'no label' : label },
      ...members.map(item),
    ]);
}

/** Models whose SQL has the words, besides those found by name. */
function useFoundInSql(filter: string, known: readonly ModelSummary[]): readonly ModelSummary[] {
  const [search] = useDebouncedValue(filter.trim(), 250);
  const enabled = search.length >= searchFromLength && !search.startsWith('#');
  const { data } = useQuery(api.models.list.queryOptions({ input: { search, limit: 50 }, enabled }));
  return useMemo(() => {
    if (!enabled || search !== filter.trim()) return [];
    const ids = new Set(known.map(model => model.id));
    return data?.models.filter(model => !ids.has(model.id)) ?? [];
  }, [enabled, search, filter, data, known]);
}

function foundEntries(found: readonly ModelSummary[]): Entry[] {
  if (found.length === 0) return [];
  return [{ type: 'group', key: 'in-sql', label: 'Found in SQL' }, ...found.map(item)];
}
