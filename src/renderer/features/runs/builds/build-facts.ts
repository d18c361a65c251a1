import type { BuildModel } from '../../../../shared/contract/builds.ts';

export const buildsHref = '/runs/builds';
export const buildHref = (id: number) => `${buildsHref}/${id}`;

/** `v3`, with the tag where it has a name of its own. */
export function modelVersionText({
  draft,
  version,
  tag,
}: Pick<BuildModel, 'draft' | 'version' | 'tag'>): string {
  if (draft) return 'draft';
  if (version === null) return '';
  return tag === null || tag === 'latest' || tag === `v${version}` ? `v${version}` : `v${version} (${tag})`;
}
