import type { Paused } from '../../../shared/contract/jobs.ts';
import type { Schedule, Trigger } from '../../../shared/contract/triggers.ts';
import { cronWords } from '../../../shared/domain/cron-words.ts';
import { ago } from './times.ts';

/** A trigger as a sentence without its beginning: "At 06:00 (0 6 * * *), Europe/Berlin". */
export function triggerText({ schedule, job, deployment }: Trigger): string {
  if (schedule) return scheduleText(schedule);
  if (job) {
    const jobs =
      job.after.length === 1 ? job.after.join() : `${job.when ?? 'all'} of ${job.after.join(', ')}`;
    return withPolicies(`after ${jobs} ${(job.states ?? ['completed']).join(' or ')}`, [
      ['overlap', job.overlap],
    ]);
  }
  if (!deployment) return '';
  return withPolicies(`when ${deployment.model ?? 'any model'} goes live in ${deployment.environment}`, [
    ['overlap', deployment.overlap],
  ]);
}

/** Policies that are not the default ones are named as in the file. */
function scheduleText(schedule: Schedule): string {
  return withPolicies(`${cronWords(schedule.cron)} (${schedule.cron}), ${schedule.time_zone ?? 'UTC'}`, [
    ['catch_up', schedule.catch_up],
    ['catch_up_window', schedule.catch_up_window],
    ['overlap', schedule.overlap],
    ['deadline', schedule.deadline],
    ['jitter', schedule.jitter],
  ]);
}

function withPolicies(text: string, policies: [name: string, value: string | undefined][]): string {
  return [text, ...policies.flatMap(([name, value]) => (value ? [`${name} ${value}`] : []))].join('; ');
}

export function pausedText({ at, by, reason }: Paused, now: number): string {
  return `paused ${ago(at, now)} by ${by}${reason === '' ? '' : `: ${reason}`}`;
}
