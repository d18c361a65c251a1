import { IconArrowsExchange, IconArrowUpRight } from '@tabler/icons-react';
import { queryOptions, useQuery } from '@tanstack/react-query';
import type { Board, Promotion } from '../../../shared/contract/promotion.ts';
import { api, client, queryClient } from '../../api.ts';
import type { EventTopic } from '../../../shared/contract/workspace.ts';
import { changeSearch, currentAddress, navigate } from '../../location.ts';
import { keepFresh } from '../../parts/keep-fresh.ts';
import type { ObjectsQuery, PaletteObject } from '../feature.ts';
import { changeSentence, isOpen } from './promotion-words.ts';

export const boardHref = '/promote';
export const historyHref = '/promote/history';
export const planHref = (id: number) => `/promote/${id}`;

/** The board with the choice of a tag open; `job` where several jobs build the model there. */
export function chooseHref(choice: { model: string; environment: string; job?: string | undefined }): string {
  const search = new URLSearchParams({ model: choice.model, environment: choice.environment });
  if (choice.job !== undefined) search.set('job', choice.job);
  return `${boardHref}?${search.toString()}`;
}

/** Opens the choice of a tag for a cell, over the board as it is being looked at. */
export function openChooser(choice: { model: string; environment: string; job: string }): void {
  if (currentAddress().split('?')[0] === boardHref) changeSearch(choice, { push: true });
  else navigate(chooseHref(choice));
}

export function historyOf(filter: { model?: string; environment?: string }): string {
  const search = new URLSearchParams(filter).toString();
  return search === '' ? historyHref : `${historyHref}?${search}`;
}

/** Where a job is written that builds a model in an environment. */
export function newJobHref(model: { id: number }, environment: string): string {
  return `/jobs/new?${new URLSearchParams({ model: String(model.id), environment }).toString()}`;
}

const boardQuery = queryOptions({
  ...api.promotions.board.queryOptions(),
  // While jobs run there are many changes a second and the board can be large: `keepBoardFresh` paces the fetching.
  meta: { kept: true },
});

export function useBoard() {
  return useQuery(boardQuery);
}

const boardTopics: readonly EventTopic[] = ['environment', 'model', 'job', 'run', 'promotion', 'workspace'];

/** Fetches the board again when something in it may have changed. */
export function keepBoardFresh(): () => void {
  return keepFresh({ queryKey: boardQuery.queryKey, exact: true }, boardTopics);
}

/** Promotions of a model in an environment, newest first: enough to find what followed or preceded one. */
export function useRelatedPromotions(of: { model: string; environment: string } | undefined) {
  return useQuery(
    api.promotions.list.queryOptions({
      input: { model: of?.model ?? '', environment: of?.environment ?? '', limit: 100 },
      enabled: of !== undefined,
    }),
  );
}

/**
 * Promotions that somebody has to decide about, and, once "promote" is being typed, every model with every environment
 * it could be promoted to.
 */
export function promotionObjects(typed: string): ObjectsQuery {
  const wantsTargets = /^\s*prom(o(t(e)?)?)?(\s|$)/i.test(typed);
  return {
    queryKey: [...api.promotions.list.key({ type: 'query' }), 'palette', wantsTargets],
    queryFn: async () => {
      const { promotions } = await client.promotions.list({ limit: 100 });
      const waiting = promotions.filter(({ state }) => wantsTargets || isOpen(state)).map(promotionObject);
      if (!wantsTargets) return waiting;
      return [...targetObjects(await queryClient.fetchQuery(boardQuery)), ...waiting];
    },
  };
}

function promotionObject(promotion: Promotion): PaletteObject {
  return {
    key: `promotion:${promotion.id}`,
    title: `Promotion #${promotion.id}`,
    kind: 'Promotion',
    detail: changeSentence(promotion),
    href: planHref(promotion.id),
    icon: IconArrowsExchange,
  };
}

function targetObjects({ models }: Board): PaletteObject[] {
  return models.flatMap(({ name, cells }) =>
    cells.map(({ environment, job, job_id }) => {
      const several = cells.filter(cell => cell.environment === environment).length > 1;
      return {
        key: `promote:${job_id}`,
        title: `Promote ${name} to ${environment}…`,
        kind: 'Promote',
        ...(several ? { detail: job } : {}),
        href: chooseHref({ model: name, environment, job: several ? job : undefined }),
        icon: IconArrowUpRight,
      };
    }),
  );
}
