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
  const history = useInfiniteQuery(
    api.models.history.infiniteOptions({
      input: (after: string | undefined) => ({
        model: String(model.id),
        ...(search === '' ? {} : { search }),
        ...(after === undefined ? {} : { after }),
      }),
      initialPageParam: undefined as string | undefined,
      getNextPageParam: page => page.next ?? undefined,
      placeholderData: keepPreviousData,
    }),
  );
  const versions = history.data?.pages.flatMap(page => page.versions) ?? [];
  return (
    <>
      {(model.latest_version ?? 0) > 3 && (
        <TextInput
          className={classes.search}
          aria-label="Search versions"
          placeholder="Search messages, authors, tags"
          leftSection={<IconSearch size={sizes.iconSmall} aria-hidden />}
          value={typed}
          onChange={event => setTyped(event.currentTarget.value)}
        />
      )}
      <ol className={classes.list} aria-label="Versions of this model">
        {search === '' && <DraftEntry />}
        {versions.map((version, index) => (
          <VersionEntry
            key={version.number}
            version={version}
            previous={versions[index + 1]?.number ?? version.number - 1}
          />
        ))}
        {history.isPending && <Waiting label="Loading versions" />}
      </ol>
      {history.error && (
        <Failed
          trouble={troubleOf(history.error, 'The versions could not be listed')}
          onRetry={() => void history.refetch()}
        />
      )}
      {history.isSuccess && versions.length === 0 && (
        <EmptyState>
          {search === '' ? 'Publish the draft to make its first version.' : `No version has “${search}”.`}
        </EmptyState>
      )}
      {history.hasNextPage && (
        <Button m="sm" loading={history.isFetchingNextPage} onClick={() => void history.fetchNextPage()}>
          Show older versions
        </Button>
      )}
    </>
  );
}
