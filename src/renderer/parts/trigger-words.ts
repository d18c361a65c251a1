import type { CatchUp, Overlap, Trigger } from '../../shared/contract/triggers.ts';
import { cronWords } from '../../shared/domain/cron-words.ts';

/** What each policy does with starts while an earlier run is not over. */
export const overlapWords: Record<Overlap, string> = {
  queue_latest: 'one waits, a newer one takes its place',
  queue_all: 'all wait',
  skip: 'the new one is skipped',
  cancel_running: 'the earlier one is cancelled',
  allow: 'both run',
};

/** What each policy does with fires that were missed. */
export const catchUpWords: Record<CatchUp, string> = {
  latest: 'run the latest, coalesce others',
  all: 'run all, oldest first',
  skip: 'run none',
};

/** A trigger in words: `At 06:00, Europe/Berlin`, `after a and b completed`, `when daily goes live in prod`. */
export function triggerWords({ schedule, job, deployment }: Trigger): string {
  if (schedule) return `${cronWords(schedule.cron)}, ${schedule.time_zone ?? 'UTC'}`;
  if (job) {
    const link = job.when === 'any' ? ' or ' : ' and ';
    return `after ${job.after.join(link)} ${(job.states ?? ['completed']).join(' or ')}`;
  }
  return `when ${deployment?.model ?? 'any model'} goes live in ${deployment?.environment ?? ''}`;
}

/** What starts a job, in a sentence: `It starts by itself: at 06:00, Europe/Berlin.` */
export function startsText({ triggers = [] }: { triggers?: readonly Trigger[] | undefined }): string {
  if (triggers.length === 0) return 'It runs when somebody starts it.';
  const words = triggers.map(trigger => triggerWords(trigger));
  return `It starts by itself: ${words.map(text => text.charAt(0).toLowerCase() + text.slice(1)).join('; ')}.`;
}

/** What else was said of a trigger, each as a short sentence; what is at its default is not. */
export function triggerPolicies({ schedule, job, deployment }: Trigger): string[] {
  const { overlap } = schedule ?? job ?? deployment ?? {};
  const words: string[] = [];
  if (schedule?.catch_up !== undefined)
    words.push(`of fires that were missed: ${catchUpWords[schedule.catch_up]}`);
  if (schedule?.catch_up_window !== undefined)
    words.push(`those older than ${schedule.catch_up_window} are missed`);
  if (overlap !== undefined) words.push(`while an earlier run is not over: ${overlapWords[overlap]}`);
  if (schedule?.deadline !== undefined) words.push(`missed when more than ${schedule.deadline} late`);
  if (schedule?.jitter !== undefined) words.push(`at a moment of its own within ${schedule.jitter}`);
  return words;
}
