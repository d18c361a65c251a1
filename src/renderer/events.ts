import type { Query, QueryClient } from '@tanstack/react-query';
import type { Client } from '../shared/contract/index.ts';
import type { ChangeBatch, EventTopic } from '../shared/contract/workspace.ts';
import type { Connection } from './connection.ts';

/** Parts of the API whose answers a change of a topic may alter. */
const sections: Record<EventTopic, readonly string[]> = {
  workspace: ['workspace', 'fires', 'definitions', 'audit', 'sample'],
  connection: ['connections', 'environments', 'secrets', 'catalog'],
  compute_profile: ['computeProfiles', 'environments', 'audit'],
  environment: [
    'environments',
    'connections',
    'computeProfiles',
    'jobs',
    'promotions',
    'runs',
    'sql',
    'catalog',
    'lineage',
  ],
  model: ['models', 'jobs', 'promotions', 'lineage', 'audit'],
  job: ['jobs', 'models', 'promotions', 'fires', 'lineage', 'audit', 'catalog'],
  run: ['runs', 'jobs', 'promotions', 'workspace', 'fires', 'lineage'],
  backfill: ['backfills', 'jobs'],
  build: ['builds', 'audit'],
  promotion: ['promotions', 'jobs', 'audit'],
  fire: ['fires', 'jobs'],
  notification: ['channels', 'rules', 'secrets', 'definitions', 'audit'],
  delivery: ['deliveries'],
  catalog: ['catalog', 'sql'],
  secret: ['secrets', 'vault', 'connections', 'audit'],
  query: ['queries'],
};

/** Changes that come within this time are answered with one round of fetching. */
const gatherMs = 80;

export type ChangeListener = (change: { topic: EventTopic; id: number | null }) => void;
const listeners = new Set<ChangeListener>();

/** Calls `listener` for every change the engine reports, after the queries were told. */
export function onChange(listener: ChangeListener): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

const missedListeners = new Set<() => void>();

/** Calls `listener` when changes were missed, as after a restart of the engine: anything may be different then. */
export function onMissed(listener: () => void): () => void {
  missedListeners.add(listener);
  return () => missedListeners.delete(listener);
}

/** Follows the engine's changes for good and makes what they touch be fetched again. */
export async function followChanges(
  client: Client,
  connection: Connection,
  queries: QueryClient,
): Promise<never> {
  let known: { epoch: string; seq: number } | undefined;
  for (;;) {
    await connection.opened();
    try {
      for await (const batch of await client.events.subscribe(known ?? {})) {
        const lost = batch.reset || (known !== undefined && known.epoch !== batch.epoch);
        known = { epoch: batch.epoch, seq: batch.seq };
        if (lost) {
          void queries.invalidateQueries();
          for (const listener of missedListeners) listener();
        } else {
          gather(batch, queries);
        }
      }
    } catch {
      // Whatever it was, following starts anew from the last known change.
    }
    await new Promise(resolve => setTimeout(resolve, 200));
  }
}

let gathered = new Map<string, ChangeBatch['changes'][number]>();

function gather(batch: ChangeBatch, queries: QueryClient): void {
  if (batch.changes.length === 0) return;
  if (gathered.size === 0) setTimeout(() => tell(queries), gatherMs);
  for (const change of batch.changes) gathered.set(`${change.topic}:${change.id}`, change);
}

function tell(queries: QueryClient): void {
  const changes = [...gathered.values()];
  gathered = new Map();
  void queries.invalidateQueries({
    predicate: query => changes.some(change => isTouched(query, change) && !isKept(query, change)),
  });
  for (const change of changes) {
    for (const listener of listeners) listener(change);
  }
}

/** Long lists may be kept up to date by whoever fetches them (`meta: { kept: true }`), an object at a time. */
function isKept(query: Query, change: { id: number | null }): boolean {
  return query.meta?.kept === true && change.id !== null;
}

/** A query about one object is not touched by a change of another one of its kind. */
export function isTouched(
  query: Pick<Query, 'queryKey'>,
  change: { topic: EventTopic; id: number | null },
): boolean {
  const [path, options] = query.queryKey as [
    path?: readonly string[],
    options?: { input?: Record<string, unknown> },
  ];
  const section = path?.[0];
  if (section === undefined || !sections[change.topic].includes(section)) return false;
  const about = options?.input?.[change.topic];
  const aboutId =
    typeof about === 'number' || (typeof about === 'string' && /^\d+$/.test(about)) ? Number(about) : null;
  return change.id === null || aboutId === null || aboutId === change.id;
}
