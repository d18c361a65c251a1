import { ActionIcon, Tooltip } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconRefresh } from '@tabler/icons-react';
import { keepPreviousData, useQueries, useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import type { Environment } from '../../../../shared/contract/environments.ts';
import type { Relation } from '../../../../shared/domain/relation.ts';
import { api } from '../../../api.ts';
import { callFailure, troubleOf } from '../../../call-error.ts';
import { navigate, useSearch } from '../../../location.ts';
import { AsOf } from '../../../parts/as-of.tsx';
import { EnvironmentSelect } from '../../../parts/environment-select.tsx';
import { useEnvironments, usePreviewEnvironment } from '../../../parts/environments.ts';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { Failed } from '../../../ui/failed.tsx';
import { FloatingMenu } from '../../../ui/floating-menu.tsx';
import { SidePanel } from '../../../ui/side-panel.tsx';
import { sizes } from '../../../ui/theme.ts';
import { TreeList } from '../../../ui/tree-list.tsx';
import { useScopedState } from '../../../ui/ui-state.ts';
import { Waiting } from '../../../ui/waiting.tsx';
import classes from '../catalog.module.css';
import { refreshCatalog, tableAt, tableHref } from '../catalog-data.ts';
import { CatalogMenuItems } from './catalog-menu.tsx';
import { NodeRow } from './node-row.tsx';
import {
  type CatalogNode,
  databaseKey,
  type DatabaseState,
  matchEntries,
  schemaKey,
  tableKey,
  treeEntries,
} from './tree-entries.ts';

const searchAfterMs = 150;
const searchLimit = 500;
const noFolds: Record<string, boolean> = {};

/** What the warehouse of an environment has, at the side. */
export function CatalogSide() {
  const environments = useEnvironments();
  const [environment, choose] = usePreviewEnvironment();
  return (
    <SidePanel
      title="Catalogue"
      actions={
        <EnvironmentSelect
          label="Look into"
          environments={environments}
          value={environment}
          onChoose={choose}
        />
      }
    >
      {environment && <CatalogTree key={environment.id} environment={environment} />}
    </SidePanel>
  );
}

function CatalogTree({ environment }: { environment: Environment }) {
  const [filter, setFilter] = useScopedState('catalog.filter', '');
  const [folds, setFolds] = useScopedState(`catalog.folds.${environment.id}`, noFolds);
  const [menu, setMenu] = useState<{ node: CatalogNode; at: { x: number; y: number } } | null>(null);
  const [refreshing, setRefreshing] = useState(false);
  const input = { environment: String(environment.id) };
  const list = useQuery(api.catalog.databases.queryOptions({ input, retry: false }));
  const names = useMemo(() => list.data?.databases.map(({ name }) => name) ?? [], [list.data]);
  const opened = tableAt(useSearch());
  const isOpen = (key: string) =>
    folds[key] ??
    (defaultOpen(environment, names).has(key) || (opened !== undefined && isAround(key, opened)));
  const unfolded = names.filter(name => isOpen(databaseKey(name)));
  const databases = useQueries({
    queries: unfolded.map(database =>
      api.catalog.list.queryOptions({ input: { ...input, database }, retry: false }),
    ),
  });
  const search = useSearchFor(environment, filter);

  const stateOf = (database: string): DatabaseState => {
    const query = databases[unfolded.indexOf(database)];
    if (query?.isFetching && query.data === undefined) return {};
    return {
      ...query?.data,
      // What was read before is better than why it could not be read again.
      error: query?.error && !query.data ? callFailure(query.error).message : undefined,
    };
  };
  const searching = filter.trim() !== '';
  const entries = searching ? matchEntries(search.data?.matches ?? []) : treeEntries(names, stateOf, isOpen);
  const readAt = [
    ...(searching && search.data?.read_at ? [search.data.read_at] : []),
    ...databases.flatMap(({ data }) => (data ? [data.read_at] : [])),
    ...(list.data ? [list.data.read_at] : []),
  ].toSorted((a, b) => (a < b ? -1 : 1))[0];
  const outdated = databases.some(({ data }) => data?.outdated);

  const refresh = () => {
    setRefreshing(true);
    void refreshCatalog(environment).finally(() => setRefreshing(false));
  };
  const open = (node: CatalogNode) => {
    if (node.kind === 'table') navigate(tableHref(node.table));
    if (node.kind === 'match') navigate(tableHref(node.match));
    if (node.kind === 'note' && node.failed) {
      void databases[unfolded.indexOf(node.database)]?.refetch();
    }
  };
  const toggle = (node: CatalogNode, expanded: boolean) => {
    const key =
      node.kind === 'database'
        ? databaseKey(node.database)
        : node.kind === 'schema'
          ? schemaKey(node.database, node.schema)
          : undefined;
    if (key !== undefined) setFolds(before => ({ ...before, [key]: expanded }));
  };

  if (list.error && !list.data) {
    return (
      <Failed
        trouble={troubleOf(list.error, `${environment.name} could not be looked into`)}
        onRetry={() => void list.refetch()}
      />
    );
  }
  if (!list.data) return <Waiting lines={8} label="Reading the catalogue" />;
  return (
    <>
      <TreeList
        label="Catalogue"
        filter={filter}
        onFilter={setFilter}
        entries={entries}
        current={opened && tableKey(opened)}
        render={node => <NodeRow node={node} />}
        onOpen={open}
        onToggle={toggle}
        onMenu={(node, at) => node.kind !== 'note' && setMenu({ node, at })}
        actions={
          <Tooltip label="Read again what the warehouse has">
            <ActionIcon aria-label="Refresh the catalogue" loading={refreshing} onClick={refresh}>
              <IconRefresh size={sizes.icon} aria-hidden />
            </ActionIcon>
          </Tooltip>
        }
        empty={
          <NothingThere
            filter={filter}
            error={search.error}
            pending={searching && !search.settled}
            onRetry={() => void search.refetch()}
          />
        }
      />
      <footer className={classes.foot}>
        {searching && search.data && <SearchFacts {...search.data} />}
        {readAt !== undefined && <AsOf atMs={Date.parse(readAt)} />}
        {outdated && <span data-tone="warning">runs changed more since</span>}
      </footer>
      <FloatingMenu at={menu?.at ?? null} onClose={() => setMenu(null)}>
        {menu && <CatalogMenuItems environment={environment} node={menu.node} />}
      </FloatingMenu>
    </>
  );
}

/** The place that names without a database or a schema stand for; a single database at any rate. */
function defaultOpen({ database, schema }: Environment, names: readonly string[]): Set<string> {
  const [only, ...others] = names;
  const open =
    database !== null && names.includes(database) ? database : others.length === 0 ? only : undefined;
  if (open === undefined) return new Set();
  return new Set([databaseKey(open), ...(schema === null ? [] : [schemaKey(open, schema)])]);
}

/** Where the table that is shown stands in the tree: a link to it need not be looked for. */
function isAround(key: string, { database, schema }: Relation): boolean {
  return key === databaseKey(database) || key === schemaKey(database, schema);
}

function useSearchFor(environment: Environment, filter: string) {
  const typed = filter.trim().slice(0, 200);
  const [text] = useDebouncedValue(typed, searchAfterMs);
  const query = useQuery(
    api.catalog.search.queryOptions({
      input: { environment: String(environment.id), text, limit: searchLimit },
      enabled: text !== '',
      retry: false,
      placeholderData: keepPreviousData,
    }),
  );
  // What was found for other words stays until the answer is there, but says nothing about these.
  return { ...query, settled: text === typed && !query.isFetching };
}

function SearchFacts({
  total,
  matches,
  unread,
}: {
  total: number;
  matches: readonly unknown[];
  unread: readonly string[];
}) {
  return (
    <>
      <span>{total > matches.length ? `first ${matches.length} of ${total}` : `${total} found`}</span>
      {unread.length > 0 && (
        <Tooltip
          label={`Nobody read them yet; unfold them to have them searched: ${unread.join(', ')}`}
          multiline
          w={280}
        >
          <span>{unread.length} not searched</span>
        </Tooltip>
      )}
    </>
  );
}

interface NothingProps {
  filter: string;
  error: unknown;
  pending: boolean;
  onRetry: () => void;
}

function NothingThere({ filter, error, pending, onRetry }: NothingProps) {
  if (filter.trim() === '') return <EmptyState>The role sees no database.</EmptyState>;
  if (error) return <Failed trouble={troubleOf(error, 'Nothing could be searched')} onRetry={onRetry} />;
  if (pending) return <Waiting lines={4} label="Searching" />;
  return <EmptyState>{`No table, view or column has “${filter.trim()}” in its name.`}</EmptyState>;
}
