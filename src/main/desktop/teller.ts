import type { WakePlan } from '../../shared/contract/fires.ts';
import type { NewsRun } from '../../shared/domain/run-news.ts';
import type { Memory } from './memory.ts';
import { failureNews, type NewsTarget, wakeNews } from './news.ts';
import { notify } from './notifications.ts';

export interface TellerOptions {
  /** Whether the person looks at the page, which tells the same itself. */
  isPageInFront: () => boolean;
  open: (target: NewsTarget) => void;
  memory: Memory;
}

/** Tells by notifications of the system what the page cannot tell, as nobody looks at it. */
export function createTeller({ isPageInFront, open, memory }: TellerOptions) {
  return {
    failures: (runs: readonly NewsRun[]): void => {
      if (isPageInFront()) return;
      for (const { title, body, target } of failureNews(runs)) {
        notify({ title, body, onClick: () => open(target) });
      }
    },
    /** Each plan is told once, by whoever had the chance. */
    wakePlan: (plan: WakePlan): void => {
      const news = wakeNews(plan);
      if (!news || memory.get().wokeAt === plan.woke_at) return;
      memory.set({ wokeAt: plan.woke_at });
      if (plan.dismissed || isPageInFront()) return;
      notify({ title: news.title, body: news.body, onClick: () => open(news.target) });
    },
  };
}
