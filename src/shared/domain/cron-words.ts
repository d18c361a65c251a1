import cronstrue from 'cronstrue';

/** A cron expression in words: "At 06:00 AM, Monday through Friday"; the expression itself where there are none. */
export function cronWords(cron: string): string {
  try {
    return cronstrue.toString(cron, { use24HourTimeFormat: true, verbose: false });
  } catch {
    return cron;
  }
}
