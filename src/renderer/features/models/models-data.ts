import { useQuery } from '@tanstack/react-query';
import type { ModelSummary } from '../../../shared/contract/models.ts';
import { api, client } from '../../api.ts';

const none: readonly ModelSummary[] = [];

/** All models by name, fetched page by page. */
export function useAllModels() {
  const query = useQuery({
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
  });
  return { ...query, models: query.data ?? none };
}

export function useModel(id: number) {
  return useQuery(api.models.get.queryOptions({ input: { model: String(id) } }));
}

export const modelHref = (id: number) => `/models/${id}`;

/** `Modified since v4`, `Same as v4`, `Never published`: how a draft stands to the versions. */
export function draftStanding(modified: boolean, basedOn: number | null): string {
  if (basedOn === null) return 'Never published';
  return modified ? `Modified since v${basedOn}` : `Same as v${basedOn}`;
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
