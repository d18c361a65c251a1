import type { ComponentType } from 'react';
import type { Command } from '../commands.ts';

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

/** A part of the application: its place in the rail, its screens and what the palette offers of it. */
export interface Feature {
  /** First part of its addresses: `models` has `/models` and all below it. */
  id: string;
  /** Its name in the rail. */
  title: string;
  icon: Icon;
  /** Letter after `g` that leads to it. */
  goKey: string;
  /** What is shown for its addresses; has its own routes, relative to `/<id>`. */
  Screen: ComponentType;
  /** The list at the side; a feature without one has the whole width. */
  Side?: ComponentType;
  /** Commands that can be given wherever one is; a hook. */
  useCommands?: () => Command[];
  /** Objects the palette opens, given what has been typed so far; a hook. The palette filters by title. */
  useObjects?: (query: string) => PaletteObject[];
  /** Runs as long as the application does; a hook. */
  useBackground?: () => void;
}
