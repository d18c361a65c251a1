import { Button, Checkbox } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconTag } from '@tabler/icons-react';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import type { KeyboardEvent } from 'react';
import { Link } from 'wouter';
import type { ModelSummary, SearchHit } from '../../../../shared/contract/models.ts';
import { parseSearch } from '../../../../shared/domain/search.ts';
import { api } from '../../../api.ts';
import { troubleOf } from '../../../call-error.ts';
import { changeSearch, useSearch } from '../../../location.ts';
import { LabelChip } from '../../../ui/chip.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { Failed } from '../../../ui/failed.tsx';
import { sizes } from '../../../ui/theme.ts';
import { RelativeTime } from '../../../ui/time-text.tsx';
import { Waiting } from '../../../ui/waiting.tsx';
import { hitHref } from './hit-href.ts';
import { MatchLines } from './match-lines.tsx';
import classes from './search.module.css';

/** Only the latest version of each model; in the address as `latest=1`. */
export function LatestOnly() {
  const latest = useSearch().get('latest') === '1';
  return (
    <Checkbox
      label="Latest versions only"
      checked={latest}
      onChange={event => changeSearch({ latest: event.currentTarget.checked ? '1' : null })}
    />
  );
}

/** What is found in the versions of all models, what was added last on top. */
export function VersionSearch({
  search: typed,
  models,
}: {
  search: string;
  models: readonly ModelSummary[];
}) {
  const [search] = useDebouncedValue(typed.trim(), 200);
  const latest = useSearch().get('latest') === '1';
  const isSearch = parseSearch(search).length > 0;
  const found = useInfiniteQuery(
    api.models.search.infiniteOptions({
      input: (after: string | undefined) => ({ search, latest, ...(after === undefined ? {} : { after }) }),
      initialPageParam: undefined as string | undefined,
      getNextPageParam: page => page.next ?? undefined,
      placeholderData: keepPreviousData,
      enabled: isSearch,
    }),
  );
  if (!isSearch) {
    return (
      <EmptyState icon={<IconTag size={sizes.icon} aria-hidden />}>
        Looks in the SQL, messages, tags, authors and docs of every version: words or how they begin, names
        such as RAW.FLIGHTS, or "words in quotes" as they are.
      </EmptyState>
    );
  }
  if (found.error) {
    return (
      <Failed
        trouble={troubleOf(found.error, 'The versions could not be searched')}
        onRetry={() => void found.refetch()}
      />
    );
  }
  if (found.isPending) return <Waiting lines={10} label="Searching" />;
  const hits = found.data.pages.flatMap(page => page.hits);
  if (hits.length === 0) return <EmptyState>No version has “{search}”.</EmptyState>;
  return (
    <div className={classes.scroll}>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- keys move between its links */}
      <ol className={classes.hits} aria-label="Versions found" onKeyDown={moveBetweenLinks}>
        {hits.map(hit => (
          <li key={`${hit.model.id} ${hit.version.number}`}>
            <Hit hit={hit} model={models.find(({ id }) => id === hit.model.id)} />
          </li>
        ))}
      </ol>
      {found.hasNextPage && (
        <Button m="sm" loading={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>
          Show more
        </Button>
      )}
    </div>
  );
}

function Hit({ hit, model }: { hit: SearchHit; model: ModelSummary | undefined }) {
  const { version } = hit;
  return (
    <Link href={hitHref(hit, model?.draft_modified ?? true)} className={classes.hit}>
      <span className={classes.line}>
        <span className={classes.model}>{hit.model.name}</span>
        <span>v{version.number}</span>
        {hit.latest && <LabelChip>latest</LabelChip>}
        {version.tags.map(tag => (
          <LabelChip key={tag} icon={IconTag}>
            {tag}
          </LabelChip>
        ))}
        <span className={classes.message}>{version.message}</span>
        <span className={classes.time}>
          <RelativeTime at={version.created_at} />
        </span>
      </span>
      <MatchLines hit={hit} limit={4} lead={60} />
    </Link>
  );
}

/** The arrow keys go from link to link, and from the first back to the field; Home and End to the first and the last. */
function moveBetweenLinks(event: KeyboardEvent<HTMLElement>): void {
  const links = [...event.currentTarget.querySelectorAll('a')];
  const at = links.findIndex(link => link === document.activeElement);
  const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: links.length - 1 }[event.key];
  if (next === undefined || at === -1) return;
  event.preventDefault();
  if (next < 0) document.querySelector<HTMLElement>('[aria-label="Search all versions"]')?.focus();
  else links[Math.min(next, links.length - 1)]?.focus();
}
