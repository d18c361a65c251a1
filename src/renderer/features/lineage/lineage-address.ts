/** What of a lineage is looked at: all of it is in the address, so that it is there again after a restart. */
export interface LineageAddress {
  /** Name or id; null for the environment that previews run in. */
  environment: string | null;
  select: string;
  colours: Colours;
  detail: 'models' | 'all';
  view: 'graph' | 'table';
  drafts: boolean;
  /** Key of the node whose details are open. */
  at: string | null;
  /** A column of the model whose details are open: its way is shown. */
  column: string | null;
}

export const colourings = ['state', 'freshness', 'environment'] as const;
export type Colours = (typeof colourings)[number];

export function readAddress(search: URLSearchParams): LineageAddress {
  const colours = search.get('colours');
  return {
    environment: search.get('env'),
    select: search.get('select') ?? '',
    colours: colourings.find(known => known === colours) ?? 'state',
    detail: search.get('detail') === 'all' ? 'all' : 'models',
    view: search.get('view') === 'table' ? 'table' : 'graph',
    drafts: search.get('drafts') === '1',
    at: search.get('at'),
    column: search.get('column'),
  };
}

/** What an address has to say for a change; nulls are left out of it. */
export function addressSearch(changes: Partial<LineageAddress>): Record<string, string | null> {
  const { environment, select, colours, detail, view, drafts, at, column } = changes;
  return {
    ...(environment !== undefined && { env: environment }),
    ...(select !== undefined && { select }),
    ...(colours !== undefined && { colours: colours === 'state' ? null : colours }),
    ...(detail !== undefined && { detail: detail === 'models' ? null : detail }),
    ...(view !== undefined && { view: view === 'graph' ? null : view }),
    ...(drafts !== undefined && { drafts: drafts ? '1' : null }),
    // Another node has other columns.
    ...(at !== undefined && { at, column: null }),
    ...(column !== undefined && { column }),
  };
}

/** The lineage of a model, one step to either side. */
export function lineageHref(model: string, environment?: string): string {
  const search = new URLSearchParams({ select: focusOn(model) });
  if (environment !== undefined) search.set('env', environment);
  return `/lineage?${search.toString()}`;
}

/** A selector for what is around a thing: `1+orders+1`. */
export function focusOn(name: string, hops = 1): string {
  return `${hops}+${name}+${hops}`;
}

/** The thing and the steps of such a selector; undefined for any other. */
export function focusOf(select: string): { name: string; hops: number } | undefined {
  const [, up, name, down] = /^(\d+)\+(\S+?)\+(\d+)$/.exec(select.trim()) ?? [];
  if (name === undefined || up !== down || /[,+]/.test(name.replaceAll(/"[^"]*"/g, ''))) return undefined;
  return { name, hops: Number(up) };
}
