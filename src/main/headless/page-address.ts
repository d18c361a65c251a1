/** What the page's addresses begin with, one for each of its areas. */
export const pageAreas = [
  'models',
  'catalog',
  'lineage',
  'jobs',
  'runs',
  'schedule',
  'promote',
  'environments',
  'notifications',
  'secrets',
] as const;

/**
 * Where `/models/3?compare=2` is in the page, whose addresses stand behind a `#` that people leave out when they type or
 * shorten one: `/#/models/3?compare=2`. Undefined for a path that begins with none of the page's areas. A token, which
 * has no place in an address, is left out.
 */
export function addressInPage(requestUrl: string): string | undefined {
  const [, path = '', area = '', rest = '', search = ''] =
    /^(\/([a-z]+)((?:\/[^?#]*)?))(?:\?([^#]*))?$/.exec(requestUrl) ?? [];
  if (!pageAreas.some(known => known === area) || rest.split('/').includes('..')) return undefined;
  const kept = search.split('&').filter(part => part !== '' && !part.startsWith('token='));
  return `/#${path}${kept.length === 0 ? '' : `?${kept.join('&')}`}`;
}
