import { Button, Group, SegmentedControl, TextInput } from '@mantine/core';
import { IconPencil, IconPlus, IconSearch } from '@tabler/icons-react';
import { useEffect, useMemo, useRef, useState } from 'react';
import type { ModelSummary } from '../../../../shared/contract/models.ts';
import { troubleOf } from '../../../call-error.ts';
import { changeSearch, navigate, useSearch } from '../../../location.ts';
import { LoadSample } from '../../../parts/load-sample.tsx';
import { BreadcrumbBar } from '../../../ui/bar.tsx';
import { LabelChip } from '../../../ui/chip.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { Failed } from '../../../ui/failed.tsx';
import { FloatingMenu } from '../../../ui/floating-menu.tsx';
import { counted } from '../../../ui/numbers.ts';
import { type ObjectColumn, ObjectTable } from '../../../ui/object-table.tsx';
import { sizes } from '../../../ui/theme.ts';
import { RelativeTime } from '../../../ui/time-text.tsx';
import { Waiting } from '../../../ui/waiting.tsx';
import { openCreateModel } from '../dialogs/dialog-state.ts';
import { filterModels, modelHref, refetchModels, tagText, useAllModels } from '../models-data.ts';
import { LatestOnly, VersionSearch } from '../search/version-search.tsx';
import { ModelMenuItems } from './model-menu.tsx';
import classes from './models-overview.module.css';

const columns: readonly ObjectColumn<ModelSummary>[] = [
  {
    key: 'name',
    title: 'Name',
    width: '3fr',
    sortBy: model => model.name,
    render: model => (
      <>
        <span className={classes.name}>{model.name}</span>
        <span className={classes.description}>{model.description}</span>
      </>
    ),
  },
  {
    key: 'labels',
    title: 'Labels',
    width: '1.5fr',
    sortBy: model => model.labels[0] ?? null,
    render: model => <Chips words={model.labels} />,
  },
  {
    key: 'version',
    title: 'Latest',
    width: '3.5rem',
    align: 'end',
    sortBy: model => model.latest_version,
    render: model => (model.latest_version === null ? '–' : `v${model.latest_version}`),
  },
  {
    key: 'tags',
    title: 'Tags',
    width: '1.5fr',
    fromWidth: 560,
    render: model => <Chips words={model.tags.map(tagText)} />,
  },
  {
    key: 'draft',
    title: 'Draft',
    width: '5.5rem',
    sortBy: model => Number(model.draft_modified),
    render: model =>
      model.draft_modified ? (
        <LabelChip tone="warning" icon={IconPencil}>
          modified
        </LabelChip>
      ) : null,
  },
  {
    key: 'owner',
    title: 'Owner',
    width: '1fr',
    fromWidth: 900,
    sortBy: model => model.owner || null,
    render: model => model.owner,
  },
  {
    key: 'updated',
    title: 'Updated',
    width: '6.5rem',
    align: 'end',
    sortBy: model => Date.parse(model.updated_at),
    render: model => <RelativeTime at={model.updated_at} />,
  },
];

/** All models, when none is open. */
export function ModelsOverview() {
  const { models, isPending, isSuccess, error } = useAllModels();
  const address = useSearch();
  const filter = address.get('q') ?? '';
  const inVersions = address.get('in') === 'versions';
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (inVersions) field.current?.focus();
  }, [inVersions]);
  const shown = useMemo(() => filterModels(models, filter), [models, filter]);
  const [menu, setMenu] = useState<{ model: ModelSummary; at: { x: number; y: number } } | null>(null);
  const create = (
    <Button
      variant="filled"
      leftSection={<IconPlus size={sizes.iconSmall} aria-hidden />}
      onClick={openCreateModel}
    >
      New model…
    </Button>
  );
  return (
    <>
      <BreadcrumbBar crumbs={[{ label: 'Models' }]} marks={isSuccess && counted(models.length, 'model')}>
        {inVersions && <LatestOnly />}
        <SegmentedControl
          aria-label="What to look for"
          data={[
            { value: 'models', label: 'Models' },
            { value: 'versions', label: 'Versions' },
          ]}
          value={inVersions ? 'versions' : 'models'}
          onChange={value => changeSearch({ in: value === 'versions' ? value : null, latest: null })}
        />
        <TextInput
          ref={field}
          aria-label={inVersions ? 'Search all versions' : 'Filter models'}
          placeholder={inVersions ? 'Search all versions' : 'Filter, #label'}
          onKeyDown={event => {
            if (event.key !== 'ArrowDown' || !inVersions) return;
            event.preventDefault();
            document.querySelector<HTMLElement>('[aria-label="Versions found"] a')?.focus();
          }}
          leftSection={<IconSearch size={sizes.iconSmall} aria-hidden />}
          value={filter}
          onChange={event => changeSearch({ q: event.currentTarget.value })}
        />
        {create}
      </BreadcrumbBar>
      {error ? (
        <Failed trouble={troubleOf(error, 'The models could not be listed')} onRetry={refetchModels} />
      ) : isPending ? (
        <Waiting lines={10} label="Loading models" />
      ) : models.length === 0 ? (
        <EmptyState
          action={
            <>
              <Group>{create}</Group>
              <LoadSample />
            </>
          }
        >
          A model is one query with a history; jobs turn it into tables and views.
        </EmptyState>
      ) : inVersions ? (
        <VersionSearch search={filter} models={models} />
      ) : shown.length === 0 ? (
        <EmptyState action={<Button onClick={() => changeSearch({ q: null })}>Show all models</Button>}>
          No model matches “{filter}”.
        </EmptyState>
      ) : (
        <ObjectTable
          label="Models"
          columns={columns}
          rows={shown}
          keyOf={model => String(model.id)}
          onOpen={model => navigate(modelHref(model.id))}
          onMenu={(model, at) => setMenu({ model, at })}
        />
      )}
      <FloatingMenu at={menu?.at ?? null} onClose={() => setMenu(null)}>
        {menu && <ModelMenuItems model={menu.model} />}
      </FloatingMenu>
    </>
  );
}

function Chips({ words }: { words: readonly string[] }) {
  return (
    <span className={classes.chips} title={words.join(', ')}>
      {words.slice(0, 3).map(word => (
        <LabelChip key={word}>{word}</LabelChip>
      ))}
      {words.length > 3 && <span className={classes.more}>+{words.length - 3}</span>}
    </span>
  );
}
