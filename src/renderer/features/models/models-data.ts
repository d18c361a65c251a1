import { IconTable } from '@tabler/icons-react';
import { queryOptions, useQuery } from '@tanstack/react-query';
import type { ModelSummary } from '../../../shared/contract/models.ts';
import { api, client, queryClient } from '../../api.ts';
import { callFailure } from '../../call-error.ts';
import type { PaletteObject } from '../feature.ts';

const none: readonly ModelSummary[] = [];

/** All models by name, fetched page by page. */
const allModels = queryOptions({
  queryKey: [...api.models.list.key({ type: 'query' }), 'all'],
  queryFn: async ({ signal }) => {
    const found: ModelSummary[] = [];
    let after: string | undefined;
    do {
      const page = await client.models.list({ limit: 1_000, after }, { signal });
      found.push(...page.models);
      after = page.next ?? undefined;
    } while (after !== undefined);
    return found;
  },
  meta: { kept: true },
});

/** Brings a model that changed up to date in the list: drafts are saved all the time, the list can be long. */
export async function keepModelInList(id: number): Promise<void> {
  const options = api.models.get.queryOptions({ input: { model: String(id) } });
  const model = await queryClient.fetchQuery(options).catch(error => {
    if (callFailure(error).code === 'not_found') return null;
    throw error;
  });
  queryClient.setQueryData(allModels.queryKey, before => {
    const others = before?.filter(other => other.id !== id);
    if (!others || !model) return others;
    return [...others, model].sort((a, b) => compareNames(a.name, b.name));
  });
}

const compareNames = (a: string, b: string) => (a.toLowerCase() < b.toLowerCase() ? -1 : 1);

export function refetchModels(): void {
  void queryClient.invalidateQueries({ queryKey: allModels.queryKey });
}

export function useAllModels() {
  const query = useQuery(allModels);
  return { ...query, models: query.data ?? none };
}

/** The models for the palette. */
export const modelObjects = {
  queryKey: [...allModels.queryKey, 'palette'],
  queryFn: async (): Promise<PaletteObject[]> => {
    const found = await queryClient.fetchQuery(allModels);
    return found.map(({ id, name, description }) => ({
      key: `model:${id}`,
      title: name,
      kind: 'Model',
      detail: description,
      href: modelHref(id),
      icon: IconTable,
    }));
  },
};

export function useModel(id: number) {
  return useQuery(api.models.get.queryOptions({ input: { model: String(id) } }));
}

export const modelHref = (id: number) => `/models/${id}`;

/** `Modified since v4`, `Same as v4`, `Never published`: how a draft stands to the versions. */
export function draftStanding(modified: boolean, basedOn: number | null): string {
  if (basedOn === null) return 'Never published';
  return modified ? `Modified since v${basedOn}` : `Same as v${basedOn}`;
}

/** `v2` for a tag that says its version itself, else `prod → v2`. */
export function tagText(tag: { name: string; version: number }): string {
  return tag.name === `v${tag.version}` ? tag.name : `${tag.name} → v${tag.version}`;
}

/** The models that have all words of the filter in name, description, owner, labels or tags; `#word` means a label. */
export function filterModels(models: readonly ModelSummary[], filter: string): readonly ModelSummary[] {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return models;
  return models.filter(model => {
    const labels = model.labels.map(label => label.toLowerCase());
    const text = [model.name, model.description, model.owner, ...labels, ...model.tags.map(tag => tag.name)]
      .join(' ')
      .toLowerCase();
    return words.every(word =>
      word.startsWith('#') ? labels.some(label => label.startsWith(word.slice(1))) : text.includes(word),
    );
  });
}
