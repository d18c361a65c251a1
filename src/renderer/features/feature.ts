import type { QueryKey } from '@tanstack/react-query';
import type { ComponentType } from 'react';

type Icon = ComponentType<{ size?: number | string; stroke?: number; 'aria-hidden'?: boolean }>;

/** Something the palette can open by name. */
export interface PaletteObject {
  /** Unique among all features: `model:12`. */
  key: string;
  /** What it is found by. */
  title: string;
  /** What it is: "Model", "Run". */
  kind: string;
  /** Beside the title. */
  detail?: string;
  href: string;
  icon?: Icon;
}

/** Fetches what the palette lists; its key must begin like that of the calls it makes, so that events reach it. */
export interface ObjectsQuery {
  queryKey: QueryKey;
  queryFn: () => Promise<PaletteObject[]>;
}

/** A part of the application: its place in the rail, its screens and what the palette offers of it. */
export interface Feature {
  /** First part of its addresses: `models` has `/models` and all below it. */
  id: string;
  /** Its name in the rail. */
  title: string;
  icon: Icon;
  /** Letter after `g` that leads to it. */
  goKey: string;
  /** What is shown for its addresses; has its own routes, written in full. Made with `preloadable`. */
  Screen: ComponentType & { preload?: () => void };
  /** The list at the side; a feature without one has the whole width. */
  Side?: ComponentType;
  /** Objects the palette opens, given what has been typed so far. The palette filters them by title. */
  objects?: (typed: string) => ObjectsQuery;
  /** Shows nothing and is there as long as the application: offers commands (`useCommands`), watches, saves. */
  Background?: ComponentType;
}
