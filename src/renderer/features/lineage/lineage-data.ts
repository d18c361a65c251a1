import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { EventTopic } from '../../../shared/contract/workspace.ts';
import { api } from '../../api.ts';
import { keepFresh } from '../../parts/keep-fresh.ts';

const topics: readonly EventTopic[] = ['environment', 'model', 'job', 'run', 'promotion', 'connection'];

/** The lineage of an environment; while another selector is being answered, that of the one before. */
export function useLineage(environment: string | undefined, select: string, drafts: boolean) {
  useEffect(() => keepFresh({ queryKey: api.lineage.key({ type: 'query' }), exact: false }, topics), []);
  return useQuery({
    ...api.lineage.graph.queryOptions({
      input: { environment: environment ?? '', select, drafts },
      enabled: environment !== undefined,
    }),
    placeholderData: keepPreviousData,
    meta: { kept: true },
  });
}

/** The columns of a model, as its text tells them. */
export function useColumns(model: number, environment: string, drafts: boolean) {
  return useQuery({
    ...api.lineage.columns.queryOptions({ input: { model: String(model), environment, drafts } }),
    meta: { kept: true },
  });
}

/** Where a column of a model comes from and where it goes, all the way; nothing is asked without a column. */
export function useColumnTrace(
  of: { model: number; column: string } | undefined,
  environment: string,
  drafts: boolean,
) {
  return useQuery({
    ...api.lineage.column.queryOptions({
      input: { model: String(of?.model ?? 0), column: of?.column ?? '-', environment, drafts },
      enabled: of !== undefined,
    }),
    meta: { kept: true },
  });
}
