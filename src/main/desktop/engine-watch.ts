import { setTimeout as wait } from 'node:timers/promises';
import type { Client } from '../../shared/contract/index.ts';
import type { WakePlan } from '../../shared/contract/fires.ts';
import type { ChangeBatch, EventTopic } from '../../shared/contract/workspace.ts';
import { createRunNews, type NewsRun } from '../../shared/domain/run-news.ts';
import { type DesktopRules, noDesktopRules, readDesktopRules } from './desktop-rules.ts';
import type { EngineLine } from './engine-host.ts';

/** What the tray shows of the engine. */
export interface EngineStatus {
  paused: boolean;
  /** The next fire of all; `due_at` is an ISO time. */
  next: { job: string; due_at: string } | null;
  activeRuns: number;
}

export interface WatchOptions {
  connect: () => Promise<EngineLine>;
  /** Null while no engine can be reached. */
  onStatus: (status: EngineStatus | null) => void;
  /** Runs that failed since they were last told, newest first. */
  onFailures: (runs: readonly NewsRun[], rules: DesktopRules) => void;
  /** What the last absence did, whenever that may have changed. */
  onWakePlan: (plan: WakePlan, rules: DesktopRules) => void;
}

export type EngineWatch = ReturnType<typeof watchEngine>;

/** Changes are answered together when none has come for so long … */
const quietMs = 400;
/** … or when the first of them has waited for so long. */
const patienceMs = 3_000;
/** How long to wait before the engine is tried again. */
const againMs = 2_000;

/** Follows the engine until it is stopped, across restarts of it. */
export function watchEngine({ connect, onStatus, onFailures, onWakePlan }: WatchOptions) {
  const stopping = new AbortController();
  let line: EngineLine | undefined;

  function connected(): Client {
    if (!line) throw new Error('The engine cannot be reached');
    return line.client;
  }

  /** What rules show on this desktop, and need not be told besides. */
  const rules = async (): Promise<DesktopRules> =>
    line?.showsMessages ? await readDesktopRules(line.client) : noDesktopRules;

  const news = createRunNews({
    run: id =>
      connected()
        .runs.get({ run: id })
        .catch(() => undefined),
    page: input => connected().runs.list(input),
    wordOf: state => state,
    announce: () => undefined,
    failed: runs => void rules().then(known => onFailures(runs, known)),
  });

  async function tellStatus(): Promise<void> {
    const [{ paused, next }, { active_runs: activeRuns }] = await Promise.all([
      connected().fires.status({}),
      connected().workspace.info({}),
    ]);
    onStatus({ paused: paused !== null, next, activeRuns });
  }

  async function tellWakePlan(): Promise<void> {
    const { plan } = await connected().fires.wakePlan({});
    if (plan) onWakePlan(plan, await rules());
  }

  /** Gathers changes, and tells what came of them. */
  const gathered = gather(async changes => {
    const topics = new Set<EventTopic>(changes.map(({ topic }) => topic));
    const runs = changes.filter(({ topic }) => topic === 'run').flatMap(({ id }) => id ?? []);
    await Promise.all([
      tellStatus(),
      ...(runs.length > 0 ? [news.changed(runs)] : []),
      ...(topics.has('fire') ? [tellWakePlan()] : []),
    ]);
  });

  async function follow(client: Client, known: Position | undefined): Promise<Position | undefined> {
    let position = known;
    try {
      const batches = await client.events.subscribe(known ?? {}, { signal: stopping.signal });
      for await (const { epoch, seq, reset, changes } of batches) {
        const isFirst = position === undefined;
        const lost = reset || position?.epoch !== epoch;
        position = { epoch, seq };
        if (!lost) gathered.add(changes);
        else await Promise.all([isFirst ? news.start() : news.missed(), tellStatus(), tellWakePlan()]);
      }
    } catch {
      // Whatever it was, following starts anew from the last known change.
    }
    return position;
  }

  async function keepFollowing(): Promise<void> {
    let position: Position | undefined;
    while (!stopping.signal.aborted) {
      const opened = await connect().catch(() => undefined);
      if (opened) {
        line = opened;
        position = await follow(opened.client, position);
        line = undefined;
        await opened.close();
      }
      if (!stopping.signal.aborted) onStatus(null);
      await pause(againMs, stopping.signal);
    }
  }

  const following = keepFollowing();
  return {
    /** Calls the engine. Rejects while it cannot be reached. */
    call: async <T>(act: (client: Client) => Promise<T>): Promise<T> => await act(connected()),
    /** Resolves when nothing is followed any more. */
    async stop(): Promise<void> {
      stopping.abort();
      gathered.stop();
      await following;
    },
  };
}

type Position = Pick<ChangeBatch, 'epoch' | 'seq'>;
type Changes = ChangeBatch['changes'];

/** Collects changes and answers them together: an engine that catches up tells hundreds within a moment. */
function gather(answer: (changes: Changes) => Promise<void>) {
  let changes: Changes = [];
  let since = 0;
  let timer: NodeJS.Timeout | undefined;
  const flush = () => {
    const all = changes;
    changes = [];
    // An engine that is gone by now is noticed by whoever follows it.
    answer(all).catch(() => undefined);
  };
  return {
    add(more: Changes): void {
      if (more.length === 0) return;
      if (changes.length === 0) since = performance.now();
      changes.push(...more);
      clearTimeout(timer);
      const left = patienceMs - (performance.now() - since);
      timer = setTimeout(flush, Math.max(0, Math.min(quietMs, left)));
    },
    stop: () => clearTimeout(timer),
  };
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  // Rejects when it is aborted: then there is nothing more to wait for.
  await wait(ms, undefined, { signal }).catch(() => {});
}
