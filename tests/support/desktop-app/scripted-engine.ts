import { Bus } from '../../../src/main/engine/bus.ts';
import type { Client } from '../../../src/shared/contract/index.ts';
import type { Channel, Rule, RuleDefinition } from '../../../src/shared/contract/notifications.ts';
import type { ShowMessage } from '../../../src/main/desktop/engine-host.ts';
import type { WakePlan } from '../../../src/shared/contract/fires.ts';
import type { EventTopic } from '../../../src/shared/contract/workspace.ts';
import type { NewsRun } from '../../../src/shared/domain/run-news.ts';

type Status = Awaited<ReturnType<Client['fires']['status']>>;

/** Of the API what the shell itself calls, with answers that tests set; `note` writes down what it was asked to do. */
export function createScriptedEngine(note: (line: string) => void) {
  const bus = new Bus('scripted');
  const runs: NewsRun[] = [];
  const asked = new Set<number>();
  const scripted = {
    activeRuns: 0,
    next: null as Status['next'],
    paused: null as Status['paused'],
    wakePlan: null as WakePlan | null,
    /** What one rule sends to the channel "desktop"; null for no rule. */
    rule: null as Omit<RuleDefinition, 'name' | 'channels'> | null,
    /** Shows a message as the engine does for a desktop channel. */
    show: (() => undefined) as ShowMessage,
    changed(topic: EventTopic, id: number | null) {
      bus.publish([{ topic, id }]);
    },
    wasAskedFor: (run: number) => asked.has(run),
    /** Runs that just failed. */
    fail(...failed: Pick<NewsRun, 'id' | 'job' | 'failure'>[]) {
      const now = new Date().toISOString();
      const times = { created_at: now, ended_at: now } as NewsRun['times'];
      const common = { environment: 'prod', times, state: 'failed', draft: false } as const;
      for (const run of failed) runs.unshift({ ...run, ...common });
      for (const { id } of failed) scripted.changed('run', id);
    },
    client: {
      events: {
        subscribe: async (known: object, options?: { signal?: AbortSignal }) =>
          bus.subscribe(known, options?.signal),
      },
      fires: {
        status: async () => ({
          paused: scripted.paused,
          next: scripted.next,
          schedules: 1,
          waiting_retries: 0,
        }),
        wakePlan: async () => ({ plan: scripted.wakePlan }),
        pauseAll: async () => {
          note('paused all');
          scripted.paused = { at: new Date().toISOString() } as Status['paused'];
          scripted.changed('workspace', null);
        },
        resumeAll: async () => {
          note('resumed all');
          scripted.paused = null;
          scripted.changed('workspace', null);
        },
      },
      channels: {
        list: async () => ({ channels: [{ name: 'desktop', kind: 'desktop' } as Channel] }),
      },
      rules: {
        list: async () => {
          const definition = { name: 'rule', channels: ['desktop'], ...scripted.rule };
          return { rules: scripted.rule ? [{ definition } as Rule] : [] };
        },
      },
      runs: {
        get: async ({ run }: { run: number }) => {
          asked.add(run);
          return runs.find(each => each.id === run);
        },
        list: async ({ state, draft = false }: { state: NewsRun['state'][]; draft?: boolean }) => ({
          runs: runs.filter(each => state.includes(each.state) && each.draft === draft),
          next: null,
        }),
      },
      workspace: { info: async () => ({ active_runs: scripted.activeRuns }) },
    } as unknown as Client,
  };
  return scripted;
}

export type ScriptedEngine = ReturnType<typeof createScriptedEngine>;
