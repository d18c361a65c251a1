import type { JobVersion } from '../../../../shared/contract/jobs.ts';

export type ComparedWith = 'previous' | 'live';

/**
 * What a definition is compared with: the one published before it, or the live one. Undefined where there is none, or
 * where it would be compared with itself.
 */
export function comparedVersion<V extends Pick<JobVersion, 'number' | 'live'>>(
  versions: readonly V[],
  version: V,
  comparedWith: ComparedWith,
): V | undefined {
  if (comparedWith === 'live') return versions.find(({ live, number }) => live && number !== version.number);
  return versions
    .filter(({ number }) => number < version.number)
    .reduce<V | undefined>(
      (latest, each) => (latest && latest.number > each.number ? latest : each),
      undefined,
    );
}
