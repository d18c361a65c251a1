import { Button, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../../api.ts';
import { troubleOf } from '../../../call-error.ts';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { Failed } from '../../../ui/failed.tsx';
import { sizes } from '../../../ui/theme.ts';
import { Waiting } from '../../../ui/waiting.tsx';
import { useModelPage } from '../workbench.ts';
import { DraftEntry } from './draft-entry.tsx';
import { VersionEntry } from './version-entry.tsx';
import classes from './versions.module.css';

/** The draft and all versions, newest first. */
export function VersionList() {
  const { model } = useModelPage();
  const [typed, setTyped] = useState('');
  const [search] = useDebouncedValue(typed.trim(), 200);
  const isSearch = search !== '';
  const history = useInfiniteQuery(
    api.models.history.infiniteOptions({
      input: (after: string | undefined) => ({
        model: String(model.id),
        ...(after === undefined ? {} : { after }),
      }),
      initialPageParam: undefined as string | undefined,
      getNextPageParam: page => page.next ?? undefined,
      placeholderData: keepPreviousData,
    }),
  );
  const found = useInfiniteQuery(
    api.models.search.infiniteOptions({
      input: (after: string | undefined) => ({
        model: String(model.id),
        search,
        ...(after === undefined ? {} : { after }),
      }),
      initialPageParam: undefined as string | undefined,
      getNextPageParam: page => page.next ?? undefined,
      placeholderData: keepPreviousData,
      enabled: isSearch,
    }),
  );
  const shown = isSearch ? found : history;
  const hits = isSearch ? (found.data?.pages.flatMap(page => page.hits) ?? []) : [];
  const versions = history.data?.pages.flatMap(page => page.versions) ?? [];
  return (
    <>
      {(model.latest_version ?? 0) > 1 && (
        <TextInput
          className={classes.search}
          aria-label="Search versions"
          placeholder="Search SQL, messages, tags, authors"
          leftSection={<IconSearch size={sizes.iconSmall} aria-hidden />}
          value={typed}
          onChange={event => setTyped(event.currentTarget.value)}
        />
      )}
      <ol className={classes.list} aria-label="Versions of this model">
        {!isSearch && <DraftEntry />}
        {hits.map(hit => (
          <VersionEntry
            key={hit.version.number}
            version={hit.version}
            previous={hit.version.number - 1}
            hit={hit}
          />
        ))}
        {(isSearch ? [] : versions).map((version, index) => (
          <VersionEntry
            key={version.number}
            version={version}
            previous={versions[index + 1]?.number ?? version.number - 1}
          />
        ))}
        {shown.isPending && <Waiting label="Loading versions" />}
      </ol>
      {shown.error && (
        <Failed
          trouble={troubleOf(shown.error, 'The versions could not be listed')}
          onRetry={() => void shown.refetch()}
        />
      )}
      {shown.isSuccess && (isSearch ? hits : versions).length === 0 && (
        <EmptyState>
          {!isSearch ? 'Publish the draft to make its first version.' : `No version has “${search}”.`}
        </EmptyState>
      )}
      {shown.hasNextPage && (
        <Button m="sm" loading={shown.isFetchingNextPage} onClick={() => void shown.fetchNextPage()}>
          Show older versions
        </Button>
      )}
    </>
  );
}
