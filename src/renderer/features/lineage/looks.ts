import {
  IconBolt,
  IconCircleCheck,
  IconCircleDashed,
  IconDatabase,
  IconDatabaseExport,
  IconHistory,
  IconPlanet,
  IconTable,
  IconVersions,
} from '@tabler/icons-react';
import type { ComponentType } from 'react';
import type { Environment } from '../../../shared/contract/environments.ts';
import type { Freshness } from '../../../shared/contract/lineage.ts';
import type { ViewNode } from '../../../shared/domain/lineage-view.ts';
import { runStateLooks } from '../../parts/run-state.tsx';
import type { Tone } from '../../ui/theme.ts';
import type { Colours } from './lineage-address.ts';
import { stateOf, type Told } from './words.ts';

type Icon = ComponentType<{ size?: number | string; className?: string; 'aria-hidden'?: boolean }>;

/** What a node's colour says, with an icon as well. */
export interface Look extends Told {
  icon: Icon;
}

export const kindIcons: Record<ViewNode['kind'], Icon> = {
  model: IconTable,
  source: IconDatabase,
  job: IconBolt,
  target: IconDatabaseExport,
};

export const freshnessLooks: Record<Freshness, Look & { tone: Tone; means: string }> = {
  fresh: { word: 'fresh', icon: IconCircleCheck, tone: 'success', means: 'Built after all it reads' },
  stale: {
    word: 'stale',
    icon: IconHistory,
    tone: 'warning',
    means: 'Something it reads was built since, directly or further up',
  },
  outdated: {
    word: 'outdated',
    icon: IconVersions,
    tone: 'special',
    means: 'What was built last is another version than runs now',
  },
  never_built: {
    word: 'never built',
    icon: IconCircleDashed,
    tone: 'waiting',
    means: 'No run completed yet',
  },
};

const neverRan: Look = { word: 'never ran', icon: IconCircleDashed, tone: 'waiting' };
const noJob: Look = { word: 'no job', icon: IconCircleDashed, tone: 'waiting' };
const elsewhere: Look = { word: 'elsewhere', icon: IconPlanet, tone: 'muted' };

/** What a node says by its colour. */
export function lookOf(
  node: ViewNode,
  colours: Colours,
  environment: Pick<Environment, 'name' | 'colour'>,
): Look {
  if (node.kind === 'source') {
    const [writer] = node.source.written_by;
    if (!writer) return elsewhere;
    const word = `from ${writer.environment}`;
    return colours === 'environment'
      ? { word, icon: IconPlanet, hue: writer.colour }
      : { ...elsewhere, word };
  }
  if (colours === 'environment') return { word: environment.name, icon: IconPlanet, hue: environment.colour };
  const builds = node.kind === 'model' ? node.model.builds : [node.build];
  if (builds.length === 0) return noJob;
  if (colours === 'freshness') {
    const freshness = node.kind === 'model' ? node.model.freshness : node.build.freshness;
    return freshnessLooks[freshness ?? 'never_built'];
  }
  const state = stateOf({ builds });
  return state === undefined ? neverRan : runStateLooks[state];
}
