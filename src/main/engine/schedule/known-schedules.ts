import { type Schedule, scheduleOf } from './fires.ts';

/** Taking an expression apart costs a hundred times what asking it for the next fire does. */
const maxKept = 20_000;
const kept = new Map<string, Schedule>();

/** Like `scheduleOf`, remembering what was taken apart. */
export function knownSchedule(cron: string, timeZone: string): Schedule {
  const key = `${timeZone} ${cron}`;
  let schedule = kept.get(key);
  if (!schedule) {
    schedule = scheduleOf(cron, timeZone);
    if (kept.size >= maxKept) kept.clear();
    kept.set(key, schedule);
  }
  return schedule;
}

/** How long after its nominal time a job's fires are due: always the same share of the jitter (FNV-1a of its id). */
export function delayOf(jobId: number, jitterMs: number): number {
  if (jitterMs === 0) return 0;
  let hash = 0x811c9dc5;
  for (const character of String(jobId)) hash = Math.imul(hash ^ character.charCodeAt(0), 0x01000193);
  return (hash >>> 0) % jitterMs;
}
