import type { CatchUp, Overlap, Schedule } from '../contract/triggers.ts';
import { parseDuration } from './duration.ts';

/** A schedule with everything decided that its definition leaves open. Durations in ms. */
export interface SchedulePolicy {
  cron: string;
  timeZone: string;
  catchUp: CatchUp;
  catchUpWindowMs: number;
  overlap: Overlap;
  deadlineMs: number | null;
  jitterMs: number;
}

const dayMs = 86_400_000;

export function policyOf(schedule: Schedule): SchedulePolicy {
  const ms = (text: string | undefined) => (text === undefined ? undefined : parseDuration(text));
  const catchUp = schedule.catch_up ?? 'latest';
  return {
    cron: schedule.cron,
    timeZone: schedule.time_zone ?? 'UTC',
    catchUp,
    catchUpWindowMs: ms(schedule.catch_up_window) ?? dayMs,
    overlap: schedule.overlap ?? (catchUp === 'all' ? 'queue_all' : 'queue_latest'),
    deadlineMs: ms(schedule.deadline) ?? null,
    jitterMs: ms(schedule.jitter) ?? 0,
  };
}
