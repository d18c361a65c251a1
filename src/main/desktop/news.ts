import type { WakePlan } from '../../shared/contract/fires.ts';
import type { NotificationMessage } from '../../shared/contract/notifications.ts';
import { failuresTitle, failureTitle, type NewsRun, toldOneByOne } from '../../shared/domain/run-news.ts';
import { wakeWords } from '../../shared/domain/wake-words.ts';

/** What a notification opens. */
export type NewsTarget =
  | { type: 'open_run'; run: number }
  | { type: 'open_runs' }
  | { type: 'open_wake_plan' }
  | { type: 'open_deliveries' };

/** News for a notification of the system: they are short, and may be read by others on a locked screen. */
export interface News {
  title: string;
  body: string;
  target: NewsTarget;
}

const longestTitle = 120;
const longestBody = 200;
const namedJobs = 3;

/** Failed runs, those of many together. */
export function failureNews(runs: readonly NewsRun[]): News[] {
  if (runs.length > toldOneByOne) {
    return [{ title: failuresTitle(runs), body: 'Click to see the runs.', target: { type: 'open_runs' } }];
  }
  return runs.map(run => ({
    title: failureTitle(run),
    body: shorten(run.failure ?? '', longestBody),
    target: { type: 'open_run', run: run.id },
  }));
}

/** `5 fires missed: runs 2, coalesces 3`; null where nothing was. */
export function wakeNews(plan: WakePlan): News | null {
  if (plan.fires === 0) return null;
  const jobs = plan.jobs.map(({ job }) => job);
  const more = jobs.length - namedJobs;
  const named = `${jobs.slice(0, namedJobs).join(', ')}${more > 0 ? ` and ${format(more)} more` : ''}`;
  return {
    title: wakeWords(plan),
    body: `${reasons[plan.away]}: ${named}`,
    target: { type: 'open_wake_plan' },
  };
}

/** A message of a desktop channel. What it is about in a few words is the title, the rest the body. */
export function messageNews({ message, lines, kind, run }: NotificationMessage): News {
  const colon = lines.length > 1 ? -1 : message.indexOf(': ');
  const [title, body] =
    colon < 0
      ? [message, lines.length > 1 ? lines.join('\n') : '']
      : [message.slice(0, colon), message.slice(colon + 2)];
  return {
    title: shorten(title, longestTitle),
    body: shorten(body, longestBody),
    target: targetOf(kind, run),
  };
}

function targetOf(kind: NotificationMessage['kind'], run: number | null): NewsTarget {
  if (run !== null) return { type: 'open_run', run };
  return { type: kind === 'missed' || kind === 'woke' ? 'open_wake_plan' : 'open_deliveries' };
}

const reasons: Record<WakePlan['away'], string> = {
  asleep: 'The machine slept',
  not_running: 'Slipway was not running',
  blocked: 'Nothing could be written',
};

function format(count: number): string {
  return count.toLocaleString('en-US');
}

function shorten(text: string, longest: number): string {
  return text.length > longest ? `${text.slice(0, longest - 1)}…` : text;
}
