import { IconListDetails } from '@tabler/icons-react';
import type { RunSummary } from '../../../shared/contract/runs.ts';
import { client } from '../../api.ts';
import { callFailure } from '../../call-error.ts';
import { runStateLooks } from '../../parts/run-state.tsx';
import { scopedState } from '../../ui/ui-state.ts';
import type { ObjectsQuery, PaletteObject } from '../feature.ts';

export const runHref = (id: number, tab?: RunTab) =>
  tab === undefined || tab === 'steps' ? `/runs/${id}` : `/runs/${id}?tab=${tab}`;

export const runTabs = ['steps', 'checks', 'log', 'sql'] as const;
export type RunTab = (typeof runTabs)[number];

const listRemembered = 'runs.list';

/** Remembers how the list was filtered, for the way back to it. */
export function rememberList(search: string): void {
  if (scopedState.get<string>(listRemembered, '') !== search) scopedState.set(listRemembered, search);
}

/** The list as it was last looked at. */
export function runsHref(): string {
  const search = scopedState.get<string>(listRemembered, '');
  return search === '' ? '/runs' : `/runs?${search}`;
}

const listedInPalette = 12;

/** The newest runs for the palette, and the one whose number was typed: `1842` or `#1842`. */
export function runObjects(typed: string): ObjectsQuery {
  const number = /^\s*(?:run\s*)?#?\s*(\d{1,15})\s*$/i.exec(typed)?.[1];
  return {
    queryKey: [['runs', 'list'], { palette: number ?? null }],
    queryFn: async () => {
      const { runs } = await client.runs.list({ limit: listedInPalette });
      const id = number === undefined ? undefined : Number(number);
      if (id === undefined || runs.some(run => run.id === id)) return runs.map(runObject);
      const run = await client.runs.get({ run: id }).catch(error => {
        if (callFailure(error).code === 'not_found') return undefined;
        throw error;
      });
      return [...(run ? [run] : []), ...runs].map(runObject);
    },
  };
}

function runObject(run: RunSummary): PaletteObject {
  return {
    key: `run:${run.id}`,
    title: `Run #${run.id} ${run.job}`,
    kind: 'Run',
    detail: runStateLooks[run.state].word,
    href: runHref(run.id),
    icon: IconListDetails,
  };
}
