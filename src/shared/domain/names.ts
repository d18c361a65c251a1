/** Models, jobs, environments, connections: a letter first, so that a name is never mistaken for an id. */
export const namePattern = /^[A-Za-z][A-Za-z0-9_-]{0,99}$/;
export const nameRule = 'a letter, then letters, digits, "_" or "-"; at most 100 characters';

/** Tags may carry dots (`v1.2`); they too start with a letter, so that `3` always means version 3. */
export const tagPattern = /^[A-Za-z][A-Za-z0-9._-]{0,99}$/;
export const tagRule = 'a letter, then letters, digits, ".", "_" or "-"; at most 100 characters';
/** Words that already mean something where a tag is expected. */
export const reservedTags = ['draft', 'latest'] as const;

/**
 * Why a tag cannot name a version: undefined where it can. `v3` reads as version 3, so that is all it may name; `version`
 * is null where it is not known yet.
 */
export function tagProblem(tag: string, version: number | null): string | undefined {
  if (!tagPattern.test(tag)) return `A tag is ${tagRule}`;
  if (reservedTags.some(word => word === tag.toLowerCase())) {
    return `"${tag}" has a meaning of its own; choose another name`;
  }
  const number = /^v(\d+)$/i.exec(tag)?.[1];
  return number === undefined || version === null || Number(number) === version
    ? undefined
    : `"${tag}" reads as version ${Number(number)}, and this is version ${version}`;
}

/** An id is a whole number; anything else in a reference is a name. */
export function parseRef(ref: string): { id: number } | { name: string } {
  return /^[1-9][0-9]{0,14}$/.test(ref) ? { id: Number(ref) } : { name: ref };
}

/** The closest of `candidates` to a mistyped `name`, where one is close enough to be worth suggesting. */
export function closest(name: string, candidates: Iterable<string>): string | undefined {
  const wanted = name.toLowerCase();
  let best: string | undefined;
  let bestDistance = Math.max(2, Math.floor(wanted.length / 3)) + 1;
  for (const candidate of candidates) {
    const distance = editDistance(wanted, candidate.toLowerCase(), bestDistance);
    if (distance < bestDistance) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best;
}

/** Levenshtein distance, given up once it reaches `limit`. */
function editDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) >= limit) return limit;
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    for (let column = 1; column <= b.length; column++) {
      const substitution = (previous[column - 1] ?? 0) + (a[row - 1] === b[column - 1] ? 0 : 1);
      current.push(Math.min(substitution, (previous[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1));
    }
    if (Math.min(...current) >= limit) return limit;
    previous = current;
  }
  return previous[b.length] ?? limit;
}
