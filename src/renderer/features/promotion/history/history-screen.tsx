import { Button } from '@mantine/core';
import { IconGridDots } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import type { Promotion } from '../../../../shared/contract/promotion.ts';
import { api } from '../../../api.ts';
import { troubleOf } from '../../../call-error.ts';
import { changeSearch, navigate, useSearch } from '../../../location.ts';
import { useEnvironments } from '../../../parts/environments.ts';
import { BreadcrumbBar } from '../../../ui/bar.tsx';
import { ChoiceFilter } from '../../../ui/choice-filter.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { ErrorPanel } from '../../../ui/error-panel.tsx';
import { FloatingMenu } from '../../../ui/floating-menu.tsx';
import { ObjectTable } from '../../../ui/object-table.tsx';
import { sizes } from '../../../ui/theme.ts';
import { Waiting } from '../../../ui/waiting.tsx';
import { boardHref, planHref, useBoard } from '../promotion-data.ts';
import { historyColumns } from './history-columns.tsx';
import { HistoryMenuItems } from './history-menu.tsx';

const pageLength = 100;

/** Every promotion there was, newest first. */
export function HistoryScreen() {
  const search = useSearch();
  const model = search.get('model');
  const environment = search.get('environment');
  const environments = useEnvironments();
  const models = useBoard().data?.models;
  const { promotions, error, isPending, fetchMore } = useHistory(model, environment);
  const [menu, setMenu] = useState<{ promotion: Promotion; at: { x: number; y: number } } | null>(null);
  const columns = useMemo(() => historyColumns(environments), [environments]);
  const isFiltered = model !== null || environment !== null;
  return (
    <>
      <BreadcrumbBar crumbs={[{ label: 'Promote', href: boardHref }, { label: 'History' }]}>
        <ChoiceFilter
          label="Model"
          single
          choices={(models ?? []).map(({ name }) => ({ value: name, label: name }))}
          value={model === null ? [] : [model]}
          onChange={([chosen]) => changeSearch({ model: chosen ?? null })}
        />
        <ChoiceFilter
          label="Environment"
          single
          choices={environments.map(({ name }) => ({ value: name, label: name }))}
          value={environment === null ? [] : [environment]}
          onChange={([chosen]) => changeSearch({ environment: chosen ?? null })}
        />
        <Button
          leftSection={<IconGridDots size={sizes.iconSmall} aria-hidden />}
          onClick={() => navigate(boardHref)}
        >
          Board
        </Button>
      </BreadcrumbBar>
      {error ? (
        <ErrorPanel trouble={troubleOf(error, 'The promotions could not be listed')} />
      ) : isPending ? (
        <Waiting lines={10} label="Loading the history" />
      ) : promotions.length === 0 ? (
        <EmptyState
          action={
            isFiltered ? (
              <Button onClick={() => changeSearch({ model: null, environment: null })}>
                Show all promotions
              </Button>
            ) : (
              <Button onClick={() => navigate(boardHref)}>Go to the board</Button>
            )
          }
        >
          {isFiltered ? 'Nothing was promoted like that.' : 'Nothing was promoted yet.'}
        </EmptyState>
      ) : (
        <ObjectTable
          label="Promotions"
          columns={columns}
          rows={promotions}
          keyOf={promotion => String(promotion.id)}
          hueOf={promotion => environments.find(({ name }) => name === promotion.environment)?.colour}
          onOpen={promotion => navigate(planHref(promotion.id))}
          onMenu={(promotion, at) => setMenu({ promotion, at })}
          onEnd={fetchMore}
        />
      )}
      <FloatingMenu at={menu?.at ?? null} onClose={() => setMenu(null)}>
        {menu && <HistoryMenuItems promotion={menu.promotion} />}
      </FloatingMenu>
    </>
  );
}

function useHistory(model: string | null, environment: string | null) {
  const { data, error, isPending, hasNextPage, isFetchingNextPage, fetchNextPage } = useInfiniteQuery(
    api.promotions.list.infiniteOptions({
      input: (after: string | undefined) => ({
        limit: pageLength,
        after,
        ...(model === null ? {} : { model }),
        ...(environment === null ? {} : { environment }),
      }),
      initialPageParam: undefined,
      getNextPageParam: page => page.next ?? undefined,
    }),
  );
  const promotions = useMemo(() => data?.pages.flatMap(page => page.promotions) ?? [], [data]);
  const fetchMore = () => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
  };
  return { promotions, error, isPending, fetchMore };
}
