/** So many schedules as a large company has them: fixed times, some days of the week, in forty zones. */
export function sampleSchedules(count: number): { cron: string; timeZone: string }[] {
  const every = Math.floor(Intl.supportedValuesOf('timeZone').length / 40);
  const zones = Intl.supportedValuesOf('timeZone').filter((_, index) => index % every === 0);
  return Array.from({ length: count }, (_, n) => ({
    cron: `${(n * 7) % 60} ${(n * 11) % 24} * * ${['*', '1-5', 'MON', '0,6', 'FRI'][n % 5]}`,
    timeZone: zones[(n * 13) % zones.length] ?? 'UTC',
  }));
}
