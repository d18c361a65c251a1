import { useQueries } from '@tanstack/react-query';
import type { ComponentType } from 'react';
import { currentCommands } from '../commands.ts';
import type { PaletteObject } from '../features/feature.ts';
import { features } from '../features/index.ts';
import { navigate } from '../location.ts';
import { rank } from '../ui/fuzzy.ts';
import { scopedState } from '../ui/ui-state.ts';

export interface PaletteEntry {
  key: string;
  title: string;
  kind: string;
  detail?: string | undefined;
  shortcut?: string | undefined;
  disabled?: string | undefined;
  icon?: ComponentType<{ size?: number | string; 'aria-hidden'?: boolean }> | undefined;
  /** Where in the title letters matched. */
  at: readonly number[];
  run: () => void;
}

const shownAtMost = 60;
const remembered = 'palette.recent';

/** What the palette lists for a query: objects and commands, best first; without a query what was used last comes first. */
export function usePaletteEntries(query: string): PaletteEntry[] {
  const objects = useQueries({
    queries: features.flatMap(feature => feature.objects?.(query) ?? []),
    combine: results => results.flatMap(result => result.data ?? []),
  });
  const recent = scopedState.get<string[]>(remembered, []);
  const all = [...objects.map(objectEntry), ...commandEntries()];
  const ranked = rank(query, all, entry => entry.text).map(({ item, match }) => ({
    item,
    score: match.score + (recent.includes(item.key) ? 3 - recent.indexOf(item.key) / 10 : 0),
    at: match.at.filter(index => index < item.title.length),
  }));
  const byUse =
    query.trim() === '' ? (key: string) => (recent.includes(key) ? recent.indexOf(key) : 99) : () => 0;
  return ranked
    .sort((a, b) => byUse(a.item.key) - byUse(b.item.key) || b.score - a.score)
    .slice(0, shownAtMost)
    .map(({ item, at }) => ({
      ...item,
      at,
      run: () => {
        remember(item.key);
        item.run();
      },
    }));
}

type Candidate = Omit<PaletteEntry, 'at'> & { text: string };

function objectEntry(object: PaletteObject): Candidate {
  const { key, title, kind, detail, icon, href } = object;
  return { key, title, kind, detail, icon, text: `${title} ${kind}`, run: () => navigate(href) };
}

function commandEntries(): Candidate[] {
  return currentCommands()
    .filter(command => command.id !== 'palette.open')
    .map(({ id, title, group, shortcut, disabled, icon, words = '', run }) => ({
      key: `command:${id}`,
      title,
      kind: group,
      shortcut,
      disabled,
      icon,
      text: `${title} ${group} ${words}`,
      run,
    }));
}

function remember(key: string): void {
  const before = scopedState.get<string[]>(remembered, []).filter(known => known !== key);
  scopedState.set(remembered, [key, ...before].slice(0, 12));
}
