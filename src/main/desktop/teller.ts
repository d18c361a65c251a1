import type { WakePlan } from '../../shared/contract/fires.ts';
import type { NotificationMessage } from '../../shared/contract/notifications.ts';
import type { NewsRun } from '../../shared/domain/run-news.ts';
import type { DesktopRules } from './desktop-rules.ts';
import type { Memory } from './memory.ts';
import { failureNews, messageNews, type NewsTarget, wakeNews } from './news.ts';
import { notify } from './notifications.ts';

export interface TellerOptions {
  /** Whether the person looks at the page, which tells the same itself. */
  isPageInFront: () => boolean;
  open: (target: NewsTarget) => void;
  memory: Memory;
}

/**
 * Tells by notifications of the system what the page cannot tell, as nobody looks at it, and what rules send to a desktop
 * channel, always. What a rule sends there is left to it.
 */
export function createTeller({ isPageInFront, open, memory }: TellerOptions) {
  return {
    failures: (runs: readonly NewsRun[], rules: DesktopRules): void => {
      if (isPageInFront()) return;
      const untold = runs.filter(run => !rules.tellFailureOf(run));
      for (const { title, body, target } of failureNews(untold)) {
        notify({ title, body, onClick: () => open(target) });
      }
    },
    /** Each plan is told once, by whoever had the chance. */
    wakePlan: (plan: WakePlan, rules: DesktopRules): void => {
      const news = wakeNews(plan);
      if (!news || memory.get().wokeAt === plan.woke_at) return;
      memory.set({ wokeAt: plan.woke_at });
      if (plan.dismissed || rules.tellAbsences || isPageInFront()) return;
      notify({ title: news.title, body: news.body, onClick: () => open(news.target) });
    },
    /** Shows a message of a desktop channel; throws where the system shows none, for the log of deliveries. */
    message: (message: NotificationMessage): void => {
      const { title, body, target } = messageNews(message);
      const isShown = notify({ title, body, onClick: () => open(target) });
      if (!isShown) throw new Error('this system shows no notifications');
    },
  };
}
